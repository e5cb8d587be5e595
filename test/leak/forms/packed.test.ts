import assert from 'node:assert/strict';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { Encoder } from '@msgpack/msgpack';
import { encode as encodeCbor } from 'cborg';
import fc from 'fast-check';
import { decodeBytes } from '../../../src/decode/decode.ts';
import type { Indicator } from '../../../src/flow/indicator.ts';
import { formInWords } from '../../../src/leak/form-wording.ts';
import { searchLeaks } from '../../../src/leak/search.ts';

const IDENTITY = { id: 'f000001', host: 'collector.example', owner: 'unknown' };
const NOISE = Buffer.from('b7a1f39c02e8d45586c9e3', 'hex');

const imei = (value: string): Indicator => ({ name: 'imei', class: 'personal', value });
const androidId = (value: string): Indicator => ({ name: 'android_id', class: 'personal', value });

const anImei = fc.stringMatching(/^86\d{13}$/).filter((value) => new Set(value).size > 4);
const anAndroidId = fc.stringMatching(/^[0-9a-f]{16}$/).filter((value) => new Set(Buffer.from(value, 'hex')).size > 4);
const aUuid = fc.uuid().filter((value) => new Set(value).size > 8);
const aMac = fc.stringMatching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/).filter((value) => new Set(value.split(':')).size > 3 && !value.startsWith('02'));

function formsIn(bytes: Buffer | string, indicator: Indicator): readonly (string | undefined)[] {
  return searchLeaks([decodeBytes(Buffer.from(bytes))], [indicator], IDENTITY).map(({ form }) => form);
}

function amidNoise(bytes: Uint8Array): Buffer {
  return Buffer.concat([NOISE, bytes, NOISE]);
}

describe('an identifier as bytes or as a number', () => {
  it('is found in protobuf, whatever its kind of integer', () => {
    fc.assert(fc.property(anImei, (value) => {
      const number = BigInt(value);
      const message = (write: (writer: BinaryWriter) => BinaryWriter): Uint8Array => write(new BinaryWriter().uint32(10).string('event').uint32(1 << 3)).finish();
      assert.deepEqual(formsIn(Buffer.from(message((writer) => writer.int64(number))), imei(value)), ['as a varint']);
      assert.deepEqual(formsIn(Buffer.from(message((writer) => writer.sint64(number))), imei(value)), ['as a signed varint']);
      assert.deepEqual(formsIn(amidNoise(new BinaryWriter().fixed64(number).finish()), imei(value)), ['as a number of 8 bytes, last first']);
    }), { numRuns: 50 });
  });

  it('is found in MessagePack and CBOR', () => {
    fc.assert(fc.property(anImei, (value) => {
      for (const bytes of [new Encoder({ useBigInt64: true }).encode({ i: BigInt(value) }), encodeCbor({ i: BigInt(value) })]) {
        assert.deepEqual(formsIn(Buffer.from(bytes), imei(value)), ['as a number of 8 bytes']);
      }
    }), { numRuns: 50 });
  });

  it('is found as the bytes that its hexadecimal digits write, in binary data and in base64', () => {
    fc.assert(fc.property(fc.oneof(anAndroidId, aUuid, aMac), (value) => {
      const bytes = Buffer.from(value.replace(/[-:]/g, ''), 'hex');
      assert.ok(formsIn(amidNoise(bytes), androidId(value)).includes('as bytes'), value);
      for (const alphabet of ['base64', 'base64url'] as const) assert.ok(formsIn(JSON.stringify({ id: bytes.toString(alphabet), n: 1 }), androidId(value)).length > 0, value);
      if (bytes.length <= 8) assert.ok(formsIn(amidNoise(bytes.reverse()), androidId(value)).some((form) => /, last first$/.test(form ?? '')), value);
    }), { numRuns: 100 });
  });

  it('is found where a number is written otherwise', () => {
    assert.deepEqual(formsIn('{"id":-6951234543210123456}', androidId(BigInt.asUintN(64, -6951234543210123456n).toString(16))), ['as a negative decimal number']);
    assert.deepEqual(formsIn(`{"id":3424653821417913701}`, androidId('2f86d081884c7d65')), ['as a decimal number']);
    assert.deepEqual(formsIn(`{"i":"${(862345678901234).toString(16)}"}`, imei('862345678901234')), ['as a hexadecimal number']);
  });

  it('is told as it is written where its bytes are those of the digits that stand there', () => {
    for (const text of ['4c:0d:a8:57:19:72', '4c-0d-a8-57-19-72', '4c0da8571972']) assert.deepEqual(formsIn(`id=${text}&n=1`, { name: 'mac', class: 'personal', value: '4c:0d:a8:57:19:72' }), [text.includes(':') ? undefined : text.includes('-') ? 'with dashes' : 'without separators']);
  });

  it('is not found in another one', () => {
    fc.assert(fc.property(anAndroidId, anAndroidId, (one, other) => {
      fc.pre(one !== other);
      assert.deepEqual(formsIn(amidNoise(Buffer.from(one, 'hex')), androidId(other)), []);
      assert.deepEqual(formsIn(`{"id":${BigInt(`0x${one}`)}}`, androidId(other)), []);
    }), { numRuns: 100 });
  });

  it('is not searched for where it is too short, or mostly zeros', () => {
    assert.deepEqual(formsIn(amidNoise(Buffer.from('8d3f2a1b77', 'hex')), { name: 'serial', class: 'personal', value: '8d3f2a1b77' }), []);
    assert.deepEqual(formsIn(amidNoise(Buffer.from('0000000000000102', 'hex')), androidId('0000000000000102')), []);
    assert.deepEqual(formsIn(amidNoise(Buffer.from('2f86d081884c7d65', 'hex')), { name: 'canary:url', class: 'planted', value: '2f86d081884c7d65' }), []);
  });

  it('is told in words', () => {
    assert.equal(formInWords('as a varint'), 'as a number in the variable length of protobuf');
    assert.equal(formInWords('as bytes, in base64'), 'as bare bytes, written in base64');
    assert.equal(formInWords('as a number of 8 bytes, last first'), 'as a number of 8 bytes, the last one first');
  });
});
