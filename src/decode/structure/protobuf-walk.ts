import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** One length-delimited field of a message: text, bytes, a message of its own, or packed numbers. */
export interface Field {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Start of the field's tag. */
  readonly tagStart: number;
}

// A schema numbers its fields from one; gaps up to here leave room for extensions and for `oneof` blocks by the thousand.
const MAX_PLAUSIBLE_NUMBER = 10_000;
const MAX_GROUPS = 100;
const MAX_VARINT_BYTES = 10;

/** What a walk over a message found. */
export interface Message {
  readonly fieldCount: number;
  /** Behind the last field that could be read. */
  readonly end: number;
  readonly isWhole: boolean;
}

/** Which numbers a field may have, and what is done with each length-delimited one; `false` ends the walk. */
export interface FieldVisitor {
  readonly anyNumber?: boolean;
  readonly visit?: (field: Field) => boolean;
}

// https://protobuf.dev/programming-guides/encoding/#structure
const WIRE = { varint: 0, bit64: 1, startGroup: 3, endGroup: 4, bit32: 5 } as const;
const LOOKED_AT_FIELDS = 8;
const MAX_NUMBER_BYTES = 4;

/**
 * Whether bytes may be a message: false where one of the first eight fields cannot be. Asked of noise, mostly, at a twentieth of
 * what a reader costs that throws.
 */
export function mayBeMessage(bytes: Buffer): boolean {
  let groups = 0;
  let at = 0;
  for (let field = 0; field < LOOKED_AT_FIELDS && at < bytes.length; field += 1) {
    const tag = smallNumber(bytes, at);
    if (tag < 0) return tag === TOO_LONG;
    const type = tag & 7;
    if (tag >>> 3 === 0 || tag >>> 3 > MAX_PLAUSIBLE_NUMBER || type > WIRE.bit32) return false;
    at = behindNumber(bytes, at);
    if (type === WIRE.varint) at = behindNumber(bytes, at);
    else if (type === WIRE.bit64) at += 8;
    else if (type === WIRE.bit32) at += 4;
    else if (type === WIRE.startGroup) groups += 1;
    else if (type === WIRE.endGroup) groups -= 1;
    else {
      const length = smallNumber(bytes, at);
      if (length < 0) return length === TOO_LONG;
      at = behindNumber(bytes, at) + length;
    }
    if (groups < 0) return false;
  }
  return at <= bytes.length;
}

/** Whether bytes can be read as one message from the first to the last. */
export function isMessage(bytes: Buffer): boolean {
  return mayBeMessage(bytes) && walkMessage(bytes).isWhole;
}

/** Whether bytes may be messages in a row, each behind its length: false where one of the first eight lengths goes beyond the end. */
export function mayBeDelimited(bytes: Buffer): boolean {
  let at = 0;
  for (let message = 0; message < LOOKED_AT_FIELDS && at < bytes.length; message += 1) {
    const length = smallNumber(bytes, at);
    if (length < 0) return length === TOO_LONG;
    at = behindNumber(bytes, at) + length;
  }
  return at <= bytes.length;
}

const TOO_LONG = -1;
const TORN = -2;

// A varint of at most four bytes; others are left to the reader.
function smallNumber(bytes: Buffer, from: number): number {
  let value = 0;
  for (let at = from; at < from + MAX_NUMBER_BYTES; at += 1) {
    if (at >= bytes.length) return TORN;
    const byte = bytes[at] as number;
    value |= (byte & 0x7f) << (7 * (at - from));
    if (byte < 0x80) return value;
  }
  return TOO_LONG;
}

function behindNumber(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) >= 0x80) at += 1;
  return at + 1;
}

/**
 * Reads bytes as the fields of one message, knowing no schema. Fields inside of groups are told as if they stood outside.
 * Never throws; what cannot be a message ends the walk.
 */
export function walkMessage(bytes: Buffer, { anyNumber = false, visit }: FieldVisitor = {}): Message {
  const reader = new BinaryReader(bytes);
  const groups: number[] = [];
  let fieldCount = 0;
  let end = 0;
  try {
    while (reader.pos < bytes.length) {
      const tagStart = reader.pos;
      const [number, type] = reader.tag();
      if (number > MAX_PLAUSIBLE_NUMBER && !anyNumber) break;
      if (type === WireType.StartGroup) {
        if (groups.length >= MAX_GROUPS) break;
        groups.push(number);
      } else if (type === WireType.EndGroup) {
        if (groups.pop() !== number) break;
      } else if (type === WireType.LengthDelimited) {
        const length = reader.bytes().length;
        if (visit?.({ number, start: reader.pos - length, end: reader.pos, tagStart }) === false) break;
      } else {
        const from = reader.pos;
        reader.skip(type);
        if (reader.pos - from > MAX_VARINT_BYTES) break;
      }
      fieldCount += 1;
      end = reader.pos;
    }
  } catch {
    // Not a message, or torn off here: the reader throws for a tag that cannot be, and for bytes that are missing.
  }
  return { fieldCount, end, isWhole: end === bytes.length && groups.length === 0 && fieldCount > 0 };
}
