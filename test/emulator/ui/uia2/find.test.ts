import assert from 'node:assert/strict';
import type { ViewNode } from '../../../../emulator/phone/ui/view.ts';
import { aView, DisplayDouble } from '../display-double.ts';
import { Uia2Client } from '../uia2-client.ts';

function row(name: string, given: Partial<ViewNode> = {}): ViewNode {
  return aView({
    key: `row-${name}`,
    className: 'android.widget.LinearLayout',
    clickable: true,
    children: [
      aView({ key: `title-${name}`, className: 'android.widget.TextView', resourceId: 'android:id/title', text: name }),
    ],
    ...given,
  });
}

function aScreen(): ViewNode {
  return aView({
    key: 'root',
    children: [
      aView({
        key: 'button',
        className: 'android.widget.Button',
        resourceId: 'com.example.app:id/btn',
        contentDesc: 'Press me',
        text: 'OK',
        bounds: { left: 100, top: 200, right: 301, bottom: 401 },
      }),
      aView({ key: 'hidden', resourceId: 'com.example.app:id/hidden', displayed: false }),
      aView({
        key: 'list',
        className: 'android.widget.ListView',
        resourceId: 'com.example.app:id/list',
        scrollable: true,
        children: [row('WLAN'), row('Bluetooth', { enabled: false }), row('Display')],
      }),
    ],
  });
}

describe('finding an element', () => {
  it('goes by full and by short resource id', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aScreen()));

    const full = await client.find('id', 'com.example.app:id/btn');
    const short = await client.find('id', 'btn');

    assert.equal(full.status, 200);
    assert.deepEqual(short.value, full.value);
    const { ELEMENT, 'element-6066-11e4-a52e-4f735466cecf': element } = Object(full.value) as Record<string, unknown>;
    assert.equal(ELEMENT, element);
  });

  it('goes by accessibility id, class name and XPath', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aScreen()));

    assert.deepEqual(await client.texts('accessibility id', 'Press me'), ['OK']);
    assert.deepEqual(await client.texts('class name', 'android.widget.TextView'), ['WLAN', 'Bluetooth', 'Display']);
    assert.deepEqual(await client.texts('xpath', '//android.widget.TextView[@text="Display"]'), ['Display']);
    assert.deepEqual(await client.texts('xpath', '//*[@resource-id="android:id/title"][contains(@text, "a")]'), [
      'Display',
    ]);
    assert.deepEqual(await client.texts('xpath', '//*[matches(@text, "^[BD]")]/..//*'), ['Bluetooth', 'Display']);
  });

  it('does not see what is not displayed, unless invisible elements are allowed', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aScreen()));

    const before = await client.find('id', 'hidden');
    await client.command('POST', 'appium/settings', { settings: { allowInvisibleElements: true } });
    const after = await client.find('id', 'hidden');

    assert.equal(before.status, 404);
    assert.equal(before.error, 'no such element');
    assert.equal(after.status, 200);
  });

  it('looks below a context element only', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aScreen()));
    const context = await client.findId('xpath', '//android.widget.ListView/*[2]');

    assert.deepEqual(await client.texts('id', 'android:id/title', context), ['Bluetooth']);
    assert.deepEqual(await client.texts('xpath', '//android.widget.TextView', context), ['Bluetooth']);
    assert.deepEqual(await client.texts('-android uiautomator', 'resourceId("android:id/title")', context), [
      'Bluetooth',
    ]);
    assert.deepEqual(await client.texts('id', 'btn', context), []);
  });

  it('gives the same view the same id, and an empty list where nothing is found', async () => {
    const display = new DisplayDouble(aScreen());
    const client = await Uia2Client.inSession(display);
    const first = await client.findId('id', 'btn');
    display.tree = aScreen();

    const again = await client.findId('xpath', '//android.widget.Button');
    const none = await client.command('POST', 'elements', { strategy: 'id', selector: 'nobody', context: '' });

    assert.equal(again, first);
    assert.deepEqual(none, { status: 200, sessionId: client.sessionId, value: [], error: undefined });
  });

  it('refuses a selector it cannot read', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aScreen()));

    for (const [strategy, selector] of [
      ['xpath', '//*[@text='],
      ['-android uiautomator', 'new UiSelector().text("a"'],
      ['-android uiautomator', 'new UiSelector().colour("a")'],
      ['-android uiautomator', 'new UiSelector().text(1)'],
      ['-android uiautomator', 'new UiSelector().textMatches("(")'],
      ['-android uiautomator', ''],
      ['css selector', '#btn'],
    ] as const) {
      const reply = await client.find(strategy, selector);
      assert.equal(reply.status, 400, selector);
      assert.equal(reply.error, 'invalid selector', selector);
    }
  });
});

describe('an element', () => {
  it('is tapped at its centre', async () => {
    const display = new DisplayDouble(aScreen());
    const client = await Uia2Client.inSession(display);
    const button = await client.findId('id', 'btn');

    const clicked = await client.command('POST', `element/${button}/click`, { element: button });

    assert.equal(clicked.value, null);
    assert.deepEqual(display.done, ['tap 200,300']);
  });

  it('goes stale when its view has gone', async () => {
    const display = new DisplayDouble(aScreen());
    const client = await Uia2Client.inSession(display);
    const button = await client.findId('id', 'btn');
    display.tree = aView({ key: 'other' });

    const clicked = await client.command('POST', `element/${button}/click`, {});
    const unknown = await client.command('GET', 'element/never-given-out/text');

    assert.equal(clicked.status, 404);
    assert.equal(clicked.error, 'stale element reference');
    assert.equal(unknown.error, 'no such element');
    assert.deepEqual(display.done, []);
  });

  it('answers for its text, name, place and attributes', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aScreen()));
    const button = await client.findId('id', 'btn');
    const get = (what: string) => client.get(`element/${button}/${what}`);

    assert.equal(await get('text'), 'OK');
    assert.equal(await get('name'), 'Press me');
    assert.deepEqual(await get('rect'), { x: 100, y: 200, width: 201, height: 201 });
    assert.deepEqual(await get('location'), { x: 100, y: 200 });
    assert.deepEqual(await get('size'), { width: 201, height: 201 });
    assert.equal(await get('attribute/className'), 'android.widget.Button');
    assert.equal(await get('attribute/resourceId'), 'com.example.app:id/btn');
    assert.equal(await get('attribute/content-desc'), 'Press me');
    assert.equal(await get('attribute/displayed'), 'true');
    assert.equal(await get('attribute/bounds'), '[100,200][301,401]');
    assert.equal(await get('attribute/hint'), null);
    assert.equal((await client.command('GET', `element/${button}/attribute/colour`)).error, 'unknown command');
  });
});
