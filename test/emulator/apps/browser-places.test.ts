import assert from 'node:assert/strict';
import { WebLoadError } from '../../../emulator/phone/apps/web-engine.ts';
import { freeName, sizeText } from '../../../emulator/phone/apps/browser/downloads.ts';
import { createClipboard } from '../../../emulator/phone/system/clipboard.ts';
import { aPhone, STORAGE, type PhoneInHand } from './phone-in-hand.ts';

const BROWSER = 'com.mi.globalbrowser';
const MODE = { incognito: false, enhanced: false };
const PAGE = { title: 'Title of http://a.test/', url: 'http://a.test/' };
const FILE = 'http://a.test/files/report.pdf';
const BACK = 4;

describe('Mi Browser’s memory', () => {
  const clipboard = createClipboard();
  let phone: PhoneInHand;
  before(() => {
    phone = aPhone({ clipboard });
    phone.launch(BROWSER);
    phone.web.pages.set('http://a.test/', { text: 'Tide is high. The tide turns.', links: [{ text: 'onwards', url: 'http://b.test/' }, { text: 'the report', url: FILE }], videos: [{ title: 'a film', url: 'http://a.test/film.mp4' }] });
    phone.web.pages.set(FILE, { attachment: { fileName: 'report.pdf', mimeType: 'application/pdf', sizeBytes: 12_345 } });
    phone.web.pages.set('http://b.test/', { title: 'The other page' });
  });
  beforeEach(async () => {
    const before = phone.eventsOf('page.finish').length;
    visit(phone, 'http://a.test/');
    await finished(phone, before);
  });

  it('adds a bookmark once, opens and removes it', async () => {
    fromMenu(phone, 'Add bookmark');
    phone.tap('action_more');
    assert.equal(phone.sees('Add bookmark'), false);
    phone.tap('Bookmarks');
    assert.deepEqual([phone.one('bookmark_title').text, phone.one('bookmark_info').text], [PAGE.title, PAGE.url]);

    phone.tap('bookmark_item');
    await phone.until('onwards');
    fromMenu(phone, 'Bookmarks');
    phone.tap('bookmark_remove');

    assert.equal(phone.sees('bookmark_item'), false);
    for (const name of ['bookmark.add', 'bookmark.open', 'bookmark.remove']) assert.deepEqual(dataOf(phone, name), [{ ...PAGE, ...MODE }], name);
    phone.apps.display.pressKey(BACK);
  });

  it('remembers pages once in a row, opens and forgets them', async () => {
    const before = phone.eventsOf('page.finish').length;
    phone.tap('onwards');
    await finished(phone, before);
    fromMenu(phone, 'History');
    assert.deepEqual(phone.all('history_title').map(({ text }) => text), ['The other page', PAGE.title]);

    phone.tap('history_item');
    await phone.until('The other page');
    fromMenu(phone, 'History');
    phone.tap('history_remove');
    phone.tap('history_clear');
    phone.tap('android:id/button1');

    assert.equal(phone.sees('history_item'), false);
    assert.deepEqual(dataOf(phone, 'history.open'), [{ title: 'The other page', url: 'http://b.test/', ...MODE }]);
    assert.deepEqual(dataOf(phone, 'history.remove'), [{ title: 'The other page', url: 'http://b.test/', ...MODE }]);
    assert.deepEqual(dataOf(phone, 'history.clear'), [{ count: 1, ...MODE }]);
    phone.apps.display.pressKey(BACK);
  });

  it('asks about a file, fetches it into the storage and lists it', async () => {
    phone.tap('the report');
    await phone.until('Download file');
    assert.deepEqual([phone.one('miui:id/message').text, phone.one('download_name').text], ['12.35 kB', 'report.pdf']);
    assert.equal(phone.web.downloads.length, 0);

    phone.tap('android:id/button1');

    const { data } = await phone.untilEvent('download.finish');
    assert.deepEqual(data, { url: FILE, name: 'report.pdf', suffix: 'pdf', size: 15, path: `${STORAGE}/Download/report.pdf`, ...MODE });
    assert.equal(await phone.system.files.readFile(`${STORAGE}/Download/report.pdf`), 'file of the web');
    assert.deepEqual(dataOf(phone, 'download.start'), [{ url: FILE, name: 'report.pdf', suffix: 'pdf', ...MODE }]);
    assert.equal(phone.web.downloads[0]?.referrer, 'http://a.test/');
    assert.equal(phone.one('url').text, PAGE.title, 'the tab stays where it was');
  });

  it('keeps a second file of the same name apart and deletes it with its entry', async () => {
    const before = phone.eventsOf('download.finish').length;
    phone.tap('the report');
    await phone.until('Download file');
    phone.tap('android:id/button1');
    await until(() => phone.eventsOf('download.finish').length > before);
    fromMenu(phone, 'Downloads');
    assert.deepEqual(phone.all('download_title').map(({ text }) => text), ['report-1.pdf', 'report.pdf']);
    assert.equal(phone.one('download_info').text, '15 B');

    phone.tap('download_remove');

    await untilAsync(async () => !(await phone.system.files.exists(`${STORAGE}/Download/report-1.pdf`)));
    assert.equal(phone.all('download_item').length, 1);
    assert.deepEqual(dataOf(phone, 'download.remove'), [{ name: 'report-1.pdf', path: `${STORAGE}/Download/report-1.pdf`, ...MODE }]);
    phone.tap('download_item');
    assert.deepEqual(dataOf(phone, 'download.open'), [{ name: 'report.pdf', path: `${STORAGE}/Download/report.pdf`, ...MODE }]);
    phone.apps.display.pressKey(BACK);
  });

  it('says that a file did not come', async () => {
    phone.tap('the report');
    await phone.until('Download file');
    phone.web.pages.set(FILE, new WebLoadError('net::ERR_TIMED_OUT'));
    phone.tap('android:id/button1');

    const { data } = await phone.untilEvent('download.error');
    assert.equal(data['reason'], 'net::ERR_TIMED_OUT');
  });

  it('looks for words in the page', () => {
    fromMenu(phone, 'Find in page');
    phone.tap('find_text');
    phone.apps.display.type('tide');
    assert.equal(phone.one('find_count').text, '2');

    phone.tap('find_close');

    assert.equal(phone.sees('find_bar'), false);
    assert.deepEqual(dataOf(phone, 'page.find'), [{ url: PAGE.url, term: 'tide', count: 2, ...MODE }]);
  });

  it('shows the page in reader mode', () => {
    fromMenu(phone, 'Reader mode');

    assert.deepEqual(phone.all('reader_text').map(({ text }) => text), ['Tide is high.', 'The tide turns.']);
    assert.deepEqual(dataOf(phone, 'reader.open'), [{ ...PAGE, ...MODE }]);
    phone.apps.display.pressKey(BACK);
  });

  it('plays a video', () => {
    phone.tap('play');

    assert.deepEqual(dataOf(phone, 'video.play'), [{ ...PAGE, video: 'http://a.test/film.mp4', ...MODE }]);
    assert.deepEqual(phone.web.plays.map(({ url, page }) => [url, page]), [['http://a.test/film.mp4', 'http://a.test/']]);
  });

  it('puts the address of a page, and of a link, on the clipboard', () => {
    fromMenu(phone, 'Share');
    phone.tap('Copy link');
    assert.equal(clipboard.get(), 'http://a.test/');

    phone.longPress('onwards');
    phone.tap('Copy link address');

    assert.equal(clipboard.get(), 'http://b.test/');
    assert.deepEqual(dataOf(phone, 'share.page'), [{ ...PAGE, ...MODE }]);
    assert.deepEqual(dataOf(phone, 'link.copy').map(({ url }) => url), ['http://a.test/', 'http://b.test/']);
  });

  it('asks as a desktop browser once it is told to', async () => {
    const before = phone.eventsOf('page.finish').length;
    fromMenu(phone, 'Desktop site');
    await finished(phone, before);

    assert.equal(phone.web.loads.at(-1)?.desktop, true);
    assert.deepEqual(dataOf(phone, 'page.desktop'), [{ url: PAGE.url, value: true, ...MODE }]);
    phone.tap('action_more');
    assert.equal(phone.one('Desktop site').checked, true);
    phone.tap('Desktop site');
  });

  it('loads the page again when it is pulled down', async () => {
    const before = phone.eventsOf('page.finish').length;

    phone.apps.display.swipe({ x: 500, y: 700 }, { x: 500, y: 1500 }, 300);

    await finished(phone, before);
    assert.equal(phone.web.loads.at(-1)?.url, 'http://a.test/');
  });

  it('forgets all when its data is cleared', () => {
    fromMenu(phone, 'Settings');
    phone.tap('Clear data');
    phone.tap('android:id/button1');

    assert.ok(Number(dataOf(phone, 'data.clear')[0]?.['count']) > 0);
    assert.deepEqual(phone.web.forgotten, [`${BROWSER} incognito`, `${BROWSER} all`]);
    phone.apps.display.pressKey(BACK);
    fromMenu(phone, 'History');
    assert.equal(phone.sees('history_item'), false);
    phone.apps.display.pressKey(BACK);
  });

  it('opens a held link in a new tab, its page as referrer', async () => {
    for (const [choice, incognito] of [['Open in new tab', false], ['Open in incognito tab', true]] as const) {
      phone.longPress('onwards');
      const before = phone.eventsOf('page.finish').length;
      phone.tap(choice);
      await finished(phone, before);

      const { url, referrer, incognito: was } = phone.web.loads.at(-1)!;
      assert.deepEqual([url, referrer, was], ['http://b.test/', 'http://a.test/', incognito]);
      phone.tap('action_tabs');
      phone.tap(PAGE.title);
    }
    assert.deepEqual(dataOf(phone, 'tab.select').at(-1), { ...PAGE, count: 3, ...MODE });
  });
});

