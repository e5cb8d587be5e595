import assert from 'node:assert/strict';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const CHINA = 'com.android.browser';
const ACTIVITY = 'com.android.browser.BrowserActivity';

function inHand(): PhoneInHand {
  const phone = aPhone({ installed: [[CHINA, ACTIVITY]] });
  phone.launch(CHINA);
  return phone;
}

/** What somebody who knows the phone types and taps. */
function goTo(phone: PhoneInHand, text: string): void {
  phone.tap('url');
  phone.apps.display.type(text);
  phone.apps.display.pressKey(66);
}

describe('the browser of Chinese builds', () => {
  it('has a page under MIUI’s own engine, its title in the bar, and tells of it under its own package', async () => {
    const phone = inHand();

    goTo(phone, 'http://a.test/');
    const { packageName, data } = await phone.untilEvent('page.finish');

    assert.deepEqual([packageName, data['url']], [CHINA, 'http://a.test/']);
    const page = phone.one('web_view');
    assert.equal(page.className, 'com.miui.webkit.WebView');
    assert.equal(phone.one(`${CHINA}:id/url`).text, page.text);
    assert.equal(phone.one(`${CHINA}:id/action_tabs`).text, '1');
  });

  it('searches with 百度 at first, and with Google and DuckDuckGo when they are chosen', async () => {
    for (const [engine, url] of [['百度', 'https://www.baidu.com/s?wd=zebra'], ['Google', 'https://www.google.com/search?q=zebra'], ['DuckDuckGo', 'https://duckduckgo.com/?q=zebra']] as const) {
      const phone = inHand();
      if (engine !== '百度') {
        for (const label of ['action_my', 'my_settings', '搜索引擎']) phone.tap(label);
        assert.ok(phone.sees('设置地址栏搜索引擎'));
        phone.tap(engine);
        phone.apps.display.pressKey(4);
        phone.apps.display.pressKey(4);
      }

      goTo(phone, 'zebra');

      const { data } = await phone.untilEvent('search');
      assert.deepEqual([data['engine'], data['term'], data['url'], data['incognito']], [engine, 'zebra', url, false]);
    }
  });

  it('has 无痕模式, whose visits are told as such and leave no history', async () => {
    const phone = inHand();
    phone.tap('action_more');
    phone.tap('无痕模式');
    assert.ok(phone.sees('incognito_mark') && phone.sees('您已进入无痕模式'));

    goTo(phone, 'http://secret.test/');
    const { data } = await phone.untilEvent('page.finish');
    phone.tap('action_more');
    phone.tap('书签/历史');
    phone.tap('library_history');

    assert.equal(data['incognito'], true);
    assert.equal(phone.sees('history_item'), false);
    phone.tap('清除历史');
    phone.tap('确定');
    assert.equal(phone.eventsOf('history.clear').length, 1);
  });

  it('closes all tabs by the button that is the menu elsewhere, when asked', () => {
    const phone = inHand();
    phone.tap('action_tabs');
    phone.tap('action_new_tab');
    assert.equal(phone.one('action_tabs').text, '2');
    phone.tap('action_tabs');
    phone.tap('action_more');

    assert.ok(phone.sees('确定要关闭所有窗口吗?'));
    phone.tap('android:id/button1');

    assert.equal(phone.eventsOf('tab.close').length, 2);
  });

  it('says whether 夜间模式 is on', () => {
    const phone = inHand();
    phone.tap('action_more');
    phone.tap('夜间模式');
    phone.tap('action_more');

    assert.ok(phone.sees('夜间模式/开'));
    assert.deepEqual(phone.eventsOf('settings.toggle').map(({ data }) => data), [{ key: 'night', value: true }]);
  });

  it('has no English word on its start page, its menu or its settings', () => {
    const phone = inHand();
    const english = () => phone.nodes().filter((node) => node.packageName === CHINA).flatMap(({ text, contentDesc }) => [text, contentDesc]).filter((text) => /[A-Za-z]{3}/.test(text ?? ''));

    const start = english();
    phone.tap('action_more');
    const menu = english();
    phone.tap('设置');
    assert.deepEqual([...start, ...menu, ...english()], []);
  });
});
