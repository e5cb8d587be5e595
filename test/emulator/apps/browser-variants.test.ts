import assert from 'node:assert/strict';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const MI = 'com.mi.globalbrowser';
const MINT = 'com.mi.globalbrowser.mini';
const MINT_ACTIVITY = 'miui.globalbrowser.MintActivity';
const BACK = 4;

describe('incognito mode', () => {
  for (const { packageName, version, hasSwitch, tabs, open, close } of [
    { packageName: MI, version: '11.4.3', hasSwitch: false, tabs: 'action_tabs', open: 'action_new_incognito_tab', close: 'nav_close_all' },
    { packageName: MI, version: '12.1.4', hasSwitch: true, tabs: 'action_tabs', open: 'action_new_incognito_tab', close: 'nav_close_all' },
    { packageName: MINT, version: '3.4.0', hasSwitch: false, tabs: 'bottom_tabs', open: 'tabs_new_incognito', close: 'tabs_close_all' },
    { packageName: MINT, version: '3.4.3', hasSwitch: true, tabs: 'bottom_tabs', open: 'tabs_new_incognito', close: 'tabs_close_all' },
  ]) {
    it(`of ${packageName} ${version} ${hasSwitch ? 'has the switch, which its events tell of' : 'has no switch'}`, async () => {
      const phone = aPhone({ browserVersion: version, installed: [[MINT, MINT_ACTIVITY]] });
      phone.launch(packageName);
      phone.tap(tabs);
      phone.tap(open);
      assert.deepEqual(dataOf(phone, 'incognito.enter'), [{ count: 1, incognito: true, enhanced: hasSwitch }]);
      assert.equal(phone.sees('enhanced_incognito_switch'), hasSwitch);

      if (hasSwitch) {
        assert.equal(phone.one('enhanced_incognito_switch').checked, true);
        phone.tap('enhanced_incognito_switch');
        assert.equal(phone.one('enhanced_incognito_switch').checked, false);
        assert.deepEqual(dataOf(phone, 'settings.toggle'), [{ key: 'enhanced', value: false }]);
      }
      visit(phone, packageName, 'http://secret.test/');
      const { data } = await phone.untilEvent('page.finish');
      phone.tap(tabs);
      phone.tap(close);
      phone.tap('android:id/button1');

      assert.deepEqual([data['incognito'], data['enhanced']], [true, false]);
      assert.equal(phone.web.loads[0]?.incognito, true);
      assert.deepEqual(dataOf(phone, 'incognito.leave'), [{ count: 0, incognito: false, enhanced: false }]);
      assert.deepEqual(phone.web.forgotten, [`${packageName} incognito`, `${packageName} incognito`], 'at the start, and with the last tab');
      assert.ok(phone.events.filter(({ name }) => name.startsWith('page.')).every((event) => event.packageName === packageName));
    });
  }

  it('keeps its cookies while one of its tabs is open, and leaves no history', async () => {
    const phone = aPhone();
    phone.launch(MI);
    for (const tab of ['action_new_incognito_tab', 'action_new_incognito_tab']) {
      phone.tap('action_tabs');
      phone.tap(tab);
    }
    visit(phone, MI, 'http://secret.test/');
    await phone.untilEvent('page.finish');

    phone.tap('action_tabs');
    phone.apps.display.tap(centre(phone.all('tab_close').at(-1)!.bounds));
    assert.equal(phone.web.forgotten.length, 1, 'at the start of the process');
    phone.apps.display.tap(centre(phone.all('tab_close').at(-1)!.bounds));

    assert.deepEqual(phone.web.forgotten, [`${MI} incognito`, `${MI} incognito`]);
    phone.apps.display.pressKey(BACK);
    phone.tap('action_more');
    phone.tap('History');
    assert.equal(phone.sees('history_item'), false);
  });
});

