import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Uia2Error } from '../../../../emulator/phone/ui/uia2/errors.ts';
import { parseUiAutomator } from '../../../../emulator/phone/ui/uia2/ui-selector-parser.ts';
import type { ViewNode } from '../../../../emulator/phone/ui/view.ts';
import { aView, DisplayDouble } from '../display-double.ts';
import { Uia2Client } from '../uia2-client.ts';

const UIAUTOMATOR = '-android uiautomator';

function aText(text: string, given: Partial<ViewNode> = {}): ViewNode {
  return aView({ key: `text-${text}`, className: 'android.widget.TextView', text, ...given });
}

function aRow(name: string, children: readonly ViewNode[], given: Partial<ViewNode> = {}): ViewNode {
  return aView({ key: `row-${name}`, className: 'android.widget.LinearLayout', text: `row ${name}`, children, ...given });
}

function aScreen(): ViewNode {
  return aView({
    key: 'root',
    children: [
      aText('Settings', { resourceId: 'miui:id/action_bar_title', contentDesc: 'Title of page' }),
      aRow('first', [aText('WLAN', { enabled: false }), aText('Off')]),
      aRow('second', [aText('Bluetooth', { selected: true }), aText('On', { packageName: 'com.other' })]),
      aRow('third', [aText('Dark mode'), aView({ key: 'box', className: 'android.widget.CheckBox', text: 'box', checkable: true, checked: true, clickable: true })]),
    ],
  });
}

async function textsOf(selector: string): Promise<unknown[]> {
  const client = await Uia2Client.inSession(new DisplayDouble(aScreen()));
  return await client.texts(UIAUTOMATOR, selector);
}

describe('a UiSelector', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['new UiSelector().text("WLAN")', ['WLAN']],
    ['new UiSelector().text("wlan")', []],
    ['UiSelector().text("WLAN");', ['WLAN']],
    ['text("WLAN")', ['WLAN']],
    ['.text("WLAN")', ['WLAN']],
    ['new UiSelector() . textContains ( "LUE" )', ['Bluetooth']],
    ['new UiSelector().textStartsWith("dark")', ['Dark mode']],
    ['new UiSelector().textMatches("(?i)^o(n|ff)$")', ['Off', 'On']],
    ['new UiSelector().textMatches("O")', []],
    ['new UiSelector().resourceId("miui:id/action_bar_title")', ['Settings']],
    ['new UiSelector().resourceIdMatches(".*:id/action_.*")', ['Settings']],
    ['new UiSelector().className("android.widget.CheckBox")', ['box']],
    ['new UiSelector().classNameMatches(".*CheckBox")', ['box']],
    ['new UiSelector().description("Title of page")', ['Settings']],
    ['new UiSelector().descriptionContains("title OF")', ['Settings']],
    ['new UiSelector().descriptionStartsWith("title")', ['Settings']],
    ['new UiSelector().descriptionMatches("Title.*")', ['Settings']],
    ['new UiSelector().packageName("com.other")', ['On']],
    ['new UiSelector().packageNameMatches("com\\.o.*")', ['On']],
    ['new UiSelector().enabled(false)', ['WLAN']],
    ['new UiSelector().selected(true)', ['Bluetooth']],
    ['new UiSelector().checkable(true).checked(true).clickable(true)', ['box']],
    ['new UiSelector().focused(true)', []],
    ['new UiSelector().scrollable(true)', []],
    ['new UiSelector().className("android.widget.TextView").instance(2)', ['Off']],
    ['new UiSelector().className("android.widget.LinearLayout").index(2)', ['row second']],
    ['new UiSelector().text("WLAN").text("Off")', ['Off']],
    ['new UiSelector().text("On"); new UiSelector().text("Off")', ['On', 'Off']],
    ['new UiSelector().text("nothing")', []],
  ];
  for (const [selector, expected] of cases) {
    it(`finds ${expected.join(' and ') || 'nothing'} by ${selector}`, async () => {
      assert.deepEqual(await textsOf(selector), expected);
    });
  }

  it('looks for a child below each match in turn', async () => {
    const selector = 'new UiSelector().className("android.widget.LinearLayout").childSelector(new UiSelector().text("On"))';

    assert.deepEqual((await textsOf(selector))[0], 'On');
  });

  it('looks for a sibling from the parent of a match', async () => {
    const selector = 'new UiSelector().text("Dark mode").fromParent(new UiSelector().className("android.widget.CheckBox"))';

    assert.deepEqual(await textsOf(selector), ['box']);
  });

  it('is read whatever text it holds', () => {
    fc.assert(
      fc.property(fc.string().filter((text) => !text.includes('\\')), (text) => {
        const [statement] = parseUiAutomator(`new UiSelector().text("${text.replaceAll('"', '\\"')}")`);

        assert.deepEqual(statement, { kind: 'selector', selector: { criteria: [{ method: 'text', value: text }] } });
      }),
    );
  });

  it('is refused as an invalid selector when it is garbage', () => {
    fc.assert(
      fc.property(fc.string(), (garbage) => {
        try {
          parseUiAutomator(garbage);
        } catch (error) {
          assert.ok(error instanceof Uia2Error, String(error));
          assert.equal(error.code, 'invalid selector');
        }
      }),
    );
  });
});

