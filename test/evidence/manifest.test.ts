import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EarshotError } from '../../src/flow/errors.ts';
import { MANIFEST_FILE, verifyManifest, writeManifest } from '../../src/evidence/manifest.ts';

describe('manifest', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'earshot-manifest-'));
    mkdirSync(join(dir, 'ledger'));
    writeFileSync(join(dir, 'run.json'), '{}');
    writeFileSync(join(dir, 'ledger', 'flows.ndjson'), '');
  });

  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('lists every file but itself, sorted by path, with size and SHA-256', async () => {
    await writeManifest(dir);

    assert.deepEqual(JSON.parse(readFileSync(join(dir, MANIFEST_FILE), 'utf8')), {
      files: [
        { path: 'ledger/flows.ndjson', sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', byteCount: 0 },
        { path: 'run.json', sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', byteCount: 2 },
      ],
    });
  });

  it('finds no difference in an untouched run, also when written twice', async () => {
    await writeManifest(dir);
    await writeManifest(dir);

    assert.deepEqual(await verifyManifest(dir), []);
  });

  it('names each file that is missing, added or changed', async () => {
    writeFileSync(join(dir, 'b.txt'), 'before');
    await writeManifest(dir);
    unlinkSync(join(dir, 'run.json'));
    writeFileSync(join(dir, 'a.txt'), 'new');
    writeFileSync(join(dir, 'b.txt'), 'behind');

    const differences = await verifyManifest(dir);

    assert.deepEqual(differences.map(({ path, difference }) => [path, difference]), [['a.txt', 'added'], ['b.txt', 'changed'], ['run.json', 'missing']]);
    assert.equal(differences[0]?.detail, '3 bytes that the manifest does not list');
  });

  it('refuses a run without a readable manifest', async () => {
    writeFileSync(join(dir, MANIFEST_FILE), '{"files":[{"path":"x"}]}');

    await assert.rejects(verifyManifest(dir), (error) => error instanceof EarshotError && error.code === 'BAD_INPUT' && error.message.includes('files[0].sha256'));
    await assert.rejects(verifyManifest(join(dir, 'ledger')), (error) => error instanceof EarshotError && error.message.includes('ENOENT'));
  });
});
