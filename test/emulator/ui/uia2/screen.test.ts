import assert from 'node:assert/strict';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { decodePng } from '../../../../emulator/phone/ui/render/png.ts';
import type { ViewNode } from '../../../../emulator/phone/ui/view.ts';
import { aView, DisplayDouble } from '../display-double.ts';
import { Uia2Client } from '../uia2-client.ts';

describe('the page source', () => {
  it('has the shape of the real server', async () => {
    const display = new DisplayDouble(
      aView({
        key: 'root',
        children: [
          aView({ key: 'gone', displayed: false }),
          aView({
            key: 'inner',
            className: 'com.example.Outer$Inner',
            resourceId: 'a:id/b',
            contentDesc: 'c "d"',
            text: 'e < f\n',
            bounds: { left: -50, top: 10, right: 20, bottom: 3000 },
          }),
        ],
      }),
    );
    const client = await Uia2Client.inSession(display);

    const source = String(await client.get('source'));

    assert.equal(
      source.replaceAll(/ a11y-important="true".*?window-id="\d"/gu, ' …'),
      [
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>",
        '<hierarchy index="0" class="hierarchy" rotation="0" width="1080" height="2340">',
        '  <android.widget.FrameLayout index="0" package="com.example.app" class="android.widget.FrameLayout" text="" checkable="false" checked="false" clickable="false" enabled="true" focusable="false" focused="false" long-clickable="false" password="false" scrollable="false" selected="false" bounds="[0,0][1080,2340]" displayed="true" …>',
        '    <com.example.Outer.Inner index="1" package="com.example.app" class="com.example.Outer$Inner" text="e &lt; f&#10;" content-desc="c &quot;d&quot;" resource-id="a:id/b" checkable="false" checked="false" clickable="false" enabled="true" focusable="false" focused="false" long-clickable="false" password="false" scrollable="false" selected="false" bounds="[0,10][20,2340]" displayed="true" … />',
        '  </android.widget.FrameLayout>',
        '</hierarchy>',
        '',
      ].join('\n'),
    );
  });

  it('clips views to the scrollable view they lie in', async () => {
    const row = aView({ key: 'row', text: 'row', bounds: { left: 0, top: 900, right: 1080, bottom: 1100 } });
    const list = aView({ key: 'list', scrollable: true, bounds: { left: 0, top: 100, right: 1080, bottom: 1000 }, children: [row] });
    const client = await Uia2Client.inSession(new DisplayDouble(aView({ key: 'root', children: [list] })));

    const id = await client.findId('xpath', '//*[@text="row"]');

    assert.equal(await client.get(`element/${id}/attribute/bounds`), '[0,900][1080,1000]');
  });

  it('is XML whatever stands on the screen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string(), async (text, className) => {
        const client = await Uia2Client.inSession(new DisplayDouble(aView({ text, className })));

        const source = String(await client.get('source'));

        new DOMParser({ onError: (_level, message) => assert.fail(message) }).parseFromString(source, 'text/xml');
      }),
      { numRuns: 50 },
    );
  });
});

describe('the screen', () => {
  it('tells its size and its picture, and that of an element', async () => {
    const button = aView({ key: 'button', resourceId: 'com.example.app:id/btn', bounds: { left: 10, top: 20, right: 110, bottom: 60 } });
    const client = await Uia2Client.inSession(new DisplayDouble(aView({ key: 'root', children: [button] })));
    const id = await client.findId('id', 'btn');
    const sizeOf = async (path: string) => {
      const { width, height } = decodePng(Buffer.from(String(await client.get(path)), 'base64'));
      return { width, height };
    };

    assert.deepEqual(await client.get('window/current/size'), { width: 1080, height: 2340 });
    assert.deepEqual(await sizeOf('screenshot'), { width: 1080, height: 2340 });
    assert.deepEqual(await sizeOf(`element/${id}/screenshot`), { width: 100, height: 40 });
  });
});