describe('a download from an incognito tab', () => {
  it('is told of as one, fetched with its cookies and kept', async () => {
    const phone = aPhone();
    phone.web.pages.set('http://a.test/song.mp3', { attachment: { fileName: 'song.mp3', mimeType: 'audio/mpeg', sizeBytes: 15 } });
    phone.launch(MI);
    phone.tap('action_tabs');
    phone.tap('action_new_incognito_tab');
    visit(phone, MI, 'http://a.test/song.mp3');
    await phone.until('Download file');

    phone.tap('android:id/button1');

    const { data } = await phone.untilEvent('download.finish');
    assert.deepEqual([data['incognito'], data['suffix']], [true, 'mp3']);
    assert.equal(phone.web.downloads[0]?.incognito, true);
    assert.ok(phone.sees('incognito_title'), 'the tab stays on its start page');
  });

  it('leaves no cookies behind when the data of the app is cleared', () => {
    const phone = aPhone();
    phone.launch(MI);

    phone.apps.clearData(MI);

    assert.equal(phone.web.forgotten.at(-1), `${MI} all`);
  });
});

describe('Mint Browser', () => {
  let phone: PhoneInHand;
  before(() => {
    phone = aPhone({ browserVersion: '3.4.0', consented: [], installed: [[MINT, MINT_ACTIVITY]] });
    phone.launch(MINT);
  });

  it('welcomes by its own name and has a start page without news', () => {
    assert.ok(phone.sees('Welcome to Mint Browser'));
    phone.tap('android:id/button1');

    assert.deepEqual(phone.apps.activities.focused(), { packageName: MINT, activity: MINT_ACTIVITY });
    assert.ok(phone.sees('mint_logo'));
    assert.equal(phone.sees('news_list'), false);
    assert.equal(phone.web.feeds.length, 0);
    assert.equal(phone.one('quickdial_item').packageName, MINT);
  });

  it('goes home, and back from there', async () => {
    visit(phone, MINT, 'http://a.test/');
    await phone.untilEvent('page.finish');
    phone.tap('bottom_home');
    assert.ok(phone.sees('mint_logo'));

    phone.apps.display.pressKey(BACK);

    await phone.until('Title of http://a.test/');
  });

  it('has a menu of its own', async () => {
    phone.tap('bottom_menu');
    assert.ok(phone.sees('Desktop mode'));
    const before = phone.eventsOf('page.finish').length;
    phone.tap('User agreement');
    for (let turn = 0; turn < 500 && phone.eventsOf('page.finish').length === before; turn += 1) await new Promise((resolve) => setImmediate(resolve));

    assert.equal(phone.eventsOf('page.finish').at(-1)?.data['url'], 'https://privacy.mi.com/mintbrowser/en_US');
  });

  it('says which version it is', () => {
    phone.tap('bottom_menu');
    phone.tap('Settings');

    assert.ok(phone.sees('Mint Browser 3.4.0'));
  });

  it('leaves VIEW intents without a component to Mi Browser', async () => {
    const other = aPhone({ installed: [[MINT, MINT_ACTIVITY]] });

    other.apps.activities.start({ action: 'android.intent.action.VIEW', data: 'http://a.test/' });

    await other.untilEvent('page.finish');
    assert.equal(other.apps.activities.focused().packageName, MI);
  });
});

describe('Mi Browser Pro', () => {
  it('is Mi Browser under another name, with a channel more', async () => {
    const phone = aPhone({ choices: { keys: { [MI]: 'mi-browser-pro' } }, consented: [], browserVersion: '12.1.4-gp' });
    phone.launch(MI);
    assert.ok(phone.sees('Welcome to Mi Browser Pro'));

    phone.tap('android:id/button1');

    await phone.until('News 0');
    assert.ok(phone.one('Videos').selected);
    assert.deepEqual(dataOf(phone, 'feed.show').map(({ channel }) => channel), ['Videos']);
    phone.tap('action_more');
    phone.tap('Settings');
    assert.ok(phone.sees('Mi Browser Pro 12.1.4-gp'));
    assert.equal(phone.apps.activities.focused().packageName, MI);
  });
});

function visit(phone: PhoneInHand, packageName: string, url: string): void {
  phone.tap(`${packageName}:id/url`);
  phone.apps.display.type(`${url}\n`);
}

function dataOf(phone: PhoneInHand, name: string) {
  return phone.eventsOf(name).map((event) => event.data);
}

const centre = ({ left, right, top, bottom }: { left: number; right: number; top: number; bottom: number }) => ({ x: (left + right) >> 1, y: (top + bottom) >> 1 });
