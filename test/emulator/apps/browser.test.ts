import assert from 'node:assert/strict';
import { WebLoadError } from '../../../emulator/phone/apps/web-engine.ts';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const BROWSER = 'com.mi.globalbrowser';
const URL_BAR = `${BROWSER}:id/url`;
const ENTER = 66;

describe('Mi Browser', () => {
  it('loads a typed address, shows the page title and says what it did', async () => {
    const phone = openBrowser();

    enter(phone, 'http://zq7xhost.visited.test/path');

    await phone.until('Title of http://zq7xhost.visited.test/path');
    assert.equal(phone.one(URL_BAR).text, 'Title of http://zq7xhost.visited.test/path');
    assert.deepEqual(phone.eventsOf('page.start')[0]?.data, { url: 'http://zq7xhost.visited.test/path', incognito: false, enhanced: false });
    const finished = await phone.untilEvent('page.finish');
    assert.deepEqual(finished.data, { url: 'http://zq7xhost.visited.test/path', title: 'Title of http://zq7xhost.visited.test/path', status: 200, incognito: false, enhanced: false });
    assert.equal(finished.cause, phone.eventsOf('page.start')[0]?.cause);
    assert.equal(finished.cause.kind, 'key');
  });

  it('keeps what is typed but not submitted off the network', () => {
    const phone = openBrowser();

    phone.tap(URL_BAR);
    phone.apps.display.type('never sent');

    assert.ok(phone.apps.display.isKeyboardShown());
    assert.equal(phone.one(URL_BAR).text, 'never sent');
    assert.deepEqual(phone.eventsOf('url.typed').at(-1)?.data, { text: 'never sent', incognito: false, enhanced: false });
    assert.equal(phone.web.loads.length, 0);
  });

  it('replaces the URL of a page by what is typed over it', async () => {
    const phone = openBrowser();
    enter(phone, 'http://a.visited.test/');
    await phone.until('Title of http://a.visited.test/');

    phone.tap(URL_BAR);
    assert.equal(phone.one(URL_BAR).text, 'http://a.visited.test/');
    phone.apps.display.type('b.visited.test');

    assert.equal(phone.one(URL_BAR).text, 'b.visited.test');
  });

  it('searches with the engine that was chosen in its settings', async () => {
    const phone = openBrowser();
    phone.tap('action_more');
    phone.tap('Settings');
    phone.tap('Search engine');
    phone.tap('DuckDuckGo');
    phone.apps.display.pressKey(4);

    enter(phone, 'zq words');

    const url = 'https://duckduckgo.com/?q=zq%20words';
    await phone.until(`Title of ${url}`);
    assert.deepEqual(phone.eventsOf('search')[0]?.data, { engine: 'DuckDuckGo', term: 'zq words', url, position: 'homepage', method: 'enter', incognito: false, enhanced: false });
  });

  it('marks an incognito tab, says so and takes no feed along', async () => {
    const phone = openBrowser();

    phone.tap('action_more');
    phone.tap('New incognito tab');
    assert.ok(phone.sees('incognito_mark'));
    assert.ok(phone.sees('incognito_title'));
    assert.equal(phone.sees('news_list'), false);
    enter(phone, 'secret.visited.test');

    await phone.untilEvent('page.finish');
    assert.ok(phone.sees('incognito_mark'));
    assert.equal(phone.web.loads[0]?.incognito, true);
    assert.equal(phone.eventsOf('page.finish')[0]?.data['incognito'], true);
  });

  it('fetches the feed for its start page and opens an item of it', async () => {
    const phone = openBrowser();
    await phone.until('News 1');
    assert.equal(phone.sees('News 19'), false);

    phone.tap('News 1');

    await phone.until('Title of https://news.visited.test/1');
    assert.deepEqual(phone.eventsOf('feed.open')[0]?.data, { channel: 'For you', title: 'News 1', url: 'https://news.visited.test/1', incognito: false, enhanced: false });
    assert.equal(phone.web.feeds.length, 1);
  });

  it('follows a link with its page as referrer and comes back', async () => {
    const phone = openBrowser();
    phone.web.pages.set('http://a.visited.test/', { links: [{ text: 'onwards', url: 'http://b.visited.test/' }] });
    enter(phone, 'a.visited.test/');
    await phone.until('onwards');
    phone.tap('onwards');
    await phone.until('Title of http://b.visited.test/');
    assert.equal(phone.web.loads[1]?.referrer, 'http://a.visited.test/');

    phone.apps.display.pressKey(4);

    await phone.until('onwards');
  });

  it('switches, closes and counts tabs', async () => {
    const phone = openBrowser();
    enter(phone, 'http://a.visited.test/');
    await phone.until('Title of http://a.visited.test/');
    phone.tap('action_tabs');
    phone.tap('action_new_incognito_tab');
    assert.equal(phone.one('action_tabs').text, '2');

    phone.tap('action_tabs');
    assert.ok(phone.sees('New tab (incognito)'));
    phone.tap('nav_close_all');
    phone.tap('android:id/button1');

    assert.equal(phone.eventsOf('tab.close').length, 2);
    phone.apps.display.pressKey(4);
    assert.equal(phone.one('action_tabs').text, '1');
    assert.equal(phone.sees('incognito_mark'), false);
  });

  it('opens the URL of a VIEW intent in a normal tab, the intent as cause', async () => {
    const phone = openBrowser();
    phone.tap('action_more');
    phone.tap('New incognito tab');

    const failure = phone.apps.activities.start({ action: 'android.intent.action.VIEW', data: 'http://a.visited.test/x', component: `${BROWSER}/com.android.browser.BrowserActivity` });

    assert.equal(failure, undefined);
    await phone.until('Title of http://a.visited.test/x');
    assert.equal(phone.sees('incognito_mark'), false);
    assert.equal(phone.eventsOf('page.start')[0]?.cause.kind, 'intent');
  });

  it('shows no start page when it is started to show something else', async () => {
    const phone = aPhone();

    phone.apps.activities.start({ action: 'android.intent.action.VIEW', data: 'http://a.visited.test/x' });

    await phone.until('Title of http://a.visited.test/x');
    assert.equal(phone.web.feeds.length, 0);
  });

  it('keeps a URL it was started with until its terms are agreed to', async () => {
    const phone = aPhone({ consented: [] });
    phone.apps.activities.start({ action: 'android.intent.action.VIEW', data: 'http://a.visited.test/x' });
    assert.equal(phone.web.loads.length, 0);

    phone.tap('android:id/button1');

    await phone.until('Title of http://a.visited.test/x');
  });

  it('says why a page did not come', async () => {
    const phone = openBrowser();
    phone.web.pages.set('https://a.visited.test/', new WebLoadError('net::ERR_CERT_AUTHORITY_INVALID'));
    phone.web.pages.set('http://b.visited.test/', new WebLoadError('net::ERR_PROXY_CONNECTION_FAILED'));

    enter(phone, 'https://a.visited.test/');
    await phone.until('Your connection is not private');
    enter(phone, 'b.visited.test/');

    await phone.until('Webpage not available');
    assert.deepEqual(phone.eventsOf('page.error').map((event) => event.data['reason']), ['net::ERR_CERT_AUTHORITY_INVALID', 'net::ERR_PROXY_CONNECTION_FAILED']);
  });

  it('contacts nobody until its terms are agreed to', async () => {
    const phone = aPhone({ consented: [] });
    phone.launch(BROWSER);
    assert.ok(phone.sees('Welcome to Mi Browser'));
    assert.equal(phone.web.feeds.length, 0);

    phone.tap('android:id/button1');

    await phone.until('News 0');
    assert.deepEqual(phone.eventsOf('consent')[0]?.data, { given: 'yes' });
  });

  it('leaves when its terms are not agreed to, and asks again', () => {
    const phone = aPhone({ consented: [] });
    phone.launch(BROWSER);

    phone.tap('android:id/button2');
    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.home');
    phone.launch(BROWSER);

    assert.ok(phone.sees('Welcome to Mi Browser'));
  });

  it('has the enhanced incognito switch from 12.1.4 on only', () => {
    for (const [browserVersion, expected] of [['12.1.2', false], ['12.1.4-g', true], ['12.10.0', true], ['9.9.9', false]] as const) {
      const phone = openBrowser(browserVersion);
      phone.tap('action_my');
      phone.tap('my_settings');

      assert.equal(phone.sees('Enhanced incognito mode'), expected, browserVersion);
    }
  });

  it('is not heard of any more once it was killed in the middle of a load', async () => {
    const phone = openBrowser();
    enter(phone, 'a.visited.test');

    phone.apps.activities.forceStop(BROWSER);

    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(phone.eventsOf('page.finish').length, 0);
    assert.equal(phone.apps.activities.processes().some((process) => process.name === BROWSER), false);
  });
});

function openBrowser(browserVersion = '12.1.2'): PhoneInHand {
  const phone = aPhone({ browserVersion });
  phone.launch(BROWSER);
  return phone;
}

function enter(phone: PhoneInHand, text: string): void {
  phone.tap(URL_BAR);
  phone.apps.display.type(text);
  phone.apps.display.pressKey(ENTER);
}
