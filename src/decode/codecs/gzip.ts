import { crc32, gunzipSync } from 'node:zlib';
import type { Span } from '../spans.ts';
import { mayBeDeflate } from './deflate-start.ts';
import { inflatePrefix } from './inflate-prefix.ts';
import { ENDS_EARLY } from './opened.ts';
import type { Opened } from './opened.ts';
import { runEngine } from './zlib-engine.ts';

const MAGIC = Buffer.from('1f8b08', 'hex');
const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const RESERVED = 0xe0;
// node:zlib walks members as long as all of them are sound; this many are walked by hand where one is not.
const MAX_MEMBERS = 1000;
// What few bytes give is less than they are, by the header; text shrinks to a thirtieth where it says the same over and over.
const MIN_TOLD_RATIO = 0.5;
const MAX_TOLD_RATIO = 30;
// Of a file name or a comment; nothing says how long they may be.
const MAX_NAME_BYTES = 4096;

/** Whether a gzip member begins at an offset (RFC 1952: magic, method 8, no flag that does not exist). */
export function hasGzipHeader(input: Buffer, at: number): boolean {
  return input.length >= at + FIXED_HEADER_BYTES && input[at] === 0x1f && input[at + 1] === 0x8b && input[at + 2] === 8 &&
    ((input[at + 3] ?? 0) & RESERVED) === 0;
}

/** Opens gzip, all members of it. Zeros behind the last one are padding; anything else there is not taken up. */
export function openGzip(input: Buffer, allowanceBytes: number): Opened {
  if (!hasGzipHeader(input, 0)) return { failure: 'it does not begin as gzip does' };
  const body = behindHeader(input, 0);
  const byEngine = body !== undefined && mayBeDeflate(input, body) ? withProof(input, body, runEngine(gunzipSync, input, allowanceBytes, toldLength(input))) : undefined;
  const whole = byEngine ?? openMembers(input, allowanceBytes);
  return 'failure' in whole ? whole : { ...whole, used: behindPadding(input, whole.used) };
}

// What the last bytes say of the length (RFC 1952, 2.3.1), where it is believable: of several members they tell that of the last.
function toldLength(input: Buffer): number | undefined {
  const length = input.length < FIXED_HEADER_BYTES + TRAILER_BYTES ? 0 : input.readUInt32LE(input.length - 4);
  return length >= input.length * MIN_TOLD_RATIO && length <= input.length * MAX_TOLD_RATIO ? length : undefined;
}

// The engine has compared checksum and length. Of members behind one another it does not say where they begin, and a header of one
// may hold a name: another magic number in the stream is chance once in thousands, and proves nothing then.
function withProof(input: Buffer, body: number, opened: Opened | undefined): Opened | undefined {
  if (opened === undefined || 'failure' in opened) return opened;
  const next = input.indexOf(MAGIC, body);
  return next >= 0 && next < opened.used ? opened : { ...opened, proven: { start: body, end: opened.used } };
}

function openMembers(input: Buffer, allowanceBytes: number): Opened {
  const parts: Buffer[] = [];
  let length = 0;
  let note: string | undefined;
  let proven: Span | undefined;
  let at = 0;
  for (let members = 0; members < MAX_MEMBERS && hasGzipHeader(input, at); members += 1) {
    const member = openMember(input, at, allowanceBytes - length);
    // What follows a sound member and does not open is left to whoever reads the rest.
    if ('failure' in member) {
      if (members === 0) return member;
      break;
    }
    parts.push(member.bytes);
    length += member.bytes.length;
    at = member.used;
    note ??= member.note;
    proven = members === 0 ? member.proven : undefined;
    if (member.cutOff === undefined) continue;
    const isFull = member.cutOff === '';
    const cutOff = isFull ? `cut off at ${length} bytes` : `cut off at ${length} bytes: ${member.cutOff}`;
    return { bytes: joined(parts), used: isFull ? input.length : at, cutOff, ...(note !== undefined && { note }) };
  }
  return { bytes: joined(parts), used: at, ...(note !== undefined && { note }), ...(proven !== undefined && { proven }) };
}

// `used` is an offset in the input; `cutOff` is the reason alone, empty where there was no more room.
function openMember(input: Buffer, start: number, allowanceBytes: number): Opened {
  const body = behindHeader(input, start);
  if (body === undefined) return { failure: ENDS_EARLY };
  const { output, end, why } = inflatePrefix(input, body, allowanceBytes);
  const bytes = output.bytes();
  if (output.hasOverflowed()) return { bytes, used: end, cutOff: '' };
  if (why !== undefined) return bytes.length === 0 ? { failure: why } : { bytes, used: end, cutOff: why };
  if (input.length < end + TRAILER_BYTES) return { bytes, used: input.length, cutOff: 'its checksum is missing' };
  const matches = input.readUInt32LE(end) === crc32(bytes) && input.readUInt32LE(end + 4) === bytes.length % 2 ** 32;
  const used = end + TRAILER_BYTES;
  return matches ? { bytes, used, proven: { start: body, end: used } } : { bytes, used, note: 'its checksum does not match' };
}

function behindHeader(input: Buffer, start: number): number | undefined {
  const flags = input[start + 3] ?? 0;
  let at = start + FIXED_HEADER_BYTES;
  if ((flags & EXTRA) !== 0) {
    if (input.length < at + 2) return undefined;
    at += 2 + input.readUInt16LE(at);
  }
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const length = input.subarray(at, at + MAX_NAME_BYTES).indexOf(0);
    if (length === -1) return undefined;
    at += length + 1;
  }
  if ((flags & HEADER_CRC) !== 0) at += 2;
  return at < input.length ? at : undefined;
}

function behindPadding(input: Buffer, used: number): number {
  for (let at = used; at < input.length; at += 1) if (input[at] !== 0) return used;
  return input.length;
}

function joined(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}
