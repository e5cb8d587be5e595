import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Budget, DEFAULT_LIMITS } from '../../src/decode/budget.ts';
import type { Limits } from '../../src/decode/budget.ts';
import { decodeBytes } from '../../src/decode/decode.ts';
import { walkLayers } from '../../src/decode/layer.ts';
import type { Layer } from '../../src/decode/layer.ts';
import { mutate } from './encode/mutate.ts';
import { Random } from './encode/random.ts';
import { ENCODINGS, encode } from './encode/stack.ts';
import { randomSubject } from './encode/subject.ts';

const SECRET = 'zq7xsecret00001';
const seeds = fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 }));

describe('decoding bad input', () => {
  it('cuts off a bomb by its size, says where, and still reads its beginning', () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(SECRET), Buffer.alloc(8_000_000)]));

    const layers = all(bomb, { maxLayerBytes: 1_000_000 });

    assert.ok(layers.some(({ bytes }) => bytes.includes(SECRET)));
    assert.ok(layers.every(({ bytes }) => bytes.length <= 1_000_000));
    assert.match(notes(layers), /cut off at 1000000 bytes/);
  });

  it('cuts off a bomb by its ratio', () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000, SECRET));

    const layers = all(bomb, { maxRatio: 10 });

    assert.ok(layers.every(({ bytes }) => bytes.length <= 1_100_000), 'more than the floor of 1 MiB');
    assert.match(notes(layers), /cut off/);
  });

  it('cuts off many bombs that are small each by what they give together', () => {
    const bomb = gzipSync(Buffer.alloc(500_000)).toString('base64');
    const many = JSON.stringify(Array.from({ length: 40 }, () => bomb));

    const layers = all(Buffer.from(many), { maxTotalBytes: 3_000_000 });

    const taken = layers.filter(({ isView, state, parent }) => !isView && parent !== undefined && state !== 'cut off');
    assert.ok(taken.reduce((sum, { bytes }) => sum + bytes.length, 0) <= 3_000_000);
    assert.match(notes(layers), /cut off/);
  });

  it('stops a thousand layers down at the depth limit, with a note', () => {
    let nested = Buffer.from(SECRET);
    for (let layer = 0; layer < 1000; layer += 1) nested = gzipSync(nested, { level: 1 });

    const layers = all(nested);

    assert.ok(layers.length <= DEFAULT_LIMITS.maxDepth + 1);
    assert.match(notes(layers), /cut off at depth \d+/);
  });

  it('does not go round in a stream that repeats itself', () => {
    // Percent-encodings of themselves, and a gzip stream whose members are gzip streams of each other.
    const member = gzipSync(gzipSync('x'));
    const circular = Buffer.concat(Array.from({ length: 300 }, () => member));

    assert.ok(all(circular).length < 5000);
    assert.ok(all(Buffer.from(`${'%25'.repeat(10_000)}41`)).length < 100);
  });

  it('bounds the number of layers, and says that it stopped', () => {
    const many = JSON.stringify(Array.from({ length: 400 }, (_, index) => Buffer.from(`value number ${index}`).toString('base64')));

    const layers = all(Buffer.from(many), { maxLayers: 100 });

    assert.ok(layers.length <= 101);
    assert.match(notes(layers), /cut off/);
  });

  for (const encoding of ENCODINGS) {
    it(`survives ${encoding.name} torn off anywhere`, async () => {
      const { bytes } = await encode(JSON.stringify({ a: SECRET, b: [1, 2, 3] }), [{ encoding, seed: 3 }]);
      const random = new Random(bytes.length);
      for (let round = 0; round < 12; round += 1) survives(bytes.subarray(0, random.below(bytes.length + 1)));
    });
  }

  it('gives what there is of a stream that ends early, and says that it is not all', () => {
    const random = new Random(1);
    const whole = gzipSync(Buffer.from(`${SECRET} ${random.hex(4000)}`));

    const layers = all(whole.subarray(0, whole.length - 400));

    assert.ok(layers.some(({ bytes, state }) => state === 'cut off' && bytes.includes(SECRET)));
  });

  it('keeps the bytes nobody can read as an opaque layer', () => {
    for (const at of [0, 1, 2]) {
      const noise = new Random(at).bytes(600);

      const [root] = all(noise);

      assert.deepEqual([root?.state, root?.bytes.equals(noise)], ['opaque', true]);
    }
  });

  it('survives random bytes behind any magic number', () => {
    const starts = ['', '\x1f\x8b\x08', '\x78\x9c', '\x28\xb5\x2f\xfd', '\x04\x22\x4d\x18', '\xff\x06\x00\x00sNaPpY', '\xff\xfe', '\xfe\xff', '{"a":', '[', '<a>', 'a=%', '--x\r\n', 'eyJhbGciOi', '\xbf\x61', '\xdf\xff', '\x0a\x80\x80\x80'];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...starts), (bytes, start) => {
        survives(Buffer.concat([Buffer.from(start, 'latin1'), bytes]));
      }),
      { numRuns: 200 },
    );
  });

  it('survives damage to any stack of encodings', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { core, stack } = randomSubject(seed, 4);
        survives(mutate((await encode(core.text, stack)).bytes, new Random(seed)));
      }),
      { numRuns: 100 },
    );
  });

  for (const repeated of ['{', '[', '%', '%25', '\\', '\\u', '"', '=', 'A', 'f', '&', '<', '<a ', '&#', '-', '--x\r\n', '\x0a', '\x81', '\x9f', '\xff', '\0', 'a=', '{"a":', '\x1f\x8b\x08', '\x28\xb5\x2f\xfd', 'eyJ', 'A.', '%1', '\n{}', 'a\n', '<![CDATA[']) {
    it(`takes time in proportion to a run of ${JSON.stringify(repeated)}`, () => {
      const small = msFor(Buffer.alloc(10_000, repeated, 'latin1'));
      const large = msFor(Buffer.alloc(80_000, repeated, 'latin1'));

      // Eight times the bytes; sixteen times the time are forgiven; sixty-four times are not.
      assert.ok(large < Math.max(small * 16, 300), `${small.toFixed(1)} ms for 10 kB, ${large.toFixed(1)} ms for 80 kB`);
    });
  }
});

function all(bytes: Buffer, limits: Partial<Limits> = {}): readonly Layer[] {
  return [...walkLayers([decodeBytes(bytes, 'body', new Budget({ ...DEFAULT_LIMITS, ...limits }))])];
}

function notes(layers: readonly Layer[]): string {
  return layers.filter(({ state }) => state === 'cut off').map(({ note }) => note ?? '').join('; ');
}

function survives(bytes: Buffer): void {
  const layers = all(bytes);
  assert.deepEqual(layers[0]?.bytes, bytes);
  assert.ok(layers.length <= DEFAULT_LIMITS.maxLayers + 1);
}

/** Processor time of the fastest of three readings, ms: a machine that is busy elsewhere says nothing of the decoder. */
function msFor(bytes: Buffer): number {
  return Math.min(...Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    all(bytes);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  }));
}
