import assert from 'node:assert/strict';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const POWER = 26;

describe('status bar and shade', () => {
  it('opens by a swipe from the top edge and closes by a swipe up', () => {
    const phone = aPhone();

    pullDown(phone);
    assert.ok(phone.sees('notification_panel'));
    assert.deepEqual(phone.apps.activities.focused(), { packageName: 'com.android.systemui', activity: 'NotificationShade' });
    phone.apps.display.swipe({ x: 540, y: 1800 }, { x: 540, y: 300 }, 200);

    assert.equal(phone.sees('notification_panel'), false);
    assert.deepEqual(phone.eventsOf('shade.open').map((event) => event.data), [{ by: 'swipe' }]);
    assert.deepEqual(phone.eventsOf('shade.close').map((event) => event.data), [{ by: 'swipe' }]);
  });

  it('does not open by a swipe that begins below the status bar', () => {
    const phone = aPhone();
    phone.launch('com.android.settings');

    phone.apps.display.swipe({ x: 540, y: 400 }, { x: 540, y: 1600 }, 200);

    assert.equal(phone.sees('notification_panel'), false);
  });

  it('is closed by a swipe from the lowest edge, which no app hears of', async () => {
    const phone = aPhone();
    phone.launch('com.android.settings');
    pullDown(phone);

    phone.apps.display.swipe({ x: 540, y: 2335 }, { x: 540, y: 5 }, 200);
    phone.apps.display.swipe({ x: 540, y: 2335 }, { x: 540, y: 5 }, 200);

    assert.equal(phone.sees('notification_panel'), false);
    await phone.until('SIM cards & mobile networks');
  });

  it('opens and closes by command', () => {
    const phone = aPhone();

    phone.apps.statusBar.expand();
    phone.apps.statusBar.collapse();

    assert.equal(phone.eventsOf('shade.open')[0]?.cause.kind, 'intent');
    assert.equal(phone.eventsOf('shade.close').length, 1);
  });

  it('turns a real setting over by a tile', () => {
    const phone = aPhone();
    pullDown(phone);
    assert.ok(phone.sees('WLAN,On'));

    phone.tap('WLAN,On');

    assert.ok(phone.sees('WLAN,Off'));
    assert.equal(phone.system.settings.get('global', 'wifi_on'), '0');
    assert.deepEqual(phone.eventsOf('tile.toggle')[0]?.data, { tile: 'WLAN', key: 'wifi_on', value: '0' });
  });

  it('leads to Settings', () => {
    const phone = aPhone();
    pullDown(phone);

    phone.tap('control_center_shortcut');

    assert.equal(phone.apps.activities.focused().packageName, 'com.android.settings');
  });

  it('turns the screen off and on by the power key, with the app paused between', () => {
    const phone = aPhone();

    phone.apps.display.pressKey(POWER);
    assert.equal(phone.apps.display.isOn(), false);
    phone.apps.display.tap({ x: 540, y: 1200 });
    phone.apps.display.pressKey(224);

    assert.ok(phone.apps.display.isOn());
    const names = phone.events.filter((event) => event.cause.kind === 'key').map((event) => event.name);
    assert.deepEqual(names, ['screen.off', 'activity.pause', 'app.background', 'screen.on', 'app.foreground', 'activity.resume']);
  });
});

describe('activities', () => {
  it('says what am says of an activity that is not there', () => {
    const phone = aPhone();

    assert.equal(phone.apps.activities.start({ component: 'com.miui.player/.Nowhere' }), 'Error: Activity class {com.miui.player/com.miui.player.Nowhere} does not exist.');
  });

  it('starts a component without a screen behind the one in front', () => {
    const phone = aPhone();
    phone.launch('com.miui.player');

    assert.equal(phone.apps.activities.start({ component: 'io.appium.settings/.Settings' }), undefined);

    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.player');
    assert.ok(phone.apps.activities.processes().some((process) => process.name === 'io.appium.settings'));
  });

  it('begins afresh when it is told to stop the app first', () => {
    const phone = aPhone();
    phone.launch('com.android.settings');
    phone.tap('WLAN');

    phone.apps.activities.start({ component: 'com.android.settings/.MainSettings', forceStopFirst: true });

    assert.equal(phone.apps.activities.focused().activity, 'com.android.settings.MainSettings');
  });

  it('keeps what is on the glass under the same keys while it stays there', () => {
    const phone = aPhone();

    const [first, second] = [phone.one('Music').key, phone.one('Music').key];

    assert.equal(first, second);
  });
});

function pullDown(phone: PhoneInHand): void {
  phone.apps.display.swipe({ x: 540, y: 10 }, { x: 540, y: 1400 }, 300);
}