describe('a dialog', () => {
  function aDialog(children: readonly ViewNode[]): DisplayDouble {
    return new DisplayDouble(aView({ key: 'root', children: [aView({ key: 'window', children })] }));
  }
  const at = (top: number) => ({ left: 0, top, right: 100, bottom: top + 100 });
  const title = aView({ resourceId: 'miui:id/alertTitle', text: 'Delete?' });
  const message = aView({ resourceId: 'miui:id/message', text: 'It is gone then.' });
  const cancel = aView({ resourceId: 'android:id/button2', text: 'Cancel', bounds: at(100) });
  const ok = aView({ resourceId: 'android:id/button1', text: 'OK', bounds: at(200) });

  it('is read, accepted, dismissed and answered by a label', async () => {
    const display = aDialog([title, message, cancel, ok]);
    const client = await Uia2Client.inSession(display);

    const text = await client.get('alert/text');
    await client.command('POST', 'alert/accept', {});
    await client.command('POST', 'alert/dismiss', {});
    await client.command('POST', 'alert/accept', { buttonLabel: 'Cancel' });
    const unknown = await client.command('POST', 'alert/accept', { buttonLabel: 'Maybe' });

    assert.equal(text, 'Delete?\nIt is gone then.');
    assert.deepEqual(display.done, ['tap 50,250', 'tap 50,150', 'tap 50,150']);
    assert.equal(unknown.error, 'invalid element state');
  });

  it('may ask for a permission', async () => {
    const id = (name: string) => `com.android.permissioncontroller:id/${name}`;
    const display = aDialog([
      aView({ resourceId: id('permission_message'), text: 'Allow?' }),
      aView({ resourceId: id('permission_allow_button'), bounds: at(100) }),
      aView({ resourceId: id('permission_deny_button'), bounds: at(200) }),
    ]);
    const client = await Uia2Client.inSession(display);

    await client.command('POST', 'alert/accept', {});
    await client.command('POST', 'alert/dismiss', {});

    assert.equal(await client.get('alert/text'), 'Allow?');
    assert.deepEqual(display.done, ['tap 50,150', 'tap 50,250']);
  });

  it('is missed where there is none', async () => {
    const client = await Uia2Client.inSession(aDialog([]));

    const reply = await client.command('POST', 'alert/accept', {});

    assert.equal(reply.status, 404);
    assert.equal(reply.error, 'no such alert');
  });
});

describe('the device', () => {
  it('says what it is', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aView()));

    const info = Object(await client.get('appium/device/info')) as Record<string, unknown>;

    assert.equal(info['model'], 'Redmi Note 8');
    assert.equal(info['androidId'], 'abc123');
    assert.equal(info['realDisplaySize'], '1080x2340');
    assert.equal(info['locale'], 'en_GB');
    assert.equal(await client.get('appium/device/pixel_ratio'), 2.75);
    assert.equal(await client.get('appium/device/display_density'), 440);
    assert.deepEqual(await client.get('appium/device/system_bars'), { statusBar: 66 });
    assert.deepEqual(await client.get('appium/device/battery_info'), { level: 1, status: 5 });
  });

  it('says so when what is in front does not let it turn', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aView()));

    const upright = await client.command('POST', 'orientation', { orientation: 'PORTRAIT' });
    const across = await client.command('POST', 'orientation', { orientation: 'LANDSCAPE' });

    assert.equal(await client.get('orientation'), 'PORTRAIT');
    assert.equal(upright.value, 'PORTRAIT');
    assert.equal(across.error, 'invalid element state');
  });

  it('opens the shade by pulling it down, or says that it did not', async () => {
    const display = new DisplayDouble(aView());
    const client = await Uia2Client.inSession(display);

    const stuck = await client.command('POST', 'appium/device/open_notifications', {});
    display.onSwipe = () => {
      display.tree = aView({ resourceId: 'com.android.systemui:id/notification_panel' });
    };
    const opened = await client.command('POST', 'appium/device/open_notifications', {});

    assert.equal(stuck.error, 'invalid element state');
    assert.equal(opened.value, null);
    assert.match(display.done[0] ?? '', /^swipe 540,1 540,/u);
  });

  it('keeps a text in its clipboard', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aView()));
    const content = Buffer.from('héllo').toString('base64');

    await client.command('POST', 'appium/device/set_clipboard', { content, contentType: 'plaintext' });
    const image = await client.command('POST', 'appium/device/set_clipboard', { content, contentType: 'image' });
    const { value } = await client.command('POST', 'appium/device/get_clipboard', {});

    assert.equal(value, content);
    assert.equal(image.error, 'invalid argument');
  });
});
