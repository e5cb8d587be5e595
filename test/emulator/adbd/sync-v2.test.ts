import assert from 'node:assert/strict';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { InMemoryFs } from 'just-bash';
import { packed, readTransferFlags, unpacked } from '../../../emulator/phone/adbd/sync-compression.ts';
import { serveSync } from '../../../emulator/phone/adbd/sync-service.ts';
import { SyncFiles } from '../../../emulator/phone/adbd/sync-files.ts';
import { AdbStream } from '../../../emulator/phone/adbd/stream.ts';
import { adbdGeneration } from '../../../emulator/phone/adbd/features.ts';

const CONTENT = Buffer.from('the same thing again and again. '.repeat(10_000));
const FLAGS = { brotli: 1, lz4: 2, zstd: 4, dryRun: 0x80000000 } as const;

/** A host's end of `sync:`: sends bytes, collects what comes back until the stream ends. */
async function exchange(files: InMemoryFs, apiLevel: number, requests: readonly Buffer[]): Promise<Buffer> {
  const answers: Buffer[] = [];
  const stream: AdbStream = new AdbStream({
    maxPayloadBytes: 1 << 20,
    write: (bytes) => {
      answers.push(Buffer.from(bytes));
      setImmediate(() => {
        stream.onReady();
      });
    },
    ready: () => undefined,
    close: () => undefined,
  });
  stream.onData(Buffer.concat([...requests, record('QUIT', 0)]));
  await serveSync(new SyncFiles(files, 'what and why'), new Set(adbdGeneration(apiLevel).features), stream);
  await new Promise((resolve) => (stream.writableFinished ? resolve(undefined) : stream.once('finish', resolve)));
  return Buffer.concat(answers);
}

function record(id: string, ...fields: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + fields.length * 4);
  bytes.write(id, 'latin1');
  for (const [index, field] of fields.entries()) bytes.writeUInt32LE(field >>> 0, 4 + index * 4);
  return bytes;
}

function pathRequest(id: string, path: string): Buffer {
  return Buffer.concat([record(id, Buffer.byteLength(path)), Buffer.from(path)]);
}

function send(path: string, flags: number, content: Buffer): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < content.length; at += 65_536) {
    const chunk = content.subarray(at, at + 65_536);
    chunks.push(record('DATA', chunk.length), chunk);
  }
  return [pathRequest('SND2', path), record('SND2', 0o100644, flags), ...chunks, record('DONE', 1_700_000_000)];
}

function received(answer: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const [id, length] = [answer.toString('latin1', at, at + 4), answer.readUInt32LE(at + 4)];
    if (id === 'DONE') return Buffer.concat(chunks);
    assert.equal(id, 'DATA', answer.toString('latin1', at, at + 60));
    chunks.push(answer.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
}

describe('the second version of sync transfers', () => {
  for (const [name, flags] of Object.entries({ none: 0, brotli: FLAGS.brotli, lz4: FLAGS.lz4, zstd: FLAGS.zstd })) {
    const compression = name === 'brotli' || name === 'lz4' || name === 'zstd' ? name : 'none';

    it(`takes a file and gives it back, packed with ${name}`, async () => {
      const files = new InMemoryFs();
      const answer = await exchange(files, 31, send('/data/f', flags, await packed(CONTENT, compression)));
      const back = received(await exchange(files, 31, [pathRequest('RCV2', '/data/f'), record('RCV2', flags)]));

      assert.deepEqual(answer, record('OKAY', 0));
      assert.ok(Buffer.from(await files.readFileBuffer('/data/f')).equals(CONTENT));
      assert.ok((await unpacked(back, compression)).equals(CONTENT));
      assert.equal(back.length < CONTENT.length, compression !== 'none');
    });
  }

  it("packs as Node's own brotli does", async () => {
    assert.ok(brotliDecompressSync(await packed(CONTENT, 'brotli')).equals(CONTENT));
    assert.ok((await unpacked(brotliCompressSync(CONTENT), 'brotli')).equals(CONTENT));
  });

  it('unpacks frames that the lz4 and zstd programs made as streams', async () => {
    // `printf hello | lz4 -c` and `printf hello | zstd -c --no-content-size`.
    const lz4 = Buffer.from('04224d186440a70500008068656c6c6f00000000f97700fb', 'hex');
    const zstd = Buffer.from('28b52ffd045829000068656c6c6fa36d9f88', 'hex');

    assert.equal(String(await unpacked(lz4, 'lz4')), 'hello');
    assert.equal(String(await unpacked(zstd, 'zstd')), 'hello');
  });

  it('throws away what came as a dry run', async () => {
    const files = new InMemoryFs();

    const answer = await exchange(files, 31, send('/data/f', FLAGS.dryRun, CONTENT));

    assert.deepEqual(answer, record('OKAY', 0));
    assert.equal(await files.exists('/data/f'), false);
  });

  it('refuses what its Android version does not know, and what cannot be unpacked', async () => {
    const files = new InMemoryFs();
    const said = async (apiLevel: number, requests: readonly Buffer[]): Promise<string> => (await exchange(files, apiLevel, requests)).subarray(8).toString();

    assert.equal(await said(29, [pathRequest('SND2', '/f'), record('SND2', 0o644, 0)]), 'unknown command 32444e53');
    assert.equal(await said(30, send('/f', FLAGS.lz4, CONTENT)), 'unknown flags: 2');
    assert.equal(await said(31, send('/f', FLAGS.brotli | FLAGS.zstd, CONTENT)), 'multiple compression flags received: 5');
    assert.equal(await said(31, send('/f', FLAGS.brotli, Buffer.from('not brotli'))), 'decompress failed: Success');
    assert.equal(await said(31, [pathRequest('RCV2', '/f'), record('RCV2', FLAGS.dryRun)]), 'unknown flags: -2147483648');
    assert.equal(await said(31, [pathRequest('RCV2', '/none'), record('RCV2', 0)]), 'open failed: No such file or directory');
  });

  it('reads flags as a number of which each bit is known', () => {
    const all = new Set(adbdGeneration(35).features);

    assert.deepEqual(readTransferFlags(0, all), { compression: 'none', dryRun: false });
    assert.deepEqual(readTransferFlags(FLAGS.dryRun + FLAGS.lz4, all), { compression: 'lz4', dryRun: true });
    assert.equal(readTransferFlags(8, all), 'unknown flags: 8');
  });
});
