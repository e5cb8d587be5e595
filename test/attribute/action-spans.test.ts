import assert from 'node:assert/strict';
import { actionAt } from '../../src/attribute/action-spans.ts';
import { T0, anAction, aWindow } from '../silence/factories.ts';

/** Performed from +12 s, its settle time over at +18 s. */
const action = anAction();
const settledMs = T0 + 18_000;

/** Of which action an event of that moment is, when the runner goes on so many ms after the settle time. */
const named = (eventMs: number, next: { readonly barrierAfterMs?: number; readonly arrangeAfterMs?: number } = {}): string | undefined => {
  const { barrierAfterMs, arrangeAfterMs } = next;
  const barriers = barrierAfterMs === undefined ? [] : [{ startMs: settledMs + barrierAfterMs, endMs: settledMs + 2_000 }];
  const later = arrangeAfterMs === undefined ? [] : [anAction({ name: 'the next', arrange: { startMs: settledMs + arrangeAfterMs, endMs: settledMs + 5_000 }, act: { startMs: settledMs + 6_000, endMs: settledMs + 7_000 } })];
  return actionAt(eventMs, aWindow({ barriers, actions: [action, ...later] }))?.name;
};

describe('the action an event is of by its own time', () => {
  it('is the one it happened during, or shortly before whose act', () => {
    assert.deepEqual([T0 + 12_001, settledMs - 1, T0 + 12_000 - 249, T0 + 12_000 - 251].map((at) => named(at)), [action.name, action.name, action.name, undefined]);
  });

  it('is the one before it within the tolerance of the clock, where the runner did nothing', () => {
    assert.deepEqual([settledMs + 249, settledMs + 251].map((at) => named(at)), [action.name, undefined]);
  });

  it('is none where it is nearer to what the runner did next than to the settle time', () => {
    for (const next of [{ barrierAfterMs: 60 }, { arrangeAfterMs: 60 }, { barrierAfterMs: 900, arrangeAfterMs: 60 }]) {
      assert.deepEqual([settledMs + 29, settledMs + 31, settledMs + 61, settledMs + 200].map((at) => named(at, next)), [action.name, undefined, undefined, undefined]);
    }
  });
});
