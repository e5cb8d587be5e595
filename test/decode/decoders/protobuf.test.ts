import assert from 'node:assert/strict';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { protobufText } from '../../../src/decode/decoders/protobuf-text.ts';
import { protobuf } from '../../../src/decode/decoders/protobuf.ts';
import { decodeWith, locate, pathOf, steps } from './decoding.ts';

const URL_VALUE = 'https://h.example/?a=%41';

function nested(text: string): Buffer {
  const inner = new BinaryWriter().tag(3, WireType.LengthDelimited).string(text).tag(4, WireType.Varint).uint64(1588240000000).finish();
  return Buffer.from(new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(inner).tag(2, WireType.Bit32).fixed32(7).tag(8, WireType.LengthDelimited).string('android').finish());
}

const PRINTABLE = `z ${'0123456789abcdef'.repeat(2)}R0${'word '.repeat(9)}abc`;

describe('protobuf without its schema', () => {
  it('gives fields that may hold something, as views', () => {
    const bytes = nested(URL_VALUE);
    const decoded = decodeWith(protobuf, bytes);

    assert.equal(decoded?.format, 'protobuf');
    assert.deepEqual(decoded.pieces.map(({ step, view, guess }) => [step, view, guess]), [['protobuf:1', true, undefined]]);
    const [message] = decoded.pieces;
    assert.ok(message);
    assert.deepEqual(steps(decodeWith(protobuf, message.bytes)), [['protobuf:3', URL_VALUE]]);
    assert.deepEqual(pathOf(protobuf, bytes, message), ['protobuf:1']);
  });

  it('guesses at text of which every tag and length is a printable character', () => {
    assert.deepEqual(decodeWith(protobufText, PRINTABLE)?.pieces.map(({ step, guess }) => [step, guess]), [['protobuf:15', true], ['protobuf:10', true]]);
    assert.equal(decodeWith(protobufText, `${PRINTABLE}.`), undefined);
    assert.equal(decodeWith(protobuf, PRINTABLE), undefined, 'others are asked before');
  });

  it('locates a value through the messages around it', () => {
    const bytes = nested(URL_VALUE);

    assert.deepEqual(locate(protobuf, bytes, 'example'), ['protobuf:1', 'protobuf:3']);
    assert.deepEqual(locate(protobuf, bytes, 'android'), ['protobuf:8']);
  });

  it('reads messages in a row, with gRPC prefixes or with lengths', () => {
    const [one, other] = [nested(URL_VALUE), nested(`${URL_VALUE}zq7x`)];
    const grpc = Buffer.concat([one, other].flatMap((message) => [Buffer.of(0, 0, 0, 0, message.length), message]));
    const delimited = Buffer.concat([one, other].flatMap((message) => [Buffer.of(message.length), message]));

    assert.deepEqual(decodeWith(protobuf, grpc)?.pieces.map(({ step }) => step), ['grpc[0]', 'grpc[1]']);
    assert.deepEqual(decodeWith(protobuf, delimited)?.pieces.map(({ step }) => step), ['delimited[0]', 'delimited[1]']);
    assert.deepEqual(locate(protobuf, grpc, 'zq7x'), ['grpc[1]', 'protobuf:1', 'protobuf:3']);
  });

  it('reads fields inside of groups', () => {
    const bytes = Buffer.from(new BinaryWriter().tag(1, WireType.StartGroup).tag(2, WireType.LengthDelimited).string(URL_VALUE).tag(1, WireType.EndGroup).finish());

    assert.deepEqual(steps(decodeWith(protobuf, bytes)), [['protobuf:2', URL_VALUE]]);
  });

  it('says where an announced message is cut off', () => {
    const bytes = Buffer.concat([nested(URL_VALUE), Buffer.of(0x12, 0x7f, 1)]);
    const decoded = decodeWith(protobuf, bytes, { announced: 'application/x-protobuf' });

    assert.deepEqual([decoded?.cutOff, decoded?.note], [true, `cut off at byte ${bytes.length - 3}: no field begins there`]);
    assert.equal(decodeWith(protobuf, bytes), undefined);
  });

  it('does not believe an announcement that stands before text, or before what stops being a message at once', () => {
    const announced = { announced: 'application/x-protobuf' };
    const masked = Buffer.from(nested(URL_VALUE).map((byte) => byte ^ 0x5a));

    assert.equal(decodeWith(protobuf, Buffer.from('{"e":"open","a":"\\u0037\\u0066"}'), announced), undefined);
    assert.equal(decodeWith(protobuf, masked, announced), undefined);
  });

  it('is never sure of random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 200 }), fc.nat(250), (bytes, offset) => {
        const decoded = decodeWith(protobuf, Buffer.from(bytes));
        protobuf.locate?.(Buffer.from(bytes), offset);

        assert.ok(decoded?.pieces.every(({ guess, view }) => guess === true && view === true) ?? true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives what a writer was given', () => {
    const field = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.oneof(fc.uint8Array({ minLength: 12, maxLength: 40 }), fc.nat()));
    fc.assert(
      fc.property(fc.array(field), fc.integer({ min: 1, max: 9999 }), (fields, number) => {
        const writer = new BinaryWriter();
        for (const [each, value] of fields) {
          if (typeof value === 'number') writer.tag(each, WireType.Varint).uint32(value);
          else writer.tag(each, WireType.LengthDelimited).bytes(value);
        }
        const bytes = Buffer.from(writer.tag(number, WireType.LengthDelimited).string('zq7x\u0001 %41 needle').finish());
        const piece = decodeWith(protobuf, bytes)?.pieces.find((each) => each.bytes.includes('zq7x\u0001'));

        assert.deepEqual(piece === undefined ? undefined : pathOf(protobuf, bytes, piece), [`protobuf:${number}`]);
      }),
      { numRuns: 100 },
    );
  });
});
