import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../src/farm/wait-until.ts';
import { SpecProcess, type SpecProcessOptions } from '../../src/run/spec-process.ts';

describe('SpecProcess', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-spec-process-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Performs a spec file of this text. */
  const perform = (process: SpecProcess, text: string, over: Partial<SpecProcessOptions> = {}): ReturnType<SpecProcess['perform']> => {
    const specFile = join(folder, 'one.spec.ts');
    writeFileSync(specFile, text);
    return process.perform({
      specFile, specRunFile: join(folder, 'spec-run.json'), allureResults: join(folder, 'allure'), logFile: join(folder, 'log'), onProgress: () => undefined, abort: new AbortController().signal, ...over,
    });
  };

  it('performs a spec file that it is given later, names the file of its run and keeps its output', async () => {
    const process = new SpecProcess();
    const end = await perform(process, `it('knows its run', () => { console.log('told', globalThis.process.env['EARSHOT_SPEC_RUN']); throw new Error('as expected'); });`);

    assert.deepEqual(end, { exitCode: 1 });
    assert.match(readFileSync(join(folder, 'log'), 'utf8'), new RegExp(`told ${folder}/spec-run\\.json`));
    assert.ok(existsSync(join(folder, 'allure')));
    assert.equal(process.isThere, false);
  });

  it('is not there any more once it was ended, whether it had begun or not', async () => {
    const process = new SpecProcess();
    process.end();

    assert.ok(await waitUntil(() => Promise.resolve(process.isThere ? undefined : true), { timeoutMs: 5_000 }));
    assert.deepEqual(await perform(process, ''), { exitCode: null });
  });

  it('performs a spec file all the same where nothing can be written of what it says', async () => {
    const end = await perform(new SpecProcess(), `console.log('much'.repeat(100_000)); it('passes', () => undefined);`, { logFile: join(folder, 'none', 'log') });

    assert.deepEqual(end, { exitCode: 0 });
  });

  it('ends where the results cannot be written, which leaves mocha without a next step', async () => {
    writeFileSync(join(folder, 'file'), '');
    const end = await perform(new SpecProcess(), `it('passes', () => undefined);`, { allureResults: join(folder, 'file') });

    assert.equal(end.ended, undefined);
  });

  it('ends by a mistake that a spec makes outside of its tests', async () => {
    const end = await perform(new SpecProcess(), `process.nextTick(() => { throw new Error('a mistake'); }); it('passes', () => undefined);`);

    assert.deepEqual(end, { exitCode: 1 });
  });

  it('ends what it performs when the run is interrupted', async () => {
    const abort = new AbortController();
    const performed = perform(new SpecProcess(), `it('never ends', async () => new Promise(() => undefined)).timeout(0);`, { abort: abort.signal });
    abort.abort();

    assert.deepEqual(await performed, { exitCode: null, ended: 'interrupted' });
  });
});
