import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startOwned } from '../../src/farm/owned-process.ts';
import { waitUntil } from '../../src/farm/wait-until.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const MODULE = path.resolve(import.meta.dirname, '../../src/farm/owned-process.ts');

/** A shell that ignores SIGTERM, has a child, and says both process ids in a file. */
const stubborn = (file: string): string => `trap '' TERM; sleep 600 & echo $$ $! > ${file}; wait; wait; sleep 600`;

describe('startOwned', function () {
  this.timeout(20_000);

  it('says how the program ended and keeps what it printed', async () => {
    await inTemporaryFolder(async (folder) => {
      const logFile = path.join(folder, 'log');
      const program = await startOwned({
        command: '/bin/sh', args: ['-c', 'echo out; echo err >&2; exit 7'], cwd: folder, logFile,
      });

      assert.deepEqual(await program.exited, { code: 7, signal: null });
      assert.equal(readFileSync(logFile, 'utf8'), 'out\nerr\n');
    });
  });

  it('gives the program its environment and folder, and no options of Node', async () => {
    await inTemporaryFolder(async (folder) => {
      const logFile = path.join(folder, 'log');
      const program = await startOwned({
        command: '/bin/sh', args: ['-c', 'echo "$A:$NODE_OPTIONS:$(pwd -P)"'], env: { A: 'x' }, cwd: folder, logFile,
      });
      await program.exited;

      assert.match(readFileSync(logFile, 'utf8'), /^x::.*earshot-test-/);
    });
  });

  it('says that a program cannot be started', async () => {
    await inTemporaryFolder(async (folder) => {
      const logFile = path.join(folder, 'log');

      await assert.rejects(startOwned({ command: '/no/such/program', args: [], cwd: folder, logFile }), {
        code: 'TOOL_MISSING',
        message: 'cannot start /no/such/program: spawn /no/such/program ENOENT, expected it to run',
        hint: `Its output is in ${logFile}.`,
      });
    });
  });

  it('ends the program and its children on request, also when they ignore SIGTERM', async () => {
    await inTemporaryFolder(async (folder) => {
      const pids = path.join(folder, 'pids');
      const program = await startOwned({
        command: '/bin/sh', args: ['-c', stubborn(pids)], cwd: folder, logFile: path.join(folder, 'log'),
      });
      const [shell, child] = await readPids(pids);

      await program.stop();

      assert.equal(program.pid, shell);
      assert.deepEqual([shell, child].filter(isAlive), []);
    });
  });

  it('ends the program also when its keeper cannot', async () => {
    await inTemporaryFolder(async (folder) => {
      const pids = path.join(folder, 'pids');
      const program = await startOwned({
        command: '/bin/sh', args: ['-c', stubborn(pids)], cwd: folder, logFile: path.join(folder, 'log'),
      });
      const processIds = await readPids(pids);
      process.kill(parentOf(program.pid), 'SIGSTOP');

      await program.stop();

      assert.deepEqual(processIds.filter(isAlive), []);
    });
  });

  it('ends the program when its owner is killed', async () => {
    await inTemporaryFolder(async (folder) => {
      const pids = path.join(folder, 'pids');
      const script = `
        import { startOwned } from ${JSON.stringify(MODULE)};
        await startOwned({ command: '/bin/sh', args: ['-c', ${JSON.stringify(stubborn(pids))}],
          cwd: ${JSON.stringify(folder)}, logFile: ${JSON.stringify(path.join(folder, 'log'))} });
        setInterval(() => undefined, 1000);`;
      const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [shell, child] = await readPids(pids);

      owner.kill('SIGKILL');

      const gone = await waitUntil(
        () => Promise.resolve([shell, child].some(isAlive) ? undefined : true), { timeoutMs: 10_000 });
      assert.equal(gone, true);
    });
  });
});

async function readPids(file: string): Promise<[number, number]> {
  const text = await waitUntil(() => {
    const found = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return Promise.resolve(found.endsWith('\n') ? found : undefined);
  }, { timeoutMs: 10_000 });
  const [shell = 0, child = 0] = (text ?? '').trim().split(' ').map(Number);
  return [shell, child];
}

function parentOf(pid: number): number {
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
}

function isAlive(pid: number): boolean {
  // A process that has ended stays in the table until its parent asks for it; `Z` is not alive.
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}
