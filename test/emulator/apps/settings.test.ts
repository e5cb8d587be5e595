import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { mock } from 'node:test';
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

  it('revokes an authorization only after its countdown', async () => {
    const phone = aPhone({ installed: [['com.miui.msa.global', '']] });
    phone.launch(SETTINGS);
    await openPages(phone, 'Passwords & security', 'Authorization & revocation');
    phone.tap('msa');
    assert.deepEqual([phone.one('android:id/button1').text, phone.one('android:id/button1').enabled], ['Revoke (10)', false]);
    phone.tap('android:id/button1');
    assert.equal(phone.eventsOf('app.revoke').length, 0);

    const realMs = performance.now();
    const later = mock.method(performance, 'now', () => realMs + 10_001);
    phone.tap('Revoke');
    later.mock.restore();

    assert.deepEqual(phone.eventsOf('app.revoke')[0]?.data, { package: 'com.miui.msa.global' });
    assert.equal(phone.one('android:id/checkbox').checked, false);
  });

  it('makes a developer of whoever taps the version seven times', async () => {
    const phone = openSettings();
    await openPages(phone, 'About phone');

    for (let tap = 0; tap < 7; tap += 1) phone.tap('MIUI version');

    assert.equal(phone.apps.display.toast()?.text, 'You are now a developer!');
    assert.equal(phone.system.settings.get('global', 'development_settings_enabled'), '1');
    assert.equal(phone.eventsOf('developer.enable').length, 1);
    phone.apps.activities.start({ action: 'android.settings.APPLICATION_DEVELOPMENT_SETTINGS' });
    assert.ok(phone.sees('USB debugging'));
  });

  it('shows the identifiers of the phone', async () => {
    const phone = aPhone({ imei: '863214057719046' });
    phone.launch(SETTINGS);
    await openPages(phone, 'About phone', 'Status');

    await phone.until('50:8e:49:00:00:01');
    for (const identifier of ['863214057719046', 'c0ffee00', '0123456789abcdef']) assert.ok(phone.sees(identifier), identifier);
  });

  it('stops, clears and uninstalls an app', async () => {
    const phone = openSettings();
    phone.launch('com.miui.notes');
    phone.launch(SETTINGS);
    await openPages(phone, 'Apps', 'Notes');

    for (const deed of ['force_stop', 'clear_data', 'uninstall']) {
      phone.tap(deed);
      phone.tap('android:id/button1');
    }

    assert.deepEqual(phone.events.filter(({ name }) => name.startsWith('app.') && !name.endsWith('ground')).map(({ name, data }) => [name, data['package']]), [
      ['app.details', 'com.miui.notes'], ['app.stop', 'com.miui.notes'], ['app.clear', 'com.miui.notes'], ['app.uninstall', 'com.miui.notes'],
    ]);
    assert.equal(phone.system.packages.get('com.miui.notes'), undefined);
  });

  it('finds a page by what is on it', () => {
    const phone = openSettings();

    phone.tap('search');
    phone.apps.display.type('dark mode');
    phone.apps.display.pressKey(66);
    phone.tap('Dark mode');

    assert.deepEqual(phone.eventsOf('settings.search')[0]?.data, { term: 'dark mode', count: 1 });
    assert.equal(phone.one('miui:id/action_bar_title').text, 'Display');
  });

  it('speaks another language', async () => {
    const phone = openSettings();
    await openPages(phone, 'Additional settings', 'Language & input', 'Dansk');

    assert.equal(phone.system.settings.get('system', 'system_locales'), 'da-DK');
    assert.equal(phone.eventsOf('language.change')[0]?.data['to'], 'da-DK');
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
