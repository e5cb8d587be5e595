import assert from 'node:assert/strict';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const SETTINGS = 'com.android.settings';

describe('Settings', () => {
  it('has a main list longer than the screen', async () => {
    const phone = openSettings();
    assert.ok(phone.sees('WLAN'));
    assert.equal(phone.sees('Additional settings'), false);

    await phone.scrollTo('Additional settings');

    assert.equal(phone.sees('SIM cards & mobile networks'), false);
  });

  it('opens a page and says which, by fragment too', () => {
    const phone = openSettings();

    phone.tap('WLAN');

    assert.equal(phone.one('miui:id/action_bar_title').text, 'WLAN');
    assert.deepEqual(phone.eventsOf('settings.open').at(-1)?.data, { page: 'wlan', title: 'WLAN', activity: 'com.android.settings.SubSettings', fragment: 'com.android.settings.wifi.WifiSettings' });
    assert.deepEqual(phone.apps.activities.focused(), { packageName: SETTINGS, activity: 'com.android.settings.SubSettings' });
  });

  it('turns the real setting over', async () => {
    const phone = openSettings();
    await openPages(phone, 'Passwords & security', 'Privacy', 'User Experience Program');
    assert.ok(phone.one('android:id/checkbox').checked);

    phone.tap('android:id/checkbox');

    assert.equal(phone.system.settings.get('secure', 'upload_log_pref'), '0');
    assert.equal(phone.one('android:id/checkbox').checked, false);
    assert.deepEqual(phone.eventsOf('settings.toggle')[0]?.data, { key: 'upload_log_pref', value: '0', namespace: 'secure' });
  });

  it('shows a setting as the shell has changed it', () => {
    const phone = openSettings();
    phone.tap('WLAN');

    phone.system.settings.put('global', 'wifi_on', '0');

    assert.equal(phone.one('android:id/checkbox').checked, false);
  });

  it('opens a page by its intent', () => {
    const phone = aPhone();

    assert.equal(phone.apps.activities.start({ action: 'android.settings.BLUETOOTH_SETTINGS' }), undefined);

    assert.equal(phone.one('miui:id/action_bar_title').text, 'Bluetooth');
    assert.equal(phone.eventsOf('settings.open').at(-1)?.cause.kind, 'intent');
  });

  it('opens the legal page from the web', async () => {
    const phone = openSettings();
    await openPages(phone, 'About phone', 'Legal information', 'User agreement');

    await phone.until('Title of https://privacy.mi.com/all/en_US/agreement');

    assert.equal(phone.web.loads[0]?.packageName, SETTINGS);
  });

  it('names the build under About phone', async () => {
    const phone = openSettings();

    await openPages(phone, 'About phone');

    assert.ok(phone.sees('V11.0.8.0.PCOMIXM'));
  });

  it('says which activity came to the front and which left it', () => {
    const phone = openSettings();

    phone.tap('WLAN');
    phone.apps.display.pressKey(4);

    const resumed = phone.events.filter((event) => event.packageName === SETTINGS && /^activity/.test(event.name)).map((event) => `${event.name} ${String(event.data['activity'])}`);
    assert.deepEqual(resumed, [
      'activity.resume com.android.settings.MainSettings',
      'activity.pause com.android.settings.MainSettings',
      'activity.resume com.android.settings.SubSettings',
      'activity.pause com.android.settings.SubSettings',
      'activity.resume com.android.settings.MainSettings',
    ]);
  });
});

function openSettings(): PhoneInHand {
  const phone = aPhone();
  phone.launch(SETTINGS);
  return phone;
}

async function openPages(phone: PhoneInHand, ...titles: readonly string[]): Promise<void> {
  for (const title of titles) {
    await phone.scrollTo(title);
    phone.tap(title);
  }
}
