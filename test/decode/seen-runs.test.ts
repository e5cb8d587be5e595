import assert from 'node:assert/strict';
import { SeenRuns } from '../../src/decode/seen-runs.ts';

describe('runs that were seen', () => {
  const text = Buffer.from('screen_width, screen_width: screen_widtg session_identifier_of_more_characters');
  const run = (start: number, length = 12): { start: number; end: number } => ({ start, end: start + length });

  it('are known again wherever they stand, and no other run is', () => {
    const seen = new SeenRuns(24);
    assert.equal(seen.has(text, run(0), true), false);
    seen.keep(text, run(0), true);

    assert.equal(seen.has(text, run(14), true), true);
    assert.equal(seen.has(text, run(28), true), false);
    assert.equal(seen.has(text, run(0, 11), true), false);
  });

  it('are others where they are no value of their own', () => {
    const seen = new SeenRuns(24);
    seen.keep(text, run(0), true);

    assert.equal(seen.has(text, run(14), false), false);
  });

  it('are forgotten rather than mistaken, however many there are', () => {
    const seen = new SeenRuns(24);
    const many = Buffer.from(Array.from({ length: 20_000 }, (_, index) => `run${String(index).padStart(9, '0')}`).join(''));
    for (let at = 0; at < many.length / 2; at += 12) seen.keep(many, run(at), true);

    for (let at = many.length / 2; at < many.length; at += 12) assert.equal(seen.has(many, run(at), true), false);
    assert.equal(seen.has(many, run(many.length / 2 - 12), true), true);
  });

  it('are not kept where they are long', () => {
    const seen = new SeenRuns(24);
    seen.keep(text, run(40, 38), true);

    assert.equal(seen.has(text, run(40, 38), true), false);
  });
});
