import assert from 'node:assert/strict';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { walkMessage } from '../../../src/decode/structure/protobuf-walk.ts';
import { Random } from '../encode/random.ts';

const SEEDS = 8000;
const MAX_PLAUSIBLE_NUMBER = 10_000;
// Tags of all kinds, and the bytes at which numbers become too long.
const LIKELY = [0x08, 0x0a, 0x0b, 0x0c, 0x0d, 0x12, 0x13, 0x14, 0x1a, 0x22, 0x80, 0xff, 0x0f, 0x10, 0x00, 0x01, 0x02, 0x05];

interface Walked {
  readonly fields: readonly (readonly [number, number, number])[];
  readonly end: number;
  readonly isWhole: boolean;
}

/** The same by the library: length-delimited fields, and how far they go. */
function readBy(reader: BinaryReader): Walked {
  const fields: [number, number, number][] = [];
  const groups: number[] = [];
  let end = 0;
  try {
    while (reader.pos < reader.len) {
      const [number, type] = reader.tag();
      if (number > MAX_PLAUSIBLE_NUMBER) break;
      const start = reader.pos;
      if (type === WireType.StartGroup) groups.push(number);
      else if (type === WireType.EndGroup) {
        if (groups.pop() !== number) break;
      } else if (type === WireType.LengthDelimited) {
        const { length } = reader.bytes();
        fields.push([number, reader.pos - length, reader.pos]);
      } else reader.skip(type);
      if (type === WireType.Varint && reader.pos - start > 10) break;
      end = reader.pos;
    }
  } catch {
    // It throws for what is no field.
  }
  return { fields, end, isWhole: end === reader.len && groups.length === 0 && end > 0 };
}

function walked(bytes: Buffer): Walked {
  const fields: [number, number, number][] = [];
  const visit = ({ number, start, end }: { number: number; start: number; end: number }): boolean => fields.push([number, start, end]) > 0;
  const { end, isWhole } = walkMessage(bytes, { visit });
  return { fields, end, isWhole };
}

describe('walking a protobuf message', () => {
  it('finds the fields that the library does, as far as it does', () => {
    let whole = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const random = new Random(seed);
      const share = random.fraction();
      const bytes = random.bytes(random.between(1, 30)).map((byte) => (random.chance(share) ? random.pick(LIKELY) : byte));
      const expected = readBy(new BinaryReader(bytes));
      assert.deepEqual(walked(Buffer.from(bytes)), expected, Buffer.from(bytes).toString('hex'));
      if (expected.isWhole) whole += 1;
    }
    assert.ok(whole > SEEDS / 100, `${whole} of them are messages`);
  });
});
