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
