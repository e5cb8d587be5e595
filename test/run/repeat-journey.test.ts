import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WindowRecord } from '../../src/flow/window.ts';
import { parseRepeat, repeatJourney } from '../../src/run/repeat-journey.ts';
import { inStretches } from '../../src/run/window-order.ts';
import { repetitionOrder } from '../../src/silence/repetition-order.ts';
import { T0, aWindow, anAction } from '../silence/factories.ts';
import { aJourney, PERFORMED, tools } from './a-silent-phone.ts';

describe('how often actions are repeated', () => {
  it('is a whole number from 3 to 10', () => {
    assert.deepEqual(['3', '6', '10'].map(parseRepeat), [3, 6, 10]);
  });

  for (const text of ['2', '11', '0', '-4', '4.5', '', 'often', '1e1']) {
    it(`is not ${JSON.stringify(text)}, and says what it must be`, () => {
      assert.throws(() => parseRepeat(text), { code: 'BAD_INPUT', message: /expected a whole number from 3 to 10: fewer blocks cannot be told from chance/ });
    });
  }
});

describe('a window that repeats', () => {
  it('has each action and the sham in a stretch of its own, in the order drawn, and the control last', () => {
    const actions = (['sham', 'action', 'action', 'control'] as const).map((kind, index) => ({ name: `${kind} ${index}`, plan: { kind } }));

    const stretches = inStretches(actions, ['action 2', 'sham 0', 'action 1']);

    assert.deepEqual(stretches.map((stretch) => stretch.map(({ name }) => name)), [['action 2'], ['sham 0'], ['action 1'], ['control 3']]);
  });
});

describe('a journey that is repeated', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-repeat-'));
  const kept: WindowRecord[] = [];
  const told: number[] = [];

  before(async function () {
    this.timeout(30_000);
    // The second barrier of the first window was listened to for so long.
    const first = aWindow({ barriers: [{ startMs: T0, endMs: T0 + 90_000 }, { startMs: T0, endMs: T0 + 2_000 }], actions: [anAction({ act: { startMs: T0, endMs: T0 + 100 }, settle: { startMs: T0 + 100, endMs: T0 + 600 } })] });
    const recorder = { windows: [first], keep: (window: WindowRecord) => void kept.push(window) };
    // adb comes over Wi-Fi: one trigger less to wait for.
    await repeatJourney(aJourney(PERFORMED, ['touches', 'taps']), tools(folder, [], '192.0.2.7:5555'), { times: 1, recorder, onRepetition: (number) => void told.push(number) });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('takes a window a time, which says what it repeats', () => {
    assert.deepEqual(kept.map(({ id, purpose, repetition }) => [id, purpose, repetition?.number, repetition?.of]), [['phone/a/spec#2', 'repeat', 1, 1]]);
    assert.deepEqual(told, [1]);
  });

  it('performs each in a stretch of its own, in the order its seed gives', () => {
    const [{ actions, repetition }] = kept as [WindowRecord];
    const performed = actions.toSorted((one, other) => one.segment - other.segment);

    assert.deepEqual(performed.map(({ name }) => name), repetitionOrder(['touches', 'taps'], { seed: repetition!.seed, number: 1 }));
    assert.ok((performed[0]?.settle?.endMs ?? Infinity) < (performed[1]?.act?.startMs ?? 0));
  });

  it('listens behind each for as long as performing and draining had taken at most', () => {
    const [{ actions, barriers, repetition }] = kept as [WindowRecord];

    assert.equal(repetition?.blockMs, 600 + 2_000);
    for (const { act, segment } of actions) assert.ok((barriers[segment + 1]?.endMs ?? 0) - (act?.startMs ?? Infinity) >= 600 + 2_000);
  });
});
