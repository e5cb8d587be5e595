import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

const FIRST_FIELD = 1;

/**
 * A value as a protobuf message without a schema: an object's fields get the numbers 1, 2, … in their order, a list
 * becomes a repeated field 1. Whole numbers and booleans are varints, other numbers doubles.
 */
export function protobufMessage(value: unknown): Buffer {
  const writer = new BinaryWriter();
  if (Array.isArray(value)) value.forEach((entry: unknown) => writeField(writer, FIRST_FIELD, entry));
  else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    Object.values(value).forEach((entry: unknown, index) => writeField(writer, FIRST_FIELD + index, entry));
  } else writeField(writer, FIRST_FIELD, value);
  return Buffer.from(writer.finish());
}

function writeField(writer: BinaryWriter, field: number, value: unknown): void {
  if (value === null || value === undefined) return;
  if (typeof value === 'boolean') writer.tag(field, WireType.Varint).bool(value);
  else if (typeof value === 'number' && Number.isSafeInteger(value)) writer.tag(field, WireType.Varint).int64(value);
  else if (typeof value === 'number') writer.tag(field, WireType.Bit64).double(value);
  else if (typeof value === 'string') writer.tag(field, WireType.LengthDelimited).string(value);
  else if (Buffer.isBuffer(value)) writer.tag(field, WireType.LengthDelimited).bytes(value);
  else if (Array.isArray(value)) value.forEach((entry: unknown) => writeField(writer, field, entry));
  else writer.tag(field, WireType.LengthDelimited).bytes(protobufMessage(value));
}
