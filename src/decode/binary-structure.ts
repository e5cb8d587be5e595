import type { Span } from './spans.ts';

const SAMPLE_BYTES = 64;
const MIN_PRINTABLE_BYTES = 6;
const MIN_KEY_BYTES = 1;
const MAX_VARINT_BYTES = 10;
/** Far above what people number their fields with, far below what noise gives. */
const MAX_FIELD = 0xffff;

const HEAD = 1;
const TAG = 2;
// Heads of maps and arrays, and protobuf tags of a possible wire type and field.
const STARTS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isHead = cborTagLength(byte) > 0 || isArrayHead(byte) || messagePackMapHead(byte) > 0 || cborMapHead(byte) > 0;
  const isTag = [0, 1, 2, 5].includes(byte & 7) && (byte >= 0x80 || byte >= 8);
  return (isHead ? HEAD : 0) | (isTag ? TAG : 0);
});

/**
 * Whether bytes begin as a binary structure with names or text in it: a MessagePack or CBOR map (or an array of them)
 * with a printable key, or protobuf fields without a break of which one holds printable bytes.
 */
export function looksStructured(bytes: Buffer, length = bytes.length): boolean {
  const start = STARTS[bytes[0] as number] as number;
  if (length < 4 || start === 0) return false;
  return ((start & HEAD) !== 0 && startsLikeMap(bytes, length)) || ((start & TAG) !== 0 && walksLikeProtobuf(bytes, length));
}

function startsLikeMap(bytes: Buffer, length: number): boolean {
  let at = cborTagLength(bytes[0] as number);
  const isCbor = at > 0;
  // An array around the first map, as batches of events have it.
  while (at < 3 && at < length && isArrayHead(bytes[at] as number)) at += arrayHeadLength(bytes[at] as number);
  if (at >= length) return false;
  const head = bytes[at] as number;
  const messagePack = messagePackMapHead(head);
  if (!isCbor && messagePack > 0 && hasMessagePackKey(bytes, at + messagePack, length)) return true;
  const cbor = cborMapHead(head);
  return cbor > 0 && hasCborKey(bytes, at + cbor, length);
}

// MessagePack: fixarray 0x90, array 16 0xdc, array 32 0xdd. CBOR: major type 4, tag 55799 is seldom written.
function isArrayHead(byte: number): boolean {
  return (byte > 0x90 && byte <= 0x9f) || byte === 0xdc || byte === 0xdd;
}

function arrayHeadLength(byte: number): number {
  return byte === 0xdc ? 3 : byte === 0xdd ? 5 : byte === 0x98 ? 2 : byte === 0x99 ? 3 : 1;
}

// Major type 6 in front of the first item: 55799 says that it is CBOR (RFC 8949, section 3.4).
function cborTagLength(byte: number): number {
  if (byte >= 0xc0 && byte <= 0xd7) return 1;
  return byte === 0xd8 ? 2 : byte === 0xd9 ? 3 : 0;
}

function messagePackMapHead(byte: number): number {
  if (byte > 0x80 && byte <= 0x8f) return 1;
  return byte === 0xde ? 3 : byte === 0xdf ? 5 : 0;
}

function cborMapHead(byte: number): number {
  if ((byte > 0xa0 && byte <= 0xb7) || byte === 0xbf) return 1;
  return byte === 0xb8 ? 2 : byte === 0xb9 ? 3 : 0;
}

function hasMessagePackKey(bytes: Buffer, at: number, length: number): boolean {
  if (at + 1 >= length) return false;
  const head = bytes[at] as number;
  if (head > 0xa0 && head <= 0xbf) return isPrintable(bytes, { start: at + 1, end: at + 1 + head - 0xa0 }, length);
  return head === 0xd9 && isPrintable(bytes, { start: at + 2, end: at + 2 + (bytes[at + 1] as number) }, length);
}

function hasCborKey(bytes: Buffer, at: number, length: number): boolean {
  if (at + 1 >= length) return false;
  const head = bytes[at] as number;
  if (head > 0x60 && head <= 0x77) return isPrintable(bytes, { start: at + 1, end: at + 1 + head - 0x60 }, length);
  return head === 0x78 && isPrintable(bytes, { start: at + 2, end: at + 2 + (bytes[at + 1] as number) }, length);
}

function isPrintable(bytes: Buffer, { start, end }: Span, length: number): boolean {
  if (end - start < MIN_KEY_BYTES || end > length) return false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte < 32 || byte >= 127) return false;
  }
  return true;
}

// https://protobuf.dev/programming-guides/encoding/ : a tag is a field number and a wire type, each field follows at once.
function walksLikeProtobuf(bytes: Buffer, total: number): boolean {
  const end = Math.min(total, SAMPLE_BYTES);
  // Most noise has none: that is told before the fields are gone through.
  if (!mayHavePrintableRun(bytes, end)) return false;
  let at = 0;
  let hasText = false;
  while (at < end) {
    const tag = varint(bytes, at, total);
    const field = Math.floor(tag / 8);
    if (tag < 0) return hasText && total > end;
    if (field === 0 || field > MAX_FIELD) return false;
    at = varintEnd(bytes, at, total);
    const wireType = tag % 8;
    if (wireType === 0) at = varintEnd(bytes, at, total);
    else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const length = varint(bytes, at, total);
      if (length < 0) return false;
      const start = varintEnd(bytes, at, total);
      hasText ||= hasPrintableRun(bytes, start, Math.min(start + length, end));
      at = start + length;
    } else return false;
    // Behind a field that was cut off nothing can be checked any more.
    if (at > total) return hasText && total >= SAMPLE_BYTES;
  }
  return hasText;
}

// -1 where it does not end.
function varint(bytes: Buffer, from: number, end: number): number {
  let value = 0;
  let factor = 1;
  const last = Math.min(end, from + MAX_VARINT_BYTES);
  for (let at = from; at < last; at += 1) {
    const byte = bytes[at] as number;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  return -1;
}

function varintEnd(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] as number) >= 0x80) at += 1;
  return at + 1;
}

// A run that is long enough covers one of the probed places.
function mayHavePrintableRun(bytes: Buffer, end: number): boolean {
  for (let probe = MIN_PRINTABLE_BYTES - 1; probe < end; probe += MIN_PRINTABLE_BYTES) {
    if (!isPrintableByte(bytes[probe] as number)) continue;
    let from = probe;
    while (from > 0 && isPrintableByte(bytes[from - 1] as number)) from -= 1;
    let to = probe + 1;
    while (to < end && isPrintableByte(bytes[to] as number)) to += 1;
    if (to - from >= MIN_PRINTABLE_BYTES) return true;
  }
  return false;
}

function isPrintableByte(byte: number): boolean {
  return byte >= 32 && byte < 127;
}

function hasPrintableRun(bytes: Buffer, from: number, end: number): boolean {
  let run = 0;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number;
    run = byte >= 32 && byte < 127 ? run + 1 : 0;
    if (run >= MIN_PRINTABLE_BYTES) return true;
  }
  return false;
}
