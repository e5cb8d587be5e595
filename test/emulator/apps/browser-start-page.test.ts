import assert from 'node:assert/strict';
import { aPhone, centreOf, type PhoneInHand } from './phone-in-hand.ts';

const BROWSER = 'com.mi.globalbrowser';
const URL_BAR = `${BROWSER}:id/url`;
const MODE = { incognito: false, enhanced: false };

describe('the start page of Mi Browser', () => {
  let phone: PhoneInHand;
  before(() => {
    phone = aPhone();
    phone.launch(BROWSER);
  });
  beforeEach(() => {
    phone.tap('action_tabs');
    phone.tap('action_new_tab');
  });

  it('shows a channel of the news and gets longer when it is scrolled to its end', async () => {
    await phone.until('News 0');
    phone.tap('Sports');
    await phone.until('News 20');
    assert.equal(phone.one('Sports').selected, true);

    await phone.scrollTo('News 39');
    await phone.untilEvent('feed.more');
    await phone.scrollTo('News 20');

    assert.deepEqual(phone.web.feeds.map(({ url }) => url.slice('https://hot.browser.intl.miui.com'.length)), ['/feed', '/feed/sports', '/feed/sports/2']);
    assert.deepEqual(dataOf(phone, 'feed.channel'), [{ channel: 'Sports', ...MODE }]);
    assert.deepEqual(dataOf(phone, 'feed.show').map(({ channel }) => channel), ['For you', 'Sports']);
    assert.deepEqual(dataOf(phone, 'feed.more'), [{ channel: 'Sports', page: 2, count: 20, ...MODE }]);
  });

  it('fetches the news anew when they are pulled down', async () => {
    phone.tap('World');
    await phone.until('News 20');
    const before = phone.web.feeds.length;
    const { x, y } = centreOf(phone.one('news_item'));

    phone.apps.display.swipe({ x, y }, { x, y: y + 300 }, 200);
    assert.equal(phone.web.feeds.length, before, 'not by a short pull');
    phone.apps.display.swipe({ x, y }, { x, y: y + 400 }, 200);

    assert.equal(phone.web.feeds.length, before + 1);
  });

  it('opens a news item that is held in another tab, incognito if wished', async () => {
    for (const [entry, incognito] of [['Open in new tab', false], ['Open in incognito tab', true]] as const) {
      phone.tap('action_tabs');
      phone.tap('action_new_tab');
      const tabs = Number(phone.one('action_tabs').text);
      const held = phone.one('news_title').text;
      phone.longPress(held);
      phone.tap(entry);
      await phone.until(`Title of ${String(dataOf(phone, 'feed.open').at(-1)?.['url'])}`);

      assert.deepEqual([dataOf(phone, 'feed.open').at(-1)?.['title'], dataOf(phone, 'feed.open').at(-1)?.['incognito']], [held, incognito]);
      assert.deepEqual([phone.sees('incognito_mark'), Number(phone.one('action_tabs').text)], [incognito, tabs + 1]);
    }
  });

  it('has no news without personalized services', () => {
    const toggle = (): void => {
      phone.tap('action_more');
      phone.tap('Settings');
      phone.tap('Security');
      phone.tap('Personalized services');
      phone.apps.display.pressKey(4);
      phone.apps.display.pressKey(4);
    };

    toggle();
    assert.equal(phone.sees('news_list'), false);
    assert.ok(phone.sees('quickdial_grid'));
    toggle();

    assert.ok(phone.sees('news_list'));
    assert.deepEqual(dataOf(phone, 'settings.toggle'), [{ key: 'personalized', value: false }, { key: 'personalized', value: true }]);
  });

  it('has tiles that can be opened, added, edited and removed', async () => {
    phone.tap('quickdial_add');
    phone.tap('quickdial_name');
    phone.apps.display.type('Harbour');
    phone.tap('quickdial_url');
    phone.apps.display.type('harbour.test/tides');
    phone.apps.display.pressKey(4);
    phone.tap('android:id/button1');
    phone.longPress('Harbour');
    phone.tap('Edit');
    phone.tap('quickdial_name');
    phone.apps.display.setText(phone.one('quickdial_name').key, 'Port');
    phone.apps.display.pressKey(4);
    phone.tap('android:id/button1');
    const before = phone.eventsOf('page.finish').length;
    phone.tap('Port');
    await until(() => phone.eventsOf('page.finish').length > before);
    phone.apps.display.pressKey(4);
    phone.longPress('Port');
    phone.tap('Remove');

    assert.equal(phone.sees('Port'), false);
    assert.deepEqual(phone.all('quickdial_item').map(({ contentDesc }) => contentDesc), ['Google', 'YouTube', 'Facebook', 'Wikipedia']);
    const [first, second] = [{ title: 'Harbour', url: 'http://harbour.test/tides', ...MODE }, { title: 'Port', url: 'http://harbour.test/tides', ...MODE }];
    assert.deepEqual(['quickdial.add', 'quickdial.edit', 'quickdial.open', 'quickdial.remove'].map((name) => dataOf(phone, name)), [[first], [second], [second], [second]]);
  });
});

