import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { decodeBytes } from '../../src/decode/decode.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { searchLeaks } from '../../src/leak/search.ts';

const ID: Indicator = { name: 'android_id', class: 'personal', value: '7f3a90cd11e4b7f8' };
const FLOW = { id: 'f000001', host: 'collector.example', owner: 'unknown' };
const EVENT = JSON.stringify({ event: 'open', time: 1_588_240_000_000, properties: { android_id: ID.value, model: 'ginkgo', screen: 'home' } });

const pathsIn = (bytes: Buffer): readonly string[] => searchLeaks([decodeBytes(bytes)], [ID], FLOW).map(({ path }) => path.join(' > '));
const inside = (field: number, bytes: Uint8Array): Uint8Array => new BinaryWriter().tag(1, WireType.LengthDelimited).string('launcher').tag(field, WireType.LengthDelimited).bytes(bytes).finish();
const masked = (text: string, mask: number): Buffer => Buffer.from(Buffer.from(text).map((byte) => byte ^ mask));

describe('a value that is reached in several ways', () => {
  it('is told once where a stream lies in a message in a message, by the place that says most', () => {
    const paths = pathsIn(Buffer.from(inside(3, inside(5, inside(7, gzipSync(EVENT))))));

    assert.equal(paths.length, 1);
    assert.match(paths[0] ?? '', /^body > protobuf:3 > protobuf:5 .*> json:\$\.properties\.android_id$/);
  });

  for (const mask of [0x54, 0x57, 0x03, 0xa5]) {
    it(`is told once under a mask of 0x${mask.toString(16)}`, () => {
      assert.deepEqual(pathsIn(masked(EVENT, mask)), [`body > xor:0x${mask.toString(16).padStart(2, '0')} > json:$.properties.android_id`]);
    });
  }

  it('is told twice where it stands twice, in one stream or in two that are the same', () => {
    const twice = JSON.stringify({ a: ID.value, b: ID.value });

    assert.deepEqual(pathsIn(masked(twice, 0x54)), ['body > xor:0x54 > json:$.a', 'body > xor:0x54 > json:$.b']);
    assert.equal(pathsIn(Buffer.from(JSON.stringify([gzipSync(EVENT).toString('base64'), gzipSync(EVENT).toString('base64')]))).length, 2);
  });
});