describe('the names of downloads', () => {
  it('count up until one is free', () => {
    assert.deepEqual(
      [freeName('a.pdf', []), freeName('a.pdf', ['a.pdf', 'a-1.pdf']), freeName('.x', ['.x']), freeName('a', ['a'])],
      ['a.pdf', 'a-2.pdf', '.x-1', 'a-1'],
    );
  });

  it('have sizes as Android writes them', () => {
    assert.deepEqual([0, 999, 1000, 12_345, 2_500_000].map(sizeText), ['0 B', '999 B', '1.00 kB', '12.35 kB', '2.50 MB']);
  });
});

function visit(phone: PhoneInHand, url: string): void {
  phone.tap(`${BROWSER}:id/url`);
  phone.apps.display.type(`${url}\n`);
}

function fromMenu(phone: PhoneInHand, entry: string): void {
  phone.tap('action_more');
  phone.tap(entry);
}

function dataOf(phone: PhoneInHand, name: string) {
  return phone.eventsOf(name).map((event) => event.data);
}

const finished = (phone: PhoneInHand, before: number): Promise<void> => until(() => phone.eventsOf('page.finish').length > before);

const until = (test: () => boolean): Promise<void> => untilAsync(() => Promise.resolve(test()));

async function untilAsync(test: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (await test()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail('it never came to that');
}
