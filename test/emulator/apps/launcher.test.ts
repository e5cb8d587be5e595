import assert from 'node:assert/strict';
import { aPhone, centreOf, type PhoneInHand } from './phone-in-hand.ts';

const HOME = 3;
const BACK = 4;

describe('launcher', () => {
  it('opens an app by its icon and says so', () => {
    const phone = aPhone();

    phone.tap('Music');

    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.player');
    assert.deepEqual(phone.eventsOf('app.open')[0]?.data, { package: 'com.miui.player', title: 'Music' });
    assert.equal(phone.eventsOf('app.open')[0]?.packageName, 'com.miui.home');
  });

  it('shows icons of installed packages only', () => {
    const phone = aPhone();

    assert.ok(phone.sees('Settings'));
    assert.equal(phone.sees('Weather'), false);
  });

  it('turns its pages by a swipe and returns to the first by the home key', () => {
    const phone = aPhone();

    swipeLeft(phone);
    assert.equal(phone.one('page_indicator').contentDesc, 'Page 2 of 3');
    assert.equal(phone.sees('Settings'), false);
    swipeLeft(phone);
    swipeLeft(phone);

    assert.deepEqual(phone.eventsOf('launcher.swipe').map((event) => event.data), [{ from: 1, to: 2 }, { from: 2, to: 3 }]);
    phone.apps.display.pressKey(HOME);
    assert.ok(phone.sees('Settings'));
  });

  it('opens a folder on the spot, and an app from it', () => {
    const phone = aPhone();

    phone.tap('Tools');
    assert.deepEqual(phone.eventsOf('launcher.folder.open')[0]?.data, { title: 'Tools' });
    phone.tap('Notes');

    assert.deepEqual(phone.apps.activities.focused(), { packageName: 'com.miui.notes', activity: 'com.miui.notes.ui.NotesListActivity' });
  });

  it('renames a folder, which then goes by its new name', () => {
    const phone = aPhone();
    phone.tap('Tools');

    phone.tap('com.miui.home:id/title');
    phone.apps.display.type('zq7xtools');
    phone.apps.display.pressKey(66);
    phone.apps.display.pressKey(BACK);
    phone.tap('zq7xtools');

    assert.deepEqual(phone.eventsOf('launcher.folder.rename')[0]?.data, { from: 'Tools', to: 'zq7xtools' });
    assert.deepEqual(phone.eventsOf('launcher.folder.open').at(-1)?.data, { title: 'zq7xtools' });
  });

  it('loads the online wallpapers from its editing mode', async () => {
    const phone = aPhone();

    phone.apps.display.longPress({ x: 540, y: 1700 });
    phone.tap('Wallpaper');

    await phone.until('Title of https://zhuti.intl.xiaomi.com/wallpaper/');
    assert.equal(phone.web.loads[0]?.packageName, 'com.miui.home');
  });

  it('does nothing at its search bar', () => {
    const phone = aPhone();
    const before = phone.events.length;

    phone.tap('search_bar');

    assert.equal(phone.events.length, before);
  });

  it('shows an app on its last page as soon as it is installed, and uninstalls it', () => {
    const phone = aPhone({ installed: [['com.example.lantern', 'com.example.lantern.LanternActivity']] });
    swipe(phone, { dx: -700, dy: 0 });
    swipe(phone, { dx: -700, dy: 0 });

    phone.longPress('com.example.lantern');
    phone.tap('Uninstall');
    phone.tap('android:id/button1');

    assert.deepEqual(phone.eventsOf('launcher.uninstall')[0]?.data, { package: 'com.example.lantern', title: 'com.example.lantern' });
    assert.equal(phone.sees('com.example.lantern'), false);
    assert.equal(phone.system.packages.get('com.example.lantern'), undefined);
  });

  it('makes folders by dragging, and keeps them', () => {
    const phone = aPhone();
    const [music, files] = [phone.one('Music'), phone.one('File Manager')].map(centreOf);

    phone.apps.display.drag(music!, files!, 800);
    phone.apps.display.drag(centreOf(phone.one('Gallery')), centreOf(phone.one('Folder')), 800);
    phone.tap('Folder');
    assert.deepEqual(phone.all('icon_title').filter(({ bounds }) => bounds.bottom < 1900).map(({ text }) => text), ['File Manager', 'Music', 'Gallery']);
    phone.longPress('Gallery');
    phone.tap('Take out of the folder');
    phone.apps.display.pressKey(4);
    phone.apps.activities.forceStop('com.miui.home');

    assert.ok(phone.sees('Folder') && phone.sees('Gallery') && !phone.sees('Music'));
    assert.deepEqual(phone.events.filter(({ name }) => name.startsWith('launcher.folder.')).map(({ name, data }) => [name, data['title'], data['package']]), [
      ['launcher.folder.create', 'Folder', undefined], ['launcher.folder.add', 'Folder', 'com.miui.player'], ['launcher.folder.add', 'Folder', 'com.miui.gallery'],
      ['launcher.folder.open', 'Folder', undefined], ['launcher.folder.remove', 'Folder', 'com.miui.gallery'], ['launcher.folder.close', 'Folder', undefined],
    ]);
  });

  it('opens its search by a swipe up, the shade by a swipe down', () => {
    const phone = aPhone();

    swipe(phone, { dx: 0, dy: -600 });
    phone.apps.display.type('calen');
    phone.apps.display.pressKey(66);
    assert.deepEqual(phone.eventsOf('launcher.search')[0]?.data, { term: 'calen', count: 1 });
    phone.tap('Calendar');
    phone.apps.display.pressKey(3);
    swipe(phone, { dx: 0, dy: 600 });

    assert.deepEqual(phone.eventsOf('launcher.gesture').map(({ data }) => data['direction']), ['up', 'down']);
    assert.equal(phone.apps.activities.focused().activity, 'NotificationShade');
    assert.equal(phone.eventsOf('app.open')[0]?.data['title'], 'Calendar');
  });

  it('offers promoted apps in one folder', () => {
    const phone = aPhone({ installed: [['com.xiaomi.mipicks', 'com.xiaomi.mipicks.ui.MainActivity']] });
    swipe(phone, { dx: -700, dy: 0 });
    phone.tap('More apps');

    phone.tap('promoted_item');

    assert.deepEqual(phone.eventsOf('launcher.folder.promoted')[0]?.data, { title: 'More apps', count: 3 });
    assert.equal(phone.apps.activities.focused().packageName, 'com.xiaomi.mipicks');
  });

  it('stays in front when back is pressed', () => {
    const phone = aPhone();

    phone.apps.display.pressKey(BACK);

    assert.deepEqual(phone.apps.activities.focused(), { packageName: 'com.miui.home', activity: 'com.miui.home.launcher.Launcher' });
  });
});

function swipeLeft(phone: PhoneInHand): void {
  phone.apps.display.swipe({ x: 900, y: 1200 }, { x: 150, y: 1200 }, 200);
}

function swipe(phone: PhoneInHand, by: { readonly dx: number; readonly dy: number }): void {
  const from = { x: 540 - Math.round(by.dx / 2), y: 1500 - Math.round(by.dy / 2) };
  phone.apps.display.swipe(from, { x: from.x + by.dx, y: from.y + by.dy }, 300);
}
