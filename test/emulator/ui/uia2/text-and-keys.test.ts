import assert from 'node:assert/strict';
import type { ViewNode } from '../../../../emulator/phone/ui/view.ts';
import { aView, DisplayDouble } from '../display-double.ts';
import { Uia2Client } from '../uia2-client.ts';

/** A field that shows its hint while it is empty. */
function aFieldOnDisplay(given: Partial<ViewNode> & { readonly hint?: string } = {}): DisplayDouble {
  const { hint = '', ...view } = given;
  const field = (text: string): ViewNode =>
    aView({ key: 'field', className: 'android.widget.EditText', resourceId: 'com.example.app:id/url', focused: true, ...view, text: text === '' ? hint : text });
  const display = new DisplayDouble(aView({ key: 'root', children: [field(given.text ?? '')] }));
  display.onSetText = (_key, text) => {
    display.tree = aView({ key: 'root', children: [field(text)] });
  };
  return display;
}

async function onField(display: DisplayDouble, path: string, body: object) {
  const client = await Uia2Client.inSession(display);
  const field = await client.findId('id', 'url');
  return await client.command('POST', path.replace(':id', field), body);
}

describe('text', () => {
  it('is added to what stands in the field, or replaces it', async () => {
    const added = aFieldOnDisplay({ text: 'abc' });
    const replaced = aFieldOnDisplay({ text: 'abc' });

    await onField(added, 'element/:id/value', { text: 'dé', replace: false, value: ['d', 'é'] });
    await onField(replaced, 'element/:id/value', { text: 'de', replace: true });

    assert.equal(added.done.at(-1), 'setText field abcdé');
    assert.deepEqual(replaced.done, ['setText field de']);
  });

  it('is not added to a hint', async () => {
    const display = aFieldOnDisplay({ hint: 'Search or enter web address' });

    await onField(display, 'element/:id/value', { text: 'abc' });

    assert.equal(display.done.at(-1), 'setText field abc');
  });

  it('goes into the focused field, is cleared, and ends in enter when asked', async () => {
    const display = aFieldOnDisplay();

    await onField(display, 'keys', { text: 'abc\\n' });
    await onField(display, 'element/:id/clear', {});

    assert.deepEqual(display.done, ['setText field abc', 'key 66', 'setText field ']);
  });

  it('is refused by what is no field and by a screen without focus', async () => {
    const display = aFieldOnDisplay({ className: 'android.widget.TextView', focused: false });

    const value = await onField(display, 'element/:id/value', { text: 'abc' });
    const keys = await onField(display, 'keys', { text: 'abc' });

    assert.equal(value.error, 'invalid element state');
    assert.equal(keys.error, 'no such element');
    assert.deepEqual(display.done, []);
  });
});

describe('keys', () => {
  it('reach the display by their codes', async () => {
    const display = aFieldOnDisplay();

    await onField(display, 'back', {});
    await onField(display, 'appium/device/press_keycode', { keycode: 3, metastate: null, flags: null });
    await onField(display, 'appium/device/long_press_keycode', { keycode: 26 });

    assert.deepEqual(display.done, ['key 4', 'key 3', 'longKey 26']);
  });

  it('find the element that has the focus', async () => {
    const client = await Uia2Client.inSession(aFieldOnDisplay());
    const field = await client.findId('id', 'url');

    const active = await client.get('element/active');

    assert.deepEqual(active, { ELEMENT: field, 'element-6066-11e4-a52e-4f735466cecf': field });
  });
});
