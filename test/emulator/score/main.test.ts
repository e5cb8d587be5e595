import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../emulator/score/main.ts', import.meta.url));

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', PROGRAM, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('the score program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'score-'));
    await mkdir(join(folder, 'truth'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads a run, prints precision and recall and writes score.json', async () => {
    const act = { start: '2026-01-01T00:00:01.000Z', end: '2026-01-01T00:00:02.000Z' };
    const verdict = { spec: 'files', action: 'opens a folder', device: 'a', verdict: 'leaked', act, claims: ['C6'] };
    const line = { what: 'telemetry', host: 'h', rule: 'r', cause: { kind: 'touch', atMs: Date.parse(act.start) + 5, what: 'tap' } };
    await writeFile(join(folder, 'verdicts.json'), JSON.stringify({ run: 'x', verdicts: [verdict], controls: [], claims: [] }));
    await writeFile(join(folder, 'truth', 'phones.json'), JSON.stringify({ a: '1-x.ndjson' }));
    await writeFile(join(folder, 'truth', '1-x.ndjson'), `${JSON.stringify(line)}\n{"what":"tele`);

    const { code, stdout } = await run('--run', folder);

    assert.equal(code, 0);
    assert.match(stdout, /^a +1 +1 +1 +0 +0 +0 +1\.000 +1\.000$/m);
    const written = JSON.parse(await readFile(join(folder, 'score.json'), 'utf8')) as { total: { recall: number } };
    assert.equal(written.total.recall, 1);
  });

  it('ends with 3 and names the file when there are no verdicts', async () => {
    const { code, stderr } = await run('--run', folder);

    assert.equal(code, 3);
    assert.match(stderr, /verdicts\.json cannot be read/);
  });

  it('ends with 3 and names the field when a verdict is none', async () => {
    await writeFile(join(folder, 'verdicts.json'), JSON.stringify({ verdicts: [{ spec: 's', action: 'a', device: 'd', verdict: 'fine' }] }));

    const { code, stderr } = await run('--run', folder);

    assert.equal(code, 3);
    assert.match(stderr, /verdicts\.json: at \$\.verdicts\.0\.verdict/);
  });

  it('ends with 3 and its usage without a run', async () => {
    const { code, stderr } = await run();

    assert.equal(code, 3);
    assert.match(stderr, /usage: /);
  });
});
