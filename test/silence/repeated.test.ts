import assert from 'node:assert/strict';
import type { Block } from '../../src/silence/repeated.ts';
import { judgeRepeated } from '../../src/silence/repeated.ts';

const CONTROLS = { seen: 59, performed: 59 };
const TRACK = 'POST tracking.intl.miui.com/track/v4';

function blocks(action: string, acted: readonly number[], sham: readonly number[], over: Partial<Block> = {}): readonly Block[] {
  const of = (kind: Block['kind'], counts: readonly number[]): readonly Block[] =>
    counts.map((count, index) => ({ window: `w${kind}${index}`, action, kind, isValid: true, traffic: count === 0 ? {} : { [TRACK]: { count, bytes: count * 500 } }, ...over }));
  return [...of('action', acted), ...of('sham', sham)];
}

describe('an action repeated against its sham', () => {
  it('is noisy when the ambient grows with it', () => {
    const [result] = judgeRepeated(blocks('opens a folder', [3, 4, 3, 5], [1, 2, 1, 1]), CONTROLS);

    assert.equal(result?.contributes, 'noisy');
    assert.deepEqual([result.blocks, result.test?.signature, result.test?.measure, result.test?.difference], [{ action: 4, sham: 4, invalid: 0 }, TRACK, 'count', 2.5]);
    assert.equal(result.because, `${TRACK}: 2.5 more exchanges a block when the action is performed, in 4 blocks of the action and 4 of the sham (p = 0.014, 0.014 after Holm over 1 action).`);
    assert.equal(result.bound, undefined);
  });

  it('is noisy when only the size differs', () => {
    const sized = (size: number) => ({ [TRACK]: { count: 1, bytes: size } });
    const all = blocks('a', [1, 1, 1], [1, 1, 1]).map((block, index) => ({ ...block, traffic: sized(block.kind === 'action' ? 900 + index : 500 + index) }));

    const [result] = judgeRepeated(all, CONTROLS);

    assert.deepEqual([result?.contributes, result?.test?.measure, result?.test?.p], ['noisy', 'bytes', 0.05]);
  });

  it('is silent with its bound when the ambient is the same without it', () => {
    const [result] = judgeRepeated(blocks('a', [2, 1, 2, 1], [1, 2, 1, 2]), CONTROLS);

    assert.equal(result?.contributes, 'silent');
    assert.equal(result.bound?.windows, 4);
    assert.ok(result.bound.upper95 > 0.5);
  });

  it('is silent when there was nothing at all', () => {
    assert.equal(judgeRepeated(blocks('a', [0, 0, 0], [0, 0, 0]), CONTROLS)[0]?.contributes, 'silent');
  });

  for (const [why, given, because] of [
    ['two blocks of each kind', blocks('a', [9, 9], [0, 0]), /fewer than 3 valid blocks/],
    ['blocks whose windows were not valid', blocks('a', [9, 9, 9], [0, 0, 0], { isValid: false }), /\(6 did not count\): fewer than 3/],
    ['more blocks than the test takes', blocks('a', Array<number>(11).fill(9), [0, 0, 0]), /at most 10 blocks/],
    ['so many actions at once that no p could be small enough', [...blocks('a', [9, 9, 9], [0, 0, 0]), ...blocks('b', [1, 2, 3], [1, 2, 3])], /2 actions tested at once.*repeat more often/],
  ] as const) {
    it(`cannot be told from ${why}`, () => {
      const [result] = judgeRepeated(given, CONTROLS);

      assert.equal(result?.contributes, 'inconclusive');
      assert.match(result.because, because);
    });
  }

  it('pays for the other actions tested', () => {
    const noisy = blocks('a', [3, 4, 3, 5, 4], [1, 2, 1, 1, 1]);
    const others = ['b', 'c', 'd'].flatMap((action) => blocks(action, [1, 2, 1, 2, 1], [2, 1, 2, 1, 2]));

    const results = judgeRepeated([...noisy, ...others], CONTROLS);

    assert.deepEqual(results.map(({ contributes }) => contributes), ['noisy', 'silent', 'silent', 'silent']);
    assert.ok(Math.abs((results[0]?.test?.pAdjusted ?? 0) - 4 * (results[0]?.test?.p ?? 0)) < 1e-12);
  });
});
