import assert from 'node:assert/strict';
import { aPhone, type PhoneInHand } from '../../apps/phone-in-hand.ts';
import { Uia2Client, type Reply } from '../uia2-client.ts';

const SETTINGS = 'com.android.settings';

const part = (value: unknown, name: string): unknown => (value as Record<string, unknown>)[name];

describe('the server on a booted phone', () => {
  let phone: PhoneInHand;
  let client: Uia2Client;

  before(async () => {
    phone = aPhone();
    const { system, apps } = phone;
    client = await Uia2Client.inSession(apps.display, { appPackage: SETTINGS }, {
      services: { ...system, activities: apps.activities, display: apps.display, statusBar: apps.statusBar, screenshot: () => Promise.resolve(Buffer.alloc(0)) },
      clipboard: system.clipboard,
      battery: system.battery,
    });
  });

  beforeEach(() => {
    phone.system.settings.delete('system', 'accelerometer_rotation');
    phone.apps.activities.start({ component: `${SETTINGS}/.MainSettings`, forceStopFirst: true });
  });

  const found: readonly (readonly [strategy: string, selector: string, texts: readonly string[]])[] = [
    ['id', 'miui:id/action_bar_title', ['Settings']],
    ['accessibility id', 'Navigate up', ['']],
    ['xpath', "//*[lower-case(@text)='wlan']", ['WLAN']],
    ['xpath', "//android.widget.TextView[matches(@text, '^Blue')]/ancestor::android.widget.ListView//*[@text='WLAN']", ['WLAN']],
    ['-android uiautomator', 'new UiSelector().textMatches("(?i)w.*n")', ['WLAN']],
    ['-android uiautomator', 'new UiSelector().scrollable(true).childSelector(new UiSelector().text("Bluetooth"))', ['Bluetooth']],
    ['-android uiautomator', 'new UiSelector().text("WLAN").fromParent(new UiSelector().resourceId("android:id/title"))', ['WLAN']],
    ['-android uiautomator', 'new UiScrollable(new UiSelector().scrollable(true)).setMaxSearchSwipes(9).scrollTextIntoView("Additional settings")', ['Additional settings']],
    ['-android uiautomator', 'new UiScrollable(new UiSelector().scrollable(true)).getChildByText(new UiSelector().className("android.widget.TextView"), "Storage")', ['Storage']],
    ['-android uiautomator', 'new UiScrollable(new UiSelector().scrollable(true)).scrollToEnd(5); new UiSelector().text("Additional settings")', ['', 'Additional settings']],
  ];
  for (const [strategy, selector, texts] of found) {
    it(`finds by ${strategy} ${selector}`, async () => {
      assert.deepEqual(await client.texts(strategy, selector), texts);
    });
  }

  const refused: readonly (readonly [path: string, body: object, status: number, error: string, message: RegExp])[] = [
    ['element', { strategy: 'id', selector: 'nowhere' }, 404, 'no such element', /could not be located/u],
    ['element', { strategy: 'xpath', selector: '//*[' }, 400, 'invalid selector', /cannot be read as XPath/u],
    ['element', { strategy: '-android uiautomator', selector: 'new UiSelector().colour("red")' }, 400, 'invalid selector', /no `colour` method/u],
    ['element', { strategy: '-android uiautomator', selector: 'new UiScrollable(new UiSelector().text("none")).scrollForward()' }, 404, 'no such element', /not on the screen/u],
    ['element', { strategy: 'name', selector: 'x' }, 400, 'invalid selector', /not supported/u],
    ['element/00000000-0000-0000-0000-000000000000/click', {}, 404, 'no such element', /not present in the cache/u],
    ['alert/accept', {}, 404, 'no such alert', /No alert/u],
    ['appium/settings', { settings: { waitForIdleTimeout: 'soon' } }, 400, 'invalid argument', /Expected: java\.lang\.Double/u],
    ['appium/action_history', { name: 'none' }, 400, 'invalid argument', /not known/u],
    ['rotation', { x: 0, y: 0, z: 45 }, 400, 'invalid argument', /45 degrees is not supported/u],
    ['network_connection', { type: 1 }, 500, 'unknown error', /not implemented/u],
    ['frame', {}, 404, 'unknown command', /could not be found/u],
  ];
  for (const [path, body, status, error, message] of refused) {
    it(`answers ${error} to ${path} ${JSON.stringify(body)}`, async () => {
      const reply = await client.command('POST', path, body);

      assert.deepEqual([reply.status, reply.error], [status, error]);
      assert.match(String(part(reply.value, 'message')), message);
    });
  }

  it('calls an element stale once its view has gone', async () => {
    const id = await client.findId('-android uiautomator', 'new UiSelector().text("WLAN")');
    phone.apps.display.pressKey(3);

    const { status, error } = await client.command('POST', `element/${id}/click`, {});

    assert.deepEqual([status, error], [404, 'stale element reference']);
  });

  it('turns the glass, unless the activity in front insists on standing', async () => {
    const turned = await client.command('POST', 'orientation', { orientation: 'LANDSCAPE' });

    assert.equal(turned.value, 'LANDSCAPE');
    assert.deepEqual(await client.get('rotation'), { x: 0, y: 0, z: 270 });
    assert.deepEqual(await client.get('window/current/size'), { width: 2340, height: 1080 });
    assert.match(String(await client.get('source')), /<hierarchy [^>]*rotation="3" width="2340" height="1080"/u);
    assert.equal((await client.command('POST', 'rotation', { x: 0, y: 0, z: 0 })).value, 'ROTATION_0');
  });

  it('leaves the launcher upright', async () => {
    phone.apps.display.pressKey(3);
    phone.system.settings.put('system', 'accelerometer_rotation', '0');
    phone.system.settings.put('system', 'user_rotation', '1');

    assert.deepEqual(await client.get('window/current/size'), { width: 1080, height: 2340 });
    phone.apps.activities.start({ component: `${SETTINGS}/.MainSettings` });
    assert.deepEqual(await client.get('window/current/size'), { width: 2340, height: 1080 });
  });

  it('shows the last toast as an element, for as long as the server remembers it', async () => {
    phone.apps.toast(SETTINGS, 'Copied');

    assert.deepEqual(await client.texts('xpath', '//android.widget.Toast'), ['Copied']);
    assert.match(String(await client.get('source')), /<android\.widget\.Toast index="1" package="com\.android\.settings" class="android\.widget\.Toast" text="Copied" displayed="true" \/>/u);
  });

  const settings: readonly (readonly [name: string, value: unknown, usual: unknown, count: (source: string) => boolean])[] = [
    ['snapshotMaxDepth', 2, 70, (source) => !source.includes('WLAN')],
    ['ignoreUnimportantViews', true, false, (source) => source.includes('WLAN') && !source.includes('android.widget.LinearLayout index="0" package="com.android.settings" class="android.widget.LinearLayout" text="" checkable="false" checked="false" clickable="false"')],
    ['includeA11yActionsInPageSource', true, false, (source) => source.includes('actions="ACTION_FOCUS,')],
    ['includeExtrasInPageSource', true, false, (source) => source.includes(' extras=""')],
  ];
  for (const [name, value, usual, holds] of settings) {
    it(`heeds the setting ${name}`, async () => {
      assert.equal(holds(String(await client.get('source'))), false);

      await client.command('POST', 'appium/settings', { settings: { [name]: value } });
      const source = String(await client.get('source'));
      await client.command('POST', 'appium/settings', { settings: { [name]: usual } });

      assert.ok(holds(source), source.slice(0, 2000));
    });
  }

  it('refuses XPath 2 where version 1 is enforced, and tells more of elements when asked to', async () => {
    await client.command('POST', 'appium/settings', { settings: { enforceXPath1: true, shouldUseCompactResponses: false, elementResponseAttributes: 'text,attribute/class' } });
    const second = await client.find('xpath', "//*[matches(@text, 'WLAN')]");
    const first = await client.find('xpath', "//*[contains(@text, 'WLAN')]");
    await client.command('POST', 'appium/settings', { settings: { enforceXPath1: false, shouldUseCompactResponses: true } });

    assert.equal(second.error, 'invalid selector');
    assert.deepEqual([part(first.value, 'text'), part(first.value, 'attribute/class')], ['WLAN', 'android.widget.TextView']);
  });

  it('lists windows and displays, by filters too', async () => {
    const named = async (filters: object): Promise<readonly unknown[]> => (await client.command('POST', 'appium/list_windows', { filters })).value as unknown[];

    assert.deepEqual((await named({})).map((window) => part(window, 'packageName')), ['com.android.systemui', SETTINGS]);
    assert.equal((await named({ packageName: 'com.android.*', isFocused: true })).length, 2 - 1);
    assert.equal(((await client.command('POST', 'appium/list_displays', {})).value as unknown[]).length, 1);
  });

  it('runs a scheduled action by itself and keeps what came of it', async () => {
    const step = (type: string, subtype: string) => ({ type, name: subtype, payload: { subtype } });
    await client.command('POST', 'appium/schedule_action', { name: 'look', steps: [step('source', 'xml'), step('gesture', 'fly')], times: 2, intervalMs: 1 });

    let history: Reply;
    do {
      // Requests over a pair of streams alone would leave no timer a turn.
      await new Promise((resolve) => setImmediate(resolve));
      history = await client.command('POST', 'appium/action_history', { name: 'look' });
    } while (Number(part(history.value, 'repeats')) < 2);
    const [last = []] = part(history.value, 'stepResults') as { passed: boolean; exception: { message: string } | null }[][];

    assert.deepEqual(last.map(({ passed }) => passed), [true, false]);
    assert.match(last[1]?.exception?.message ?? '', /'fly' of type 'gesture' is not known/u);
    assert.equal((await client.command('POST', 'appium/unschedule_action', { name: 'look' })).error, undefined);
    assert.equal((await client.command('POST', 'appium/unschedule_action', { name: 'look' })).error, 'invalid argument');
  });

  it('asks the battery, shares the clipboard, opens the shade and reads a hint as text', async () => {
    phone.system.battery.change({ level: 42, status: 3 });
    await client.command('POST', 'appium/device/set_clipboard', { content: Buffer.from('copied').toString('base64') });
    await client.command('POST', 'appium/device/open_notifications', {});
    const shade = phone.sees('notification_panel');
    phone.apps.statusBar.collapse();
    phone.launch('com.mi.globalbrowser');
    const url = await client.findId('id', 'com.mi.globalbrowser:id/url');

    assert.deepEqual(await client.get('appium/device/battery_info'), { level: 0.42, status: 3 });
    assert.equal(phone.system.clipboard.get(), 'copied');
    assert.equal(shade, true);
    assert.deepEqual(await Promise.all(['text', 'hint', 'showing-hint', 'contentDescription', 'is-collection'].map((name) => client.get(`element/${url}/attribute/${name}`))), ['Search or enter web address', 'Search or enter web address', 'true', null, 'false']);
  });

  it('flings what is on the glass to its end and says that it moved, but not twice', async () => {
    const origin = { ELEMENT: await client.findId('class name', 'android.widget.ListView') };
    const first = async (): Promise<unknown> => (await client.texts('id', 'android:id/title'))[0];
    const before = await first();

    const moved = await client.command('POST', 'appium/gestures/fling', { origin, direction: 'down' });
    const again = await client.command('POST', 'appium/gestures/fling', { origin, direction: 'down' });

    assert.deepEqual([moved.value, again.value], [true, false]);
    assert.notEqual(await first(), before);
  });
});