describe('a UiScrollable', () => {
  /** A list of which three rows are on the screen at a time. */
  function aLongList(): DisplayDouble {
    let first = 0;
    const display = new DisplayDouble(aView());
    const draw = (): void => {
      const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].slice(first, first + 3).map((name) => aText(name));
      display.tree = aView({ key: 'root', children: [aView({ key: 'list', className: 'android.widget.ListView', scrollable: true, children: rows })] });
    };
    display.onScroll = (_key, direction) => {
      const next = Math.max(0, Math.min(4, first + (direction === 'down' ? 2 : -2)));
      const moved = next !== first;
      first = next;
      draw();
      return moved;
    };
    draw();
    return display;
  }

  it('scrolls until the view is there', async () => {
    const display = aLongList();
    const client = await Uia2Client.inSession(display);

    const texts = await client.texts(UIAUTOMATOR, 'new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(new UiSelector().text("g"))');

    assert.deepEqual(texts, ['g']);
    assert.deepEqual(display.done, ['scroll list up', 'scroll list down', 'scroll list down']);
  });

  it('does not scroll to what is there already', async () => {
    const display = aLongList();
    const client = await Uia2Client.inSession(display);

    const texts = await client.texts(UIAUTOMATOR, 'new UiScrollable(new UiSelector().scrollable(true)).scrollTextIntoView("b")');

    assert.deepEqual(texts, ['b']);
    assert.deepEqual(display.done, []);
  });

  it('finds nothing when the view is not in the list, or the list not on the screen', async () => {
    const display = aLongList();
    const client = await Uia2Client.inSession(display);

    const missing = await client.find(UIAUTOMATOR, 'new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(text("z"))');
    const noList = await client.find(UIAUTOMATOR, 'new UiScrollable(new UiSelector().text("z")).scrollForward()');

    assert.equal(missing.error, 'no such element');
    assert.equal(noList.error, 'no such element');
  });

  it('moves step by step, to its ends, and sideways', async () => {
    const display = aLongList();
    const client = await Uia2Client.inSession(display);

    await client.find(UIAUTOMATOR, 'new UiScrollable(new UiSelector().scrollable(true)).scrollForward()');
    await client.find(UIAUTOMATOR, 'new UiScrollable(new UiSelector().scrollable(true)).scrollToEnd(1)');
    await client.find(UIAUTOMATOR, 'new UiScrollable(new UiSelector().scrollable(true)).setAsHorizontalList().flingBackward()');

    assert.deepEqual(display.done, ['scroll list down', 'scroll list down', 'scroll list left']);
  });

  it('gives the child that holds a text', async () => {
    const client = await Uia2Client.inSession(aLongList());

    const texts = await client.texts(UIAUTOMATOR, 'new UiScrollable(new UiSelector().scrollable(true)).getChildByText(className("android.widget.TextView"), "e")');

    assert.deepEqual(texts, ['e']);
  });
});
