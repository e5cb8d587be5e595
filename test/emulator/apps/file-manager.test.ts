import assert from 'node:assert/strict';
import { aPhone, STORAGE, type PhoneInHand } from './phone-in-hand.ts';

const FILE_MANAGER = 'com.mi.android.globalFileexplorer';

describe('File Manager', () => {
  it('opens a folder, shows what is in it and says so with the tap as cause', async () => {
    const phone = await openWithFiles('Test1/notes.txt');
    await phone.scrollTo('Test1');

    phone.tap('Test1');

    await phone.until('notes.txt');
    const [event] = phone.eventsOf('folder.open');
    assert.equal(event?.packageName, FILE_MANAGER);
    assert.deepEqual(event.data, { path: `${STORAGE}/Test1`, name: 'Test1' });
    assert.equal(event.cause.kind, 'touch');
    assert.equal(event.cause.what, `tap ${FILE_MANAGER}:id/file_name "Test1"`);
  });

  it('keeps rows that are scrolled away out of the tree', async () => {
    const phone = await openWithFiles(...Array.from({ length: 30 }, (_, i) => `many/file${String(i).padStart(2, '0')}.txt`));
    await phone.scrollTo('many');
    phone.tap('many');
    await phone.until('file00.txt');

    assert.equal(phone.sees('file29.txt'), false);
    await phone.scrollTo('file29.txt');

    assert.equal(phone.sees('file00.txt'), false);
  });

  it('scrolls with the finger', async () => {
    const phone = await openWithFiles('Zebra/x.txt');
    await phone.until('Alarms');
    assert.equal(phone.sees('Zebra'), false);

    phone.apps.display.swipe({ x: 540, y: 1900 }, { x: 540, y: 600 }, 300);

    await phone.until('Zebra');
  });

  it('begins a folder at its top, and finds the one it came from where it was left', async () => {
    const phone = await openWithFiles(...Array.from({ length: 30 }, (_, i) => `Zebra/file${String(i).padStart(2, '0')}.txt`));
    await phone.until('Alarms');
    await phone.scrollTo('Zebra');
    assert.equal(phone.sees('Alarms'), false);

    phone.tap('Zebra');
    await phone.until('file00.txt');
    phone.apps.display.pressKey(4);

    await phone.until('Zebra');
    assert.equal(phone.sees('Alarms'), false);
  });

  it('sees a folder that adb has made while it is open', async () => {
    const phone = await openWithFiles();
    await phone.until('Alarms');

    await phone.system.files.mkdir(`${STORAGE}/A fresh one`);

    await phone.until('A fresh one');
  });

  it('goes back to the parent, then out of the app', async () => {
    const phone = await openWithFiles('A/inner/x.txt');
    await phone.until('A');
    phone.tap('A');
    await phone.until('inner');

    phone.apps.display.pressKey(4);
    await phone.until('Alarms');
    phone.apps.display.pressKey(4);

    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.home');
  });

  it('returns to a folder by the breadcrumb', async () => {
    const phone = await openWithFiles('A/inner/x.txt');
    await phone.until('A');
    phone.tap('A');
    await phone.until('inner');
    phone.tap('inner');
    await phone.until('x.txt');

    phone.tap('A');

    await phone.until('inner');
    assert.equal(phone.eventsOf('folder.open').length, 3);
  });

  it('creates a folder from its menu', async () => {
    const phone = await openWithFiles();
    await phone.until('Alarms');

    phone.tap('more');
    phone.tap('Create folder');
    phone.apps.display.type('zq folder');
    phone.tap('android:id/button1');

    const event = await phone.untilEvent('folder.create');
    assert.deepEqual(event.data, { path: `${STORAGE}/zq folder`, name: 'zq folder' });
    assert.ok(await phone.system.files.exists(`${STORAGE}/zq folder`));
  });

  it('renames what is selected', async () => {
    const phone = await openWithFiles('A/before.txt');
    await phone.until('A');
    phone.tap('A');
    await phone.until('before.txt');
    phone.longPress('before.txt');

    phone.tap('action_rename');
    assert.equal(phone.one('text').text, 'before.txt');
    phone.apps.display.setText(phone.one('text').key, 'after.txt');
    phone.tap('android:id/button1');

    const event = await phone.untilEvent('file.rename');
    assert.deepEqual(event.data, { from: 'before.txt', to: 'after.txt', path: `${STORAGE}/A/after.txt` });
    await phone.until('after.txt');
  });

  it('deletes what is selected, once it is confirmed', async () => {
    const phone = await openWithFiles('A/old.txt');
    await phone.until('A');
    phone.tap('A');
    await phone.until('old.txt');
    phone.longPress('old.txt');

    phone.tap('action_delete');
    phone.tap('android:id/button1');

    await phone.until('empty_view');
    assert.deepEqual((await phone.untilEvent('file.delete')).data, { path: `${STORAGE}/A/old.txt`, name: 'old.txt' });
  });

  it('searches names in the whole storage', async () => {
    const phone = await openWithFiles('A/inner/needle.txt', 'B/other.txt');

    phone.tap('search');
    phone.apps.display.type('needle');
    phone.apps.display.pressKey(66);

    await phone.until('needle.txt');
    assert.deepEqual((await phone.untilEvent('files.search')).data, { term: 'needle', count: 1 });
    assert.equal(phone.sees('other.txt'), false);
  });

  it('copies and moves what is selected to where Paste is tapped', async () => {
    const phone = await openWithFiles('A/one.txt', 'A/two.txt', 'B/one.txt');
    await phone.until('A');
    phone.tap('A');
    await phone.until('two.txt');
    phone.longPress('one.txt');
    phone.tap('two.txt');
    phone.tap('action_copy');
    phone.tap('path_item');
    await phone.until('B');
    phone.tap('B');
    await phone.until('one.txt');
    phone.tap('paste_confirm');
    await phone.until('one(1).txt');

    phone.longPress('two.txt');
    phone.tap('action_move');
    phone.apps.display.pressKey(4);
    await phone.until('Alarms');
    phone.tap('paste_confirm');
    await phone.untilEvent('file.move');

    assert.deepEqual(phone.eventsOf('file.copy').map(({ data }) => [data['from'], data['path'], data['target']]), [
      [`${STORAGE}/A/one.txt`, `${STORAGE}/B/one(1).txt`, 'B'], [`${STORAGE}/A/two.txt`, `${STORAGE}/B/two.txt`, 'B'],
    ]);
    assert.deepEqual((await phone.system.files.readdir(`${STORAGE}/B`)).sort(), ['one(1).txt', 'one.txt']);
    assert.ok(await phone.system.files.exists(`${STORAGE}/two.txt`));
    assert.ok(await phone.system.files.exists(`${STORAGE}/A/two.txt`));
  });

  it('shows a category, sorts, and turns to a grid', async () => {
    const phone = await openWithFiles('A/small.pdf', 'Z/notes.bin');
    await phone.system.files.writeFile(`${STORAGE}/A/large.pdf`, 'x'.repeat(5000));

    phone.tap('Recent');
    phone.tap('Documents');
    await phone.until('large.pdf');
    assert.deepEqual((await phone.untilEvent('category.open')).data, { category: 'Documents', count: 2 });
    assert.equal(phone.sees('notes.bin'), false);
    phone.tap('Storage');
    await phone.until('A');
    phone.tap('A');
    await phone.until('large.pdf');
    phone.tap('more');
    phone.tap('Sort by');
    phone.tap('Size');
    phone.tap('switch_list_icon');

    assert.deepEqual(phone.all('file_name').map(({ text }) => text), ['large.pdf', 'small.pdf']);
    assert.equal(phone.one('switch_list_icon').contentDesc, 'List view');
    assert.deepEqual([phone.eventsOf('files.sort')[0]?.data, phone.eventsOf('files.view')[0]?.data], [{ by: 'size' }, { as: 'grid' }]);
  });

  const openings: readonly (readonly [name: string, type: string, seen: string])[] = [
    ['song.mp3', 'audio', 'now_playing_bar'],
    ['app.apk', 'apk', 'install_confirm_question'],
    ['notes.xyz', 'other', "Can't open this type of file"],
  ];
  for (const [name, type, seen] of openings) {
    it(`opens ${name} where such files are opened`, async () => {
      const phone = await openWithFiles(`A/${name}`);
      await phone.until('A');
      phone.tap('A');
      await phone.until(name);

      phone.tap(name);

      if (type === 'other') assert.equal(phone.apps.display.toast()?.text, seen);
      else await phone.until(seen);
      assert.deepEqual(phone.eventsOf('file.open')[0]?.data, { path: `${STORAGE}/A/${name}`, name, type });
    });
  }

  it('tells of what is selected, and shares it', async () => {
    const phone = await openWithFiles('A/one.txt');
    await phone.until('A');
    phone.tap('A');
    await phone.until('one.txt');
    phone.longPress('one.txt');
    phone.tap('action_more');
    phone.tap('Details');
    assert.match(phone.one('miui:id/message').text, /\/A\/one\.txt\n4 B\n/u);
    phone.tap('android:id/button1');
    phone.tap('action_more');
    phone.tap('Share');
    phone.tap('Bluetooth');

    assert.deepEqual(phone.eventsOf('file.share')[0]?.data, { path: `${STORAGE}/A/one.txt`, name: 'one.txt', count: 1 });
  });

  it('has its recommendations switched off in the settings', async () => {
    const phone = await openWithFiles();

    phone.tap('more');
    phone.tap('Settings');
    phone.tap('About');
    phone.tap('Receive recommendations');

    assert.deepEqual(phone.eventsOf('settings.toggle')[0]?.data, { key: 'recommend', value: false });
    assert.equal(phone.one('android:id/checkbox').checked, false);
  });

  it('is another app with the same screens on a Chinese build', async () => {
    const phone = aPhone({ installed: [['com.android.fileexplorer', '.FileExplorerTabActivity']] });

    phone.apps.activities.start({ component: 'com.android.fileexplorer/.FileExplorerTabActivity' });
    await phone.until('Alarms');
    phone.longPress('Alarms');

    assert.equal(phone.one('action_delete').text, '删除');
    assert.equal(phone.one('file_name').packageName, 'com.android.fileexplorer');
  });

  it('opens the help page from the web', async () => {
    const phone = await openWithFiles();

    phone.tap('more');
    phone.tap('Help');

    await phone.until('Title of https://www.mi.com/global/support/file-manager');
    assert.equal(phone.web.loads[0]?.packageName, FILE_MANAGER);
    assert.equal(phone.web.loads[0].cause.kind, 'touch');
  });

  it('shows nothing before consent and permission are given, and remembers them', async () => {
    const phone = aPhone({ consented: [] });
    phone.launch(FILE_MANAGER);
    assert.ok(phone.sees('privacy_message_tv'));
    assert.ok(phone.one('experience_check_box').checked);

    phone.tap('experience_check_box');
    phone.tap('confirm_btn');
    phone.tap('com.android.permissioncontroller:id/permission_allow_button');
    await phone.until('Alarms');
    phone.apps.activities.forceStop(FILE_MANAGER);
    phone.launch(FILE_MANAGER);

    assert.equal(phone.sees('privacy_message_tv'), false);
    assert.deepEqual(phone.eventsOf('consent')[0]?.data, { given: 'yes', experience: false });
  });

  it('asks again after its data were cleared', () => {
    const phone = aPhone({ consented: 'all' });

    phone.apps.clearData(FILE_MANAGER);
    phone.launch(FILE_MANAGER);

    assert.ok(phone.sees('confirm_btn'));
  });
});

async function openWithFiles(...paths: readonly string[]): Promise<PhoneInHand> {
  const phone = aPhone();
  for (const path of paths) {
    await phone.system.files.mkdir(`${STORAGE}/${path.slice(0, path.lastIndexOf('/'))}`, { recursive: true });
    await phone.system.files.writeFile(`${STORAGE}/${path}`, 'text');
  }
  phone.launch(FILE_MANAGER);
  return phone;
}
