import type { ByteCursor } from './byte-cursor.ts';
import type { DexTables } from './dex-tables.ts';
import type { Writing } from './writing.ts';

const DEEPEST = 32;
const TYPE = { methodType: 0x15, methodHandle: 0x16, string: 0x17, type: 0x18, field: 0x19, method: 0x1a, enum: 0x1b, array: 0x1c, annotation: 0x1d, null: 0x1e, boolean: 0x1f } as const;

/** Writes down an `encoded_value`, with what its indexes stand for. */
export function writeValue(dex: DexTables, cursor: ByteCursor, to: Writing, depth = 0): void {
  if (depth > DEEPEST) throw new Error('a value is nested too deep');
  const head = cursor.uint8();
  const kind = head & 0x1f;
  to.number(kind);
  if (kind === TYPE.array) { writeArray(dex, cursor, to, depth + 1); return; }
  if (kind === TYPE.annotation) { writeAnnotation(dex, cursor, to, depth + 1); return; }
  if (kind === TYPE.null) return;
  if (kind === TYPE.boolean) { to.number(head >> 5); return; }
  const bytes = cursor.take((head >> 5) + 1);
  if (kind < TYPE.methodType) { to.bytes(bytes); return; }
  const index = bytes.readUIntLE(0, Math.min(bytes.length, 4));
  switch (kind) {
    case TYPE.methodType: { to.token(dex.protoToken(index)); return; }
    // What a handle leads to stands in a table of its own; its number is all that is told of it.
    case TYPE.methodHandle: throw new Error('a value is a method handle, which is not read');
    case TYPE.string: { to.token(dex.stringToken(index)); return; }
    case TYPE.type: { to.token(dex.typeToken(index)); return; }
    case TYPE.field:
    case TYPE.enum: { to.token(dex.fieldToken(index)); return; }
    case TYPE.method: { to.token(dex.methodToken(index)); return; }
    default: throw new Error(`a value is of the unknown type ${kind}`);
  }
}

/** Writes down an `encoded_array`. */
export function writeArray(dex: DexTables, cursor: ByteCursor, to: Writing, depth = 0): void {
  const count = cursor.uleb();
  to.number(count);
  for (let index = 0; index < count; index += 1) writeValue(dex, cursor, to, depth);
}

/** Writes down an `encoded_annotation`. */
export function writeAnnotation(dex: DexTables, cursor: ByteCursor, to: Writing, depth = 0): void {
  to.token(dex.typeToken(cursor.uleb()));
  const count = cursor.uleb();
  to.number(count);
  for (let index = 0; index < count; index += 1) {
    to.token(dex.stringToken(cursor.uleb()));
    writeValue(dex, cursor, to, depth);
  }
}
