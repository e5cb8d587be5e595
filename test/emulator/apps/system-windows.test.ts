import assert from 'node:assert/strict';
import { Toasts } from '../../../emulator/phone/apps/runtime/toasts.ts';
import { KEY } from '../../../emulator/phone/apps/runtime/keyboard.ts';
import { aPhone, centreOf, type PhoneInHand } from './phone-in-hand.ts';

const SETTINGS = 'com.android.settings';

function aPhoneWithLog(): PhoneInHand & { log(): readonly string[] } {
  const written: string[] = [];
  const logcat = { write: (line: { level: string; tag: string; message: string }) => void written.push(`${line.level} ${line.tag}: ${line.message}`), lines: () => [], clear: () => undefined, follow: () => () => undefined };
  return Object.assign(aPhone({ logcat }), { log: () => written });
}

function turnTo(phone: PhoneInHand, rotation: number): void {
  phone.system.settings.put('system', 'accelerometer_rotation', '0');
  phone.system.settings.put('system', 'user_rotation', String(rotation));
}

describe('recent apps', () => {
  it('lists what was used, opens one, and clears them all with their processes', () => {
    const phone = aPhone();
    phone.launch(SETTINGS);
    phone.launch('com.miui.player');

    phone.apps.display.pressKey(KEY.appSwitch);
    assert.ok(phone.sees('com.miui.home:id/recents_view'));
    assert.ok(phone.sees('com.miui.home:id/txtSmallWindowContainer'));
    assert.deepEqual(phone.all('task_view').map((task) => task.contentDesc), ['Music', 'Settings']);
    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.home');
    phone.apps.display.tap(centreOf(phone.all('task_view')[1]!));
    assert.equal(phone.apps.activities.focused().packageName, SETTINGS);
    phone.apps.display.pressKey(KEY.appSwitch);
    phone.tap('com.miui.home:id/clearAnimView');

    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.home');
    assert.equal(phone.apps.activities.processes().some(({ name }) => name === SETTINGS), false);
  });

  it('still lists what was left by back, until it is removed', () => {
    const phone = aPhone();
    phone.launch('com.miui.player');
    phone.launch(SETTINGS);
    phone.apps.display.pressKey(KEY.back);

    phone.apps.display.pressKey(KEY.appSwitch);
    assert.deepEqual(phone.all('task_view').map((task) => task.contentDesc), ['Settings', 'Music']);
    phone.tap('Settings');
    assert.equal(phone.apps.activities.focused().packageName, SETTINGS);
    phone.apps.display.pressKey(KEY.back);
    phone.apps.display.pressKey(KEY.appSwitch);
    phone.tap('Remove Settings');

    assert.deepEqual(phone.all('task_view').map((task) => task.contentDesc), ['Music']);
  });
});

describe('the lock screen', () => {
  it('is there once it is set, and goes by a swipe up', () => {
    const phone = aPhone();
    phone.system.settings.put('secure', 'lockscreen.disabled', '0');
    const { display } = phone.apps;

    display.pressKey(KEY.power);
    display.pressKey(KEY.power);
    assert.equal(display.isLocked(), true);
    display.pressKey(KEY.home);
    display.pressKey(KEY.back);
    assert.ok(phone.sees('keyguard_indication_text'));
    display.swipe({ x: 540, y: 1900 }, { x: 540, y: 600 }, 200);

    assert.equal(display.isLocked(), false);
    assert.equal(phone.eventsOf('screen.unlock').length, 1);
  });
});

