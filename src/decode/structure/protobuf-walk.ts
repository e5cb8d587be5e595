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
const WIRE = { varint: 0, bit64: 1, delimited: 2, startGroup: 3, endGroup: 4, bit32: 5 } as const;
const LOOKED_AT_FIELDS = 8;
const MAX_NUMBER_BYTES = 4;

/** Whether bytes may be a message: false where one of the first eight fields cannot be. Asked of noise, mostly. */
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

// No number: one of more bytes than are read here, and one whose end is missing.
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

/** Behind a varint that begins at an offset. */
export function behindNumber(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) >= 0x80) at += 1;
  return at + 1;
}

/**
 * Reads bytes as the fields of one message, knowing no schema. Fields inside of groups are told as if they stood outside.
 * Never throws; what cannot be a message ends the walk. (`@bufbuild/protobuf` throws for it, which costs many times what reading a
 * short value does, and nearly everything that is asked is none; it is the reference in the tests.)
 */
export function walkMessage(bytes: Buffer, { anyNumber = false, visit }: FieldVisitor = {}): Message {
  const groups: number[] = [];
  let fieldCount = 0;
  let end = 0;
  while (end < bytes.length) {
    const tag = tagAt(bytes, end);
    const number = tag >>> 3;
    if (tag < 0 || (number > MAX_PLAUSIBLE_NUMBER && !anyNumber)) break;
    const type = tag & 7;
    const start = behindNumber(bytes, end);
    const behind = type === WIRE.delimited ? behindValue(bytes, start) : behindField(bytes, start, type);
    if (behind < 0 || behind > bytes.length) break;
    if (type === WIRE.startGroup) {
      if (groups.length >= MAX_GROUPS) break;
      groups.push(number);
    } else if (type === WIRE.endGroup) {
      if (groups.pop() !== number) break;
    } else if (type === WIRE.delimited && visit?.({ number, start: behindNumber(bytes, start), end: behind, tagStart: end }) === false) break;
    fieldCount += 1;
    end = behind;
  }
  return { fieldCount, end, isWhole: end === bytes.length && groups.length === 0 && fieldCount > 0 };
}

const MAX_TAG_BYTES = 5;

// A field number and a wire type in 32 bits; negative where there is none.
function tagAt(bytes: Buffer, at: number): number {
  const tag = varintAt(bytes, at);
  if (tag < 0 || tag >>> 3 === 0 || (tag & 7) > WIRE.bit32) return TORN;
  const last = behindNumber(bytes, at) - 1;
  return last - at < MAX_TAG_BYTES - 1 || (last - at === MAX_TAG_BYTES - 1 && (bytes[last] as number) <= 0x0f) ? tag : TORN;
}

/** Behind bytes that stand behind their length; negative where there is no length. */
export function behindValue(bytes: Buffer, at: number): number {
  const length = varintAt(bytes, at);
  return length < 0 ? TORN : behindNumber(bytes, at) + length;
}

function behindField(bytes: Buffer, at: number, type: number): number {
  if (type === WIRE.bit64) return at + 8;
  if (type === WIRE.bit32) return at + 4;
  if (type !== WIRE.varint) return at;
  const end = behindNumber(bytes, at);
  return end - at > MAX_VARINT_BYTES ? TORN : end;
}

// The lowest 32 bits of a varint; negative where it has no end.
function varintAt(bytes: Buffer, from: number): number {
  let value = 0;
  const limit = Math.min(bytes.length, from + MAX_VARINT_BYTES);
  for (let at = from, shift = 0; at < limit; at += 1, shift += 7) {
    const byte = bytes[at] as number;
    if (shift <= 28) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  return TORN;
}
