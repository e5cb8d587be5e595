import assert from 'node:assert/strict';
import { ELEMENT_KEY } from '../../../../emulator/phone/ui/uia2/body.ts';
import { aView, DisplayDouble } from '../display-double.ts';
import { Uia2Client } from '../uia2-client.ts';

function aDisplay(): DisplayDouble {
  return new DisplayDouble(
    aView({
      key: 'root',
      children: [
        aView({ key: 'list', resourceId: 'com.example.app:id/list', scrollable: true, bounds: { left: 0, top: 200, right: 1000, bottom: 2200 } }),
      ],
    }),
  );
}

async function perform(path: string, body: (origin: object) => object, display = aDisplay()) {
  const client = await Uia2Client.inSession(display);
  const origin = { [ELEMENT_KEY]: await client.findId('id', 'list') };
  const reply = await client.command('POST', path, body(origin));
  return { reply, done: display.done, slept: client.slept };
}

describe('a gesture of the driver', () => {
  it('clicks, twice clicks and long clicks a point or an element', async () => {
    const click = await perform('appium/gestures/click', () => ({ offset: { x: 10, y: 20 } }));
    const onElement = await perform('appium/gestures/click', (origin) => ({ origin, offset: { x: 10, y: 20 } }));
    const twice = await perform('appium/gestures/double_click', (origin) => ({ origin }));
    const long = await perform('appium/gestures/long_click', (origin) => ({ origin, duration: 800 }));
    const short = await perform('appium/gestures/long_click', (origin) => ({ origin, duration: 100 }));

    assert.deepEqual(click.done, ['tap 10,20']);
    assert.deepEqual(onElement.done, ['tap 10,220']);
    assert.deepEqual(twice.done, ['doubleTap 500,1200']);
    assert.deepEqual([long.done, long.slept], [['longPress 500,1200'], [800]]);
    assert.deepEqual(short.done, ['tap 500,1200']);
  });

  it('swipes through an element within its margins, as long as the speed makes it', async () => {
    const { done, slept, reply } = await perform('appium/gestures/swipe', (origin) => ({ origin, direction: 'up', percent: 0.5, speed: 1000 }));

    assert.deepEqual(done, ['swipe 500,1999 500,1200 799']);
    assert.deepEqual(slept, [799]);
    assert.equal(reply.value, null);
  });

  it('swipes through an area in every direction', async () => {
    const area = { left: 100, top: 100, width: 200, height: 400 };
    for (const [direction, swipe] of [
      ['left', '299,300 100,300'],
      ['right', '100,300 299,300'],
      ['up', '200,499 200,100'],
      ['down', '200,100 200,499'],
    ] as const) {
      const { done } = await perform('appium/gestures/swipe', () => ({ area, direction, percent: 1, speed: 100_000 }));
      assert.match(done[0] ?? '', new RegExp(`^swipe ${swipe} `, 'u'));
    }
  });

  it('scrolls against the direction of the finger and says whether something moved', async () => {
    const display = aDisplay();
    display.onSwipe = () => {
      display.tree = aView({ key: 'root', text: 'moved' });
    };

    const moved = await perform('appium/gestures/scroll', (origin) => ({ origin, direction: 'down', percent: 1 }), display);
    const atEnd = await perform('appium/gestures/fling', (origin) => ({ origin, direction: 'down' }));

    assert.equal(moved.reply.value, true);
    assert.match(moved.done[0] ?? '', /^swipe 500,1999 500,400 /u);
    assert.equal(atEnd.reply.value, false);
  });

  it('drags what a long press has picked up', async () => {
    const { done } = await perform('appium/gestures/drag', (origin) => ({ origin, end: { x: 500, y: 1300 }, speed: 1000 }));

    assert.deepEqual(done, ['drag 500,1200 500,1300 100']);
  });

  it('pinches around the middle of an element', async () => {
    const open = await perform('appium/gestures/pinch_open', (origin) => ({ origin, percent: 0.5 }));
    const close = await perform('appium/gestures/pinch_close', (origin) => ({ origin, percent: 0.5 }));

    assert.deepEqual([...open.done, ...close.done], ['pinch 500,1200 2.00', 'pinch 500,1200 0.50']);
  });

  it('is refused without a place or with a direction nobody knows', async () => {
    const nowhere = await perform('appium/gestures/click', () => ({}));
    const sideways = await perform('appium/gestures/swipe', (origin) => ({ origin, direction: 'sideways', percent: 1 }));

    assert.equal(nowhere.reply.error, 'invalid argument');
    assert.equal(sideways.reply.error, 'invalid argument');
  });
});

