import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import JSZip from 'jszip';
import { DEFAULT_LIMITS } from '../../../src/decode/budget.ts';
import { decodeBytes } from '../../../src/decode/decode.ts';
import { zip } from '../../../src/decode/decoders/zip.ts';
import { walkLayers } from '../../../src/decode/layer.ts';
import { zstdFrame } from '../codecs/encoders.ts';
import { decodeWith, locate, steps } from './decoding.ts';

const LOG = 'opened https://cnry7x3k.example at noon\n'.repeat(20);
const META = '{"imei":"862345678901234"}';
const HEADER_BYTES = 30;

async function archive(streamFiles = false): Promise<Buffer> {
  const files = new JSZip();
  files.file('logs/app.log', LOG, { compression: 'DEFLATE', createFolders: false });
  files.file('meta.json', META, { compression: 'STORE' });
  return files.generateAsync({ type: 'nodebuffer', streamFiles });
}

/** An archive of one file without a directory, its header as told. */
function fileOf(data: Buffer, { method, flags = 0, crc = 0, byteCount = data.length }: { readonly method: number; readonly flags?: number; readonly crc?: number; readonly byteCount?: number }): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(byteCount, 18);
  header.writeUInt16LE(1, 26);
  return Buffer.concat([header, Buffer.from('a'), data]);
}

describe('an archive of ZIP', () => {
  for (const streamFiles of [false, true]) {
    it(`is opened file by file, sizes ${streamFiles ? 'behind' : 'in front of'} the data`, async () => {
      const decoded = decodeWith(zip, await archive(streamFiles));
      assert.deepEqual(steps(decoded), [['deflate', LOG], ['zip:meta.json', META]]);
      assert.deepEqual([decoded?.format, decoded?.settled, decoded?.pieces[1]?.view], ['zip', true, true]);
    });

    it(`names the file that a place lies in, sizes ${streamFiles ? 'behind' : 'in front of'} the data`, async () => {
      const bytes = await archive(streamFiles);
      const [deflated, stored] = decodeWith(zip, bytes)?.pieces ?? [];
      assert.deepEqual(locate(zip, bytes, deflated?.start ?? -1), ['zip:logs/app.log']);
      assert.deepEqual(locate(zip, bytes, (stored?.start ?? 0) + 3), ['zip:meta.json']);
      assert.deepEqual(locate(zip, bytes, 2), ['zip:logs/app.log (header)']);
    });
  }

  it('is opened where it stands in base64, at any of its offsets', async () => {
    const bytes = await archive();
    for (const before of ['', 'x', 'xy']) {
      const paths = [...walkLayers([decodeBytes(Buffer.from(JSON.stringify({ log: `${before}${bytes.toString('base64')}` })))])].map(({ path }) => path.join(' > '));
      assert.ok(paths.includes('body > json:$.log > base64 > zip:logs/app.log > deflate'), paths.join('\n'));
    }
  });

  it('gives what there is of one that is torn off, and says where', async () => {
    const bytes = (await archive()).subarray(0, 70);
    const [piece] = decodeWith(zip, bytes)?.pieces ?? [];
    assert.match(piece?.cutOff ?? '', /^cut off at \d+ bytes: it ends early$/);
    assert.ok(LOG.startsWith(piece?.bytes.toString() ?? '?'));
    const stored = decodeWith(zip, fileOf(Buffer.from('half'), { method: 0, byteCount: 8 }))?.pieces[0];
    assert.deepEqual([stored?.bytes.toString(), stored?.cutOff], ['half', 'cut off at 4 bytes: the archive ends early']);
  });

  it('gives a file compressed by zstd', async () => {
    for (const method of [93, 20]) {
      const [piece] = decodeWith(zip, fileOf(await zstdFrame(Buffer.from(LOG)), { method }))?.pieces ?? [];
      assert.deepEqual([piece?.step, piece?.bytes.toString()], ['zstd', LOG]);
    }
  });

  it('says of what it cannot open why, and leaves it as it stands', () => {
    const data = Buffer.from('d2a1f0e4c3b59687', 'hex');
    const told = (file: Buffer): unknown => {
      const [piece] = decodeWith(zip, file)?.pieces ?? [];
      return [piece?.step, piece?.bytes.equals(data), piece?.view, piece?.note];
    };
    assert.deepEqual(told(fileOf(data, { method: 8, flags: 1 })), ['zip:a', true, true, 'it is encrypted']);
    assert.deepEqual(told(fileOf(data, { method: 14 })), ['zip:a', true, true, 'it is compressed by method 14']);
    assert.match(String((told(fileOf(Buffer.alloc(8, 0xff), { method: 8 })) as unknown[])[3]), /^it does not open: /);
  });

  it('says that a checksum does not match', () => {
    const [piece] = decodeWith(zip, fileOf(deflateRawSync(LOG), { method: 8, crc: 1 }))?.pieces ?? [];
    assert.deepEqual([piece?.bytes.toString(), piece?.note], [LOG, 'its checksum does not match']);
  });

  it('reads a size that stands in an extra field', () => {
    const data = deflateRawSync(LOG);
    const extra = Buffer.alloc(20);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(16, 2);
    extra.writeBigUInt64LE(BigInt(LOG.length), 4);
    extra.writeBigUInt64LE(BigInt(data.length), 12);
    const file = fileOf(Buffer.concat([extra, data]), { method: 8, byteCount: 0xffffffff });
    file.writeUInt16LE(extra.length, 28);
    const [piece] = decodeWith(zip, file)?.pieces ?? [];
    assert.deepEqual([piece?.bytes.toString(), piece?.end], [LOG, file.length]);
  });

  it('is bounded in files and in what they give', () => {
    const many = Buffer.concat(Array.from({ length: 30 }, () => fileOf(Buffer.from('x'), { method: 0 })));
    const decoded = decodeWith(zip, many, { maxLayers: 10 });
    assert.deepEqual([decoded?.pieces.length, decoded?.cutOff, decoded?.note], [10, true, 'cut off at 10 files']);
    const bomb = fileOf(deflateRawSync(Buffer.alloc(20_000_000)), { method: 8 });
    const given = decodeWith(zip, Buffer.concat(Array.from({ length: 8 }, () => bomb)))?.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0) ?? 0;
    assert.ok(given <= DEFAULT_LIMITS.maxLayerBytes, `${given} bytes`);
  });

  it('is none where the header of no file stands', () => {
    assert.equal(decodeWith(zip, 'PK\x03\x04'), undefined);
    assert.equal(decodeWith(zip, Buffer.from('PK\x05\x06'.padEnd(40, '\0'))), undefined);
  });

  it('never throws for what stands behind its magic number', async () => {
    const bytes = await archive(true);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(bytes.length), (noise, at) => {
      const damaged = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
      for (const { start } of decodeWith(zip, damaged)?.pieces ?? []) locate(zip, damaged, start);
    }), { numRuns: 300 });
  });
});
