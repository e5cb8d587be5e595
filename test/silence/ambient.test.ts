import assert from 'node:assert/strict';
import { ambientNoise } from '../../src/silence/ambient.ts';
import type { RecordedBlock } from '../../src/silence/blocks.ts';
import type { HeldEvent } from '../../src/silence/held-events.ts';

const BEAT = { what: 'POST beat.example:443/b', byteCount: 512, atMs: 0 };

function block(kind: RecordedBlock['kind'], count: number, over: Partial<RecordedBlock> = {}): RecordedBlock {
  const { lengthMs = 10_000 } = over;
  const sendings = Array.from({ length: count }, (_, index) => ({ ...BEAT, afterMs: (index * lengthMs) / count }));
  return { window: 'w', action: 'opens a folder', kind, isValid: true, lengthMs, sendings, ...over };
}

function held(over: Partial<HeldEvent> = {}): HeldEvent {
  return { signature: 'http beat.example:443', suspects: ['opens a folder'], isShared: false, isByTimeAlone: true, namesNoAct: true, mayBeOlder: true, mayComeAgain: false, sendings: [BEAT], ...over };
}

const blocksOf = (acted: readonly number[], sham: readonly number[]): readonly RecordedBlock[] => [...acted.map((count) => block('action', count)), ...sham.map((count) => block('sham', count))];

/** A small generator, so that a run can be had again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('noise that is there without the action', () => {
  it('is what is as much with as without it', () => {
    assert.deepEqual(ambientNoise({ blocks: blocksOf([5, 5, 5], [5, 5, 5]), events: [held()] }), { isAmbient: true, pOneMore: 0.05 });
  });

  for (const [why, blocks, events, because] of [
    ['its blocks are too few', blocksOf([5, 5], [5, 5, 5]), [held()], /^2 valid blocks of the action and 3 of the sham/],
    ['a canary or a time of its own ties it to the action', blocksOf([5, 5, 5], [5, 5, 5]), [held(), held({ isByTimeAlone: false })], /^1 of what is held/],
    ['bytes went past the recorder', blocksOf([5, 5, 5], [5, 5, 5]), [held({ sendings: [] })], /^1 of what is held/],
    ['some of it was not taken', blocksOf([5, 5, 5], [5, 5, 5]), [held({ mayComeAgain: true })], /not taken each time/],
    ['a block of the sham is without it', blocksOf([5, 5, 5, 5], [5, 5, 0, 5]), [held()], /missing from 1 of 4/],
    ['it is of a size of its own', blocksOf([5, 5, 5], [5, 5, 5]), [held({ sendings: [{ ...BEAT, byteCount: 528 }] })], /of 528 bytes is missing from 3 of 3/],
    ['one more would not have shown', blocksOf([5, 6, 4, 5], [5, 6, 4, 5]), [held()], /would not have shown in so few blocks \(p = 0\.\d+\)/],
    ['there is one more', blocksOf([6, 6, 6, 6], [5, 5, 5, 5]), [held()], /would not have shown/],
    ['the sham was listened to for longer', [...[5, 5, 5].map((count) => block('action', count)), ...[6, 6, 6].map((count) => block('sham', count, { lengthMs: 20_000 }))], [held()], /would not have shown/],
  ] as const) {
    it(`is not shown where ${why}`, () => {
      const found = ambientNoise({ blocks, events });

      assert.match(found.isAmbient ? 'ambient' : found.because, because);
    });
  }

  it('is taken for it wrongly in at most one of twenty cases, whatever the ambient is like', () => {
    const random = mulberry(20_261_121);
    const runs = 300;
    // Steady, in step or out of it; wild; and mostly one thing with now and then a burst.
    const ambients = [() => 5, () => 4 + Math.round(random()), () => Math.floor(1 + random() * 6), () => (random() < 0.1 ? 9 : 2)];
    for (const blocks of [3, 5]) {
      for (const ambient of ambients) {
        const counts = (added: number): readonly number[] => Array.from({ length: blocks }, () => ambient() + added);
        let wrong = 0;
        for (let run = 0; run < runs; run += 1) if (ambientNoise({ blocks: blocksOf(counts(1), counts(0)), events: [held()] }).isAmbient) wrong += 1;
        assert.ok(wrong / runs <= 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs), `${wrong} of ${runs} with ${blocks} blocks of ${String(ambient)}`);
      }
    }
  });
});