describe('W3C actions', () => {
  const finger = (actions: readonly object[]) => ({ actions: [{ type: 'pointer', id: 'finger1', parameters: { pointerType: 'touch' }, actions }] });
  const move = (x: number, y: number, duration = 0) => ({ type: 'pointerMove', duration, x, y, origin: 'viewport' });
  const down = { type: 'pointerDown', button: 0 };
  const up = { type: 'pointerUp', button: 0 };
  const pause = (duration: number) => ({ type: 'pause', duration });

  it('tap, long press and swipe', async () => {
    const tap = await perform('actions', () => finger([move(100, 200), down, pause(50), up]));
    const long = await perform('actions', () => finger([move(100, 200), down, pause(1000), up]));
    const swipe = await perform('actions', () => finger([move(500, 2000), down, pause(100), move(500, 500, 400), up]));

    assert.deepEqual([tap.done, tap.slept], [['tap 100,200'], [50]]);
    assert.deepEqual([long.done, long.slept], [['longPress 100,200'], [1000]]);
    assert.deepEqual([swipe.done, swipe.slept], [['swipe 500,2000 500,500 500'], [500]]);
  });

  it('count from an element or from where the finger is', async () => {
    const { done } = await perform('actions', (origin) =>
      finger([{ type: 'pointerMove', duration: 0, x: 5, y: -5, origin }, down, { type: 'pointerMove', duration: 100, x: 0, y: -300, origin: 'pointer' }, up]),
    );

    assert.deepEqual(done, ['swipe 505,1195 505,895 100']);
  });

  it('type letters and press keys', async () => {
    const keys = ['h', 'é', '\uE007', '\uE008'].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    const { done } = await perform('actions', () => ({ actions: [{ type: 'key', id: 'keyboard', actions: keys }] }));

    assert.deepEqual(done, ['type h', 'type é', 'key 66']);
  });

  it('run their sources side by side', async () => {
    const { done, slept } = await perform('actions', () => ({
      actions: [
        ...finger([move(1, 2), pause(300), down, up]).actions,
        { type: 'key', id: 'keyboard', actions: [pause(100), { type: 'keyDown', value: 'a' }, { type: 'keyUp', value: 'a' }] },
      ],
    }));

    assert.deepEqual(done, ['type a', 'tap 1,2']);
    assert.deepEqual(slept, [100, 200]);
  });

  it('take two fingers that part for a pinch, two that do not for themselves', async () => {
    const drawn = (x: number, to: number) => finger([move(x, 500), down, { ...move(to, 500), duration: 200 }, up]).actions;
    const parting = await perform('actions', () => ({ actions: [...drawn(400, 300), ...drawn(600, 700)] }));
    const together = await perform('actions', () => ({ actions: [...finger([move(1, 2), down, up]).actions, ...finger([move(3, 4), down, up]).actions] }));

    assert.deepEqual(parting.done, ['pinch 500,500 2.00']);
    assert.deepEqual(together.done, ['tap 1,2', 'tap 3,4']);
  });

  it('are refused with a finger that is nowhere', async () => {
    const nowhere = await perform('actions', () => finger([down, up]));

    assert.equal(nowhere.reply.error, 'invalid argument');
    assert.deepEqual(nowhere.done, []);
  });
});
