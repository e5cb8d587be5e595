import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Opened } from '../../../src/decode/codecs/opened.ts';

type Open = (input: Buffer, allowanceBytes: number) => Opened;

/** Text with repetitions and noise, as bodies have them. */
export const SAMPLE = Buffer.from(
  `${'{"event":"page_load","url":"https://cnry7x3k.example/page","n":'.repeat(6)}${'0123456789abcdef'.split('').reverse().join('')}\u00ff\u4f60`,
);

/** Bytes with runs and repetitions among noise. */
export const someBytes = fc
  .array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.string({ maxLength: 60 }), fc.tuple(fc.nat(255), fc.nat(700))), { maxLength: 12 })
  .map((parts) => Buffer.concat(parts.flatMap((part) => {
    if (typeof part === 'string') return [Buffer.from(part), Buffer.from(part)];
    return Array.isArray(part) ? [Buffer.alloc(part[1], part[0])] : [Buffer.from(part)];
  })));

/** Asserts that a stream opens to just these bytes, and says how much of the input it took up. */
export function assertOpens(opened: Opened, bytes: Buffer, used: number): void {
  assert.deepEqual({ ...opened, proven: undefined }, { bytes, used, proven: undefined });
}

/** Asserts that a stream that was torn at any offset opens to a beginning of its bytes and is said to be torn, or fails. */
export function assertSurvivesTearing(open: Open, stream: Buffer, bytes: Buffer): void {
  for (let length = 0; length < stream.length; length += 1) {
    const opened = open(stream.subarray(0, length), 1e6);
    if ('failure' in opened) continue;
    assert.ok(opened.cutOff !== undefined, `torn at ${length} of ${stream.length}: said to be whole`);
    assert.ok(opened.used <= length, `torn at ${length}: ${opened.used} bytes used`);
    assert.ok(bytes.subarray(0, opened.bytes.length).equals(opened.bytes), `torn at ${length}: other bytes`);
  }
}

/** Asserts that no garbage makes a codec throw, give more than it may, or use more than there is; a sound beginning goes before it. */
export function assertSurvivesGarbage(open: Open, beginning: Buffer, stream: Buffer): void {
  const allowance = 3000;
  const check = (input: Buffer): void => {
    const opened = open(input, allowance);
    if ('failure' in opened) return;
    assert.ok(opened.bytes.length <= allowance);
    assert.ok(opened.used <= input.length);
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
    check(Buffer.concat([beginning, noise]));
  }), { numRuns: 150 });
  fc.assert(fc.property(fc.nat(stream.length - 1), fc.nat(255), (at, byte) => {
    const broken = Buffer.from(stream);
    broken[at] = byte;
    check(broken);
  }), { numRuns: 150 });
}

/** Asserts that a stream that is larger than allowed gives the first bytes that are. */
export function assertBounded(open: Open, stream: Buffer, bytes: Buffer): void {
  for (const allowance of [0, 1, 7, 100, bytes.length - 1]) {
    const opened = open(stream, allowance);
    assert.ok(!('failure' in opened), `allowed ${allowance}: ${JSON.stringify(opened)}`);
    assert.deepEqual(opened.bytes, bytes.subarray(0, allowance));
    assert.equal(opened.cutOff, `cut off at ${allowance} bytes`);
  }
}