describe('searching with Mi Browser', () => {
  let phone: PhoneInHand;
  before(() => {
    phone = aPhone();
    phone.launch(BROWSER);
  });
  beforeEach(() => {
    phone.tap('action_tabs');
    phone.tap('action_new_tab');
  });

  for (const [engine, url, suggestions] of [
    ['DuckDuckGo', 'https://duckduckgo.com/?q=', 'https://duckduckgo.com/ac/?type=list&q='],
    ['Bing', 'https://www.bing.com/search?q=', 'https://www.bing.com/osjson.aspx?query='],
    ['Yahoo!', 'https://search.yahoo.com/search?p=', 'https://search.yahoo.com/sugg/chrome?output=fxjson&command='],
    ['Google', 'https://www.google.com/search?q=', 'https://www.google.com/complete/search?client=chrome&q='],
  ] as const) {
    it(`asks ${engine}, and nobody else, for results and suggestions`, async () => {
      choose(phone, engine);
      setSuggestions(phone, true);
      phone.tap(URL_BAR);
      phone.apps.display.type('zebra');
      await phone.until('zebra two');
      assert.equal(phone.web.suggestions.at(-1)?.url, `${suggestions}zebra`);

      phone.tap('zebra two');
      await phone.until(`Title of ${url}zebra%20two`);
      setSuggestions(phone, false);

      assert.deepEqual(dataOf(phone, 'engine.change').at(-1), { engine });
      assert.deepEqual(dataOf(phone, 'search.suggest').at(-1), { engine, term: 'zebra', url: `${suggestions}zebra`, ...MODE });
      assert.deepEqual(dataOf(phone, 'search').at(-1), { engine, term: 'zebra two', url: `${url}zebra%20two`, position: 'homepage', method: 'suggestion', ...MODE });
      assert.equal(phone.web.loads.at(-1)?.url, `${url}zebra%20two`);
    });
  }

  it('says which result was opened', async () => {
    const url = 'https://www.google.com/search?q=zebra';
    phone.web.pages.set(url, { links: [{ text: 'Forum', url: 'https://forum.test/' }] });
    phone.tap(URL_BAR);
    phone.apps.display.type('zebra\n');
    await phone.until('Forum');

    phone.tap('Forum');

    await phone.until('Title of https://forum.test/');
    assert.deepEqual(dataOf(phone, 'search.result.open'), [{ engine: 'Google', term: 'zebra', title: 'Forum', url: 'https://forum.test/', ...MODE }]);
  });

  it('asks nobody for suggestions at first, nor incognito', () => {
    const before = phone.web.suggestions.length;
    phone.tap(URL_BAR);
    phone.apps.display.type('private words');
    assert.equal(phone.web.suggestions.length, before);

    setSuggestions(phone, true);
    phone.tap('action_tabs');
    phone.tap('action_new_incognito_tab');
    phone.tap(URL_BAR);
    phone.apps.display.type('more private words');

    assert.equal(phone.web.suggestions.length, before);
    setSuggestions(phone, false);
  });

  it('proposes pages it remembers, to those who are not incognito', async () => {
    phone.tap(URL_BAR);
    phone.apps.display.type('http://zoo.test/\n');
    await phone.until('Title of http://zoo.test/');
    phone.tap('action_tabs');
    phone.tap('action_new_incognito_tab');
    phone.tap(URL_BAR);
    phone.apps.display.type('zoo');
    assert.equal(phone.sees('suggestion_list'), false);
    phone.tap('action_tabs');
    phone.tap('action_new_tab');

    phone.tap(URL_BAR);
    phone.apps.display.type('zoo');
    phone.tap('suggestion_item');

    await phone.until('Title of http://zoo.test/');
    assert.equal(phone.web.loads.at(-1)?.url, 'http://zoo.test/');
  });
});

describe('Mi Browser, used for long', () => {
  it('asks at its tenth start whether it is liked, until that is answered', () => {
    const phone = aPhone();
    const start = (): boolean => {
      phone.apps.activities.forceStop(BROWSER);
      phone.launch(BROWSER);
      return phone.sees('Do you like Mi Browser?');
    };
    assert.deepEqual(Array.from({ length: 9 }, start), Array.from({ length: 9 }, () => false));

    assert.equal(start(), true);
    phone.apps.display.pressKey(4);
    assert.equal(start(), true);
    phone.tap('No, thanks');

    assert.equal(start(), false);
    assert.deepEqual(dataOf(phone, 'rating.answer'), [{ answer: 'no', ...MODE }]);
  });

  it('keeps what it was set to long before', () => {
    const phone = aPhone({ preferences: { [BROWSER]: { engine: 'Bing', enhanced: false } }, browserVersion: '12.1.4' });
    phone.launch(BROWSER);
    phone.tap('action_more');
    phone.tap('Settings');

    assert.ok(phone.sees('Bing'));
    assert.equal(phone.one('android:id/checkbox').checked, false);
  });
});

function choose(phone: PhoneInHand, engine: string): void {
  phone.tap('action_more');
  phone.tap('Settings');
  phone.tap('Search engine');
  phone.tap(engine);
  phone.apps.display.pressKey(4);
}

/** Leaves the switch as wanted. */
function setSuggestions(phone: PhoneInHand, wanted: boolean): void {
  if (phone.apps.display.isKeyboardShown()) phone.apps.display.pressKey(4);
  phone.tap('action_more');
  phone.tap('Settings');
  phone.tap('Additional settings');
  const boxes = phone.all('android:id/checkbox');
  if (boxes[1]?.checked !== wanted) phone.tap('Search suggestions');
  phone.apps.display.pressKey(4);
  phone.apps.display.pressKey(4);
}

function dataOf(phone: PhoneInHand, name: string) {
  return phone.eventsOf(name).map((event) => event.data);
}

async function until(test: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !test(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(test(), 'it never came to that');
}
