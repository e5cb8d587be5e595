import assert from 'node:assert/strict';
import { encode } from 'cborg';
import fc from 'fast-check';
import { cbor } from '../../../src/decode/decoders/cbor.ts';
import { decodeWith, locate, pathOf, steps } from './decoding.ts';

const TREE = { event: 'open', list: [1, 'https://h.example/?a=%41'], 'a b': { raw: Buffer.alloc(20, 0xfe) } };

describe('CBOR', () => {
  it('gives strings and binary values that may hold something, as views', () => {
    const bytes = Buffer.from(encode(TREE));
    const decoded = decodeWith(cbor, bytes);

    assert.equal(decoded?.format, 'cbor');
    assert.deepEqual(decoded.pieces.map(({ step, view, guess }) => [step, view, guess]).sort(), [['cbor:$.list[1]', true, true], ['cbor:$["a b"].raw', true, undefined]]);
    assert.ok(decoded.pieces.every((piece) => piece.bytes.equals(bytes.subarray(piece.start, piece.end)) && pathOf(cbor, bytes, piece).length === 1));
  });

  it('shows one word where there is nothing to decode', () => {
    assert.deepEqual(steps(decodeWith(cbor, Buffer.from(encode({ event: 'open', list: ['x'] })))).length, 1);
  });

  it('locates values and keys', () => {
    const bytes = Buffer.from(encode(TREE));

    assert.deepEqual(locate(cbor, bytes, 'open'), ['cbor:$.event']);
    assert.deepEqual(locate(cbor, bytes, 'event'), ['cbor:$.event (key)']);
    assert.deepEqual(locate(cbor, bytes, 'example'), ['cbor:$.list[1]']);
  });

  it('reads containers without a count, tags, and strings in chunks', () => {
    const bytes = Buffer.concat([Buffer.of(0xd9, 0xd9, 0xf7, 0xbf, 0x61, 0x61, 0x7f, 0x64), Buffer.from('zq7x'), Buffer.of(0x68), Buffer.from('-needle!'), Buffer.of(0xff, 0x61, 0x62, 0x9f, 1, 0xff, 0xff)]);

    assert.deepEqual(steps(decodeWith(cbor, bytes)), [['cbor:$.a', 'zq7x-needle!']]);
  });

  it('leaves open what can be read as a protobuf message as well', () => {
    const words = 'words '.repeat(20).slice(0, 118);
    // Two items, or field 16 of 122 bytes.
    const either = Buffer.concat([Buffer.of(0x82, 1, 0x7a, 0, 0, 0, words.length), Buffer.from(words)]);

    assert.equal(decodeWith(cbor, either)?.format, 'cbor');
    assert.equal(decodeWith(cbor, either)?.settled, undefined);
    assert.equal(decodeWith(cbor, Buffer.from(encode([1, words])))?.settled, true);
  });

  it('is not text, a bare value, or a tree with something behind it', () => {
    assert.equal(decodeWith(cbor, 'text'), undefined);
    assert.equal(decodeWith(cbor, Buffer.from(encode('a string of some length'))), undefined);
    assert.equal(decodeWith(cbor, Buffer.concat([Buffer.from(encode(TREE)), Buffer.of(0)])), undefined);
    assert.equal(decodeWith(cbor, Buffer.alloc(100_000, 0x81)), undefined);
  });

  it('says where it stopped when there are too many values', () => {
    const decoded = decodeWith(cbor, Buffer.from(encode(['https://h/?a=1', 'https://h/?a=2', 'https://h/?a=3'])), { maxLayers: 1 });

    assert.deepEqual([steps(decoded).length, decoded?.cutOff, decoded?.note], [1, true, 'cut off at byte 31: 1 values']);
  });

  it('gives what an encoder was given', () => {
    const tree = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.string(), fc.uint8Array(), fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true }), tie('list'), tie('map')),
      list: fc.array(tie('value'), { maxLength: 20 }),
      map: fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { noNullPrototype: true }),
    })).value;
    fc.assert(
      fc.property(tree, tree, (before, behind) => {
        const needle = 'zq7x%41"needle';
        const bytes = Buffer.from(encode([before, { k: [behind, needle] }, behind]));
        const piece = decodeWith(cbor, bytes)?.pieces.find((each) => each.bytes.equals(Buffer.from(needle)));

        assert.deepEqual(piece === undefined ? undefined : pathOf(cbor, bytes, piece), ['cbor:$[1].k[1]']);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, and is seldom sure of random bytes', () => {
    let sure = 0;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 100 }), fc.nat(120), (bytes, offset) => {
        if (decodeWith(cbor, Buffer.from(bytes))?.format !== undefined) sure += 1;
        cbor.locate?.(Buffer.from(bytes), offset);
      }),
      { numRuns: 1000 },
    );
    assert.ok(sure <= 2, `sure of ${sure} in 1000`);
  });
});
