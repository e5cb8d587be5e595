import { inflateRawSync, inflateSync } from 'node:zlib';
import { adler32 } from './adler-32.ts';
import { mayBeDeflate } from './deflate-start.ts';
import { inflatePrefix } from './inflate-prefix.ts';
import { openedTo } from './opened.ts';
import type { Opened } from './opened.ts';
import { runEngine } from './zlib-engine.ts';

// An engine of node:zlib costs as much as inflating a few KB, far more where it fails; noise ends long before this.
const PROBE_BYTES = 64;

// What is as long as a digest is read here in less time than an engine takes to begin.
const SMALL_BYTES = 64;

/** Whether deflate that begins at an offset goes on for a while, so that it is worth an engine of node:zlib. */
export function goesOn(input: Buffer, from: number): boolean {
  return mayBeDeflate(input, from) && inflatePrefix(input, from, PROBE_BYTES).output.hasOverflowed();
}

/** Opens raw deflate (RFC 1951), which begins without a header and ends by itself. */
export function openDeflateRaw(input: Buffer, allowanceBytes: number): Opened {
  const whole = input.length > SMALL_BYTES && goesOn(input, 0) ? runEngine(inflateRawSync, input, allowanceBytes) : undefined;
  if (whole !== undefined) return whole;
  const { output, end, why } = inflatePrefix(input, 0, allowanceBytes);
  return openedTo(input, output, { used: end, why });
}

const HEADER_BYTES = 2;
const CHECKSUM_BYTES = 4;
const PRESET_DICTIONARY = 0x20;

/** Opens zlib (RFC 1950): two bytes of header, deflate, a checksum. A checksum that does not match is said. */
export function openZlib(input: Buffer, allowanceBytes: number): Opened {
  if (!hasZlibHeader(input, 0)) return { failure: 'it does not begin as zlib does' };
  if (((input[1] ?? 0) & PRESET_DICTIONARY) !== 0) return { failure: 'it needs a dictionary that is not in it' };
  const whole = goesOn(input, HEADER_BYTES) ? runEngine(inflateSync, input, allowanceBytes) : undefined;
  // The engine has compared the checksum.
  if (whole !== undefined) return withProof(whole);
  const { output, end, why } = inflatePrefix(input, HEADER_BYTES, allowanceBytes);
  if (why !== undefined || output.hasOverflowed()) return openedTo(input, output, { used: end, why });
  if (input.length < end + CHECKSUM_BYTES) return openedTo(input, output, { used: input.length, why: 'its checksum is missing' });
  const matches = adler32(output.bytes()) === input.readUInt32BE(end);
  const used = end + CHECKSUM_BYTES;
  return matches ? withProof(openedTo(input, output, { used })) : openedTo(input, output, { used, note: 'its checksum does not match' });
}

function withProof(opened: Opened): Opened {
  return 'failure' in opened ? opened : { ...opened, proven: { start: 0, end: opened.used } };
}

/** Whether a zlib header stands at an offset: method 8, a window of at most 32 KiB, divisible by 31. */
export function hasZlibHeader(input: Buffer, at: number): boolean {
  if (input.length < at + HEADER_BYTES) return false;
  const method = input[at] ?? 0;
  return (method & 0x0f) === 8 && method >> 4 <= 7 && input.readUInt16BE(at) % 31 === 0;
}
