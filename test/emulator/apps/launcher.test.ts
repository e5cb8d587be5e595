import assert from 'node:assert/strict';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

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
    assert.equal(phone.sees('Gallery'), false);
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

  it('stays in front when back is pressed', () => {
    const phone = aPhone();

    phone.apps.display.pressKey(BACK);

    assert.deepEqual(phone.apps.activities.focused(), { packageName: 'com.miui.home', activity: 'com.miui.home.launcher.Launcher' });
  });
});

function swipeLeft(phone: PhoneInHand): void {
  phone.apps.display.swipe({ x: 900, y: 1200 }, { x: 150, y: 1200 }, 200);
}
