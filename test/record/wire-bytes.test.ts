import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { parseWireBytes, readWireBytes, type WireReading } from '../../src/record/wire-bytes.ts';

const T0 = 1_000_000;
const reading = (afterMs: number, sentBytes: number, news: Partial<WireReading> = {}): WireReading =>
  ({ atMs: T0 + afterMs, recorder: 'r1', sentBytes, receivedBytes: sentBytes * 2, connections: Math.ceil(sentBytes / 100), ...news });
const text = (...readings: WireReading[]): string => readings.map((one) => `${JSON.stringify(one)}\n`).join('');

describe('wire bytes', () => {
  const one = parseWireBytes(text(reading(0, 0), reading(1_000, 0), reading(1_500, 250), reading(2_500, 250), reading(3_000, 900)));

  it('counts what crossed between two moments', () => {
    assert.equal(one.sentBytesBetween(T0 + 1_000, T0 + 2_000), 250);
    assert.equal(one.receivedBytesBetween(T0 + 1_600, T0 + 9_000), 1_300);
    assert.equal(one.connectionsBetween(T0, T0 + 3_000), 9);
    assert.equal(one.sentBytesBetween(T0 + 1_500, T0 + 2_999), 0);
  });

  const restarted = parseWireBytes(text(reading(0, 500), reading(900, 700, { ended: true }), reading(1_000, 0, { recorder: 'r2' }), reading(1_500, 40, { recorder: 'r2' })));
  const killed = parseWireBytes(text(reading(0, 500), reading(900, 700), reading(1_000, 0, { recorder: 'r2' }), reading(1_500, 40, { recorder: 'r2' })));

  it('adds up recorders, each of which counts from zero', () => {
    assert.equal(restarted.sentBytesBetween(T0, T0 + 2_000), 240);
  });

  const cases = [
    ['a stretch within it', one, 0, 3_000, true],
    ['a stretch that ends within a heartbeat after the last reading', one, 500, 4_500, true],
    ['a stretch that goes on after it', one, 500, 6_000, false],
    ['a stretch that begins before it', one, -1, 3_000, false],
    ['a stretch turned round', one, 2_000, 1_000, false],
    ['a recorder that was ended and its successor', restarted, 0, 1_500, true],
    ['a recorder that was killed', killed, 0, 1_500, false],
    ['what came after a killed recorder', killed, 1_000, 1_500, true],
    ['a sidecar that stood still for 20 s', parseWireBytes(text(reading(0, 0), reading(20_000, 5), reading(21_000, 5))), 0, 21_000, false],
    ['a sidecar that stood still over the end', parseWireBytes(text(reading(0, 0), reading(20_000, 5))), 0, 10_000, false],
    ['nothing recorded', parseWireBytes(''), 0, 1, false],
  ] as const;
  for (const [what, series, startMs, endMs, covered] of cases) {
    it(`${covered ? 'covers' : 'does not cover'} ${what}`, () => { assert.equal(series.covers(T0 + startMs, T0 + endMs), covered); });
  }

  it('survives a torn last line, and is empty where no sidecar wrote', () => {
    const dir = mkdtempSync(join(tmpdir(), 'earshot-wire-'));
    assert.equal(readWireBytes(dir).readings.length, 0);
    rmSync(dir, { recursive: true });
    assert.equal(parseWireBytes(`${text(reading(0, 5))}{"atMs":10012`).readings.length, 1);
  });

  it('adds up over any cut, for any series', () => {
    const series = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(series, fc.nat(30_000), (steps, cut) => {
      let sum = 0;
      const drawn = parseWireBytes(text(...steps.map((step, index) => reading(index * 1_000, sum += step))));
      const [from, to] = [T0 - 1, T0 + 40_000];
      assert.equal(drawn.sentBytesBetween(from, T0 + cut) + drawn.sentBytesBetween(T0 + cut, to), sum);
    }), { numRuns: 50 });
  });

  it('takes no reading from what is none', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => { assert.equal(parseWireBytes(line).readings.length, 0); }), { numRuns: 50 });
  });
});