describe('an app that fails', () => {
  it('crashes with its lines in the log and a dialog that opens it again', () => {
    const phone = aPhoneWithLog();
    phone.launch(SETTINGS);

    assert.equal(phone.apps.crash(SETTINGS), true);
    assert.equal(phone.one('android:id/alertTitle').text, 'Settings has stopped');
    assert.equal(phone.apps.activities.focused().title, `Application Error: ${SETTINGS}`);
    assert.equal(phone.apps.activities.processes().some(({ name }) => name === SETTINGS), false);
    phone.tap('android:id/aerr_restart');

    assert.equal(phone.apps.activities.focused().packageName, SETTINGS);
    assert.ok(phone.log().includes('E AndroidRuntime: FATAL EXCEPTION: main'));
    assert.ok(phone.log().some((line) => /^W ActivityManager:   Force finishing activity com\.android\.settings\//u.test(line)));
    phone.apps.crash(SETTINGS);
    assert.equal(phone.one('android:id/alertTitle').text, 'Settings keeps stopping');
    assert.equal(phone.sees('android:id/aerr_restart'), false);
  });

  it('does not respond until somebody waits for it or closes it', () => {
    const phone = aPhoneWithLog();
    phone.launch(SETTINGS);

    phone.apps.notResponding(SETTINGS);
    assert.equal(phone.one('android:id/alertTitle').text, "Settings isn't responding");
    phone.tap('android:id/aerr_wait');
    assert.equal(phone.apps.activities.focused().packageName, SETTINGS);
    phone.apps.notResponding(SETTINGS);
    phone.tap('android:id/aerr_close');

    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.home');
    assert.ok(phone.log().some((line) => /^E ActivityManager: ANR in com\.android\.settings \(com\.android\.settings\//u.test(line)));
  });

  it('cannot fail while it does not run', () => {
    assert.deepEqual([aPhone().apps.crash(SETTINGS), aPhone().apps.notResponding(SETTINGS)], [false, false]);
  });
});

describe('the glass', () => {
  it('lies on its side when the owner fixes it so, but for apps that insist on standing', () => {
    const phone = aPhone();
    phone.launch(SETTINGS);

    turnTo(phone, 1);

    const { display } = phone.apps;
    assert.deepEqual([display.rotation(), display.widthPx, display.heightPx], [1, 2340, 1080]);
    assert.deepEqual(display.root().bounds, { left: 0, top: 0, right: 2340, bottom: 1080 });
    assert.ok(phone.nodes().every(({ bounds }) => bounds.right <= 2340 && bounds.bottom <= 1080));
  });

  it('shows one toast after the other, a short one for two seconds', () => {
    const toasts = new Toasts();

    toasts.show({ packageName: SETTINGS, text: 'first', long: false }, 1000);
    toasts.show({ packageName: SETTINGS, text: 'second', long: true }, 1500);

    assert.deepEqual([1000, 2999, 3000, 6499, 6500].map((atMs) => toasts.current(atMs)?.text), ['first', 'first', 'second', 'second', undefined]);
  });

  it('shows the toast of an app', () => {
    const phone = aPhone();

    phone.apps.toast(SETTINGS, 'Saved');

    assert.equal(phone.apps.display.toast()?.text, 'Saved');
  });

  it('shows the volume at its edge when a key changes it', () => {
    const phone = aPhone();

    phone.apps.display.pressKey(KEY.volumeUp);

    assert.equal(phone.one('volume_row_slider').contentDesc, 'Media volume 6 of 15');
    assert.equal(phone.system.settings.get('system', 'volume_music_speaker'), '6');
  });

  it('asks what to do when the power key is held', () => {
    const asked: string[] = [];
    const phone = aPhone({ onPowerMenu: (what) => void asked.push(what) });

    phone.apps.display.longPressKey(KEY.power);
    phone.tap('reboot');

    assert.deepEqual(asked, ['reboot']);
    assert.equal(phone.sees('power_menu'), false);
  });

  it('types by the keys of its soft keyboard', () => {
    const phone = aPhone();
    phone.launch('com.mi.globalbrowser');
    phone.tap('url');
    const { display } = phone.apps;
    const keyboard = phone.nodes().find(({ packageName }) => packageName === 'com.google.android.inputmethod.latin')!.bounds;
    const key = (row: number, column: number) => display.tap({ x: Math.round(108 * column), y: Math.round(keyboard.top + ((row + 0.5) * (keyboard.bottom - keyboard.top)) / 4) });

    key(2, 0.7);
    key(1, 6.1);
    key(0, 7.5);
    key(0, 0.5);
    key(2, 9.2);

    assert.equal(phone.one('url').text, 'Hi');
    display.pressKey(KEY.escape);
    assert.equal(display.isKeyboardShown(), false);
  });
});

describe('quick settings', () => {
  it('show more tiles when the shade is pulled further', () => {
    const phone = aPhone();

    phone.apps.statusBar.expandSettings();
    phone.tap('Torch,Off');

    assert.ok(phone.sees('Torch,On'));
    assert.equal(phone.system.settings.get('secure', 'flashlight_enabled'), '1');
  });
});
