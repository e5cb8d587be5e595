import assert from 'node:assert/strict';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { messagePack } from '../../../src/decode/decoders/message-pack.ts';
import { decodeWith, locate, pathOf, steps } from './decoding.ts';

const TREE = { event: 'open', list: [1, 'https://h.example/?a=%41'], 'a b': { raw: Buffer.alloc(20, 0xfe) } };

describe('MessagePack', () => {
  it('gives strings and binary values that may hold something, as views', () => {
    const bytes = Buffer.from(encode(TREE));
    const decoded = decodeWith(messagePack, bytes);

    assert.equal(decoded?.format, 'msgpack');
    assert.deepEqual(decoded.pieces.map(({ step, view, guess }) => [step, view, guess]).sort(), [['msgpack:$.list[1]', true, true], ['msgpack:$["a b"].raw', true, undefined]]);
    assert.ok(decoded.pieces.every((piece) => piece.bytes.equals(bytes.subarray(piece.start, piece.end)) && pathOf(messagePack, bytes, piece).length === 1));
  });

  it('shows one word where there is nothing to decode', () => {
    assert.deepEqual(steps(decodeWith(messagePack, Buffer.from(encode({ event: 'open', list: ['x'] })))).length, 1);
  });

  it('locates values and keys', () => {
    const bytes = Buffer.from(encode(TREE));

    assert.deepEqual(locate(messagePack, bytes, 'open'), ['msgpack:$.event']);
    assert.deepEqual(locate(messagePack, bytes, 'event'), ['msgpack:$.event (key)']);
    assert.deepEqual(locate(messagePack, bytes, 'example'), ['msgpack:$.list[1]']);
  });

  it('is not text, a bare value, or a tree with something behind it', () => {
    assert.equal(decodeWith(messagePack, 'text'), undefined);
    assert.equal(decodeWith(messagePack, Buffer.from(encode('a string of some length'))), undefined);
    assert.equal(decodeWith(messagePack, Buffer.concat([Buffer.from(encode(TREE)), Buffer.of(0)])), undefined);
    assert.equal(decodeWith(messagePack, Buffer.alloc(100_000, 0x91)), undefined);
  });

  it('says where it stopped when there are too many values', () => {
    const decoded = decodeWith(messagePack, Buffer.from(encode(['https://h/?a=1', 'https://h/?a=2', 'https://h/?a=3'])), { maxLayers: 1 });

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
        const piece = decodeWith(messagePack, bytes)?.pieces.find((each) => each.bytes.equals(Buffer.from(needle)));

        assert.deepEqual(piece === undefined ? undefined : pathOf(messagePack, bytes, piece), ['msgpack:$[1].k[1]']);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, and is seldom sure of random bytes', () => {
    let sure = 0;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 100 }), fc.nat(120), (bytes, offset) => {
        if (decodeWith(messagePack, Buffer.from(bytes))?.format !== undefined) sure += 1;
        messagePack.locate?.(Buffer.from(bytes), offset);
      }),
      { numRuns: 1000 },
    );
    assert.ok(sure <= 2, `sure of ${sure} in 1000`);
  });
});
