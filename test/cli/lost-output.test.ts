import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOST_OUTPUT = JSON.stringify(new URL('../../src/cli/lost-output.ts', import.meta.url).href);
const EARSHOT = fileURLToPath(new URL('../../src/cli/earshot.mjs', import.meta.url));
const TSX = import.meta.resolve('tsx');

describe('a command whose output is lost', () => {
  it('goes on to its end where nobody reads any more', async () => {
    const script = `import { outliveLostOutput } from ${LOST_OUTPUT};
      outliveLostOutput();
      process.once('message', () => {
        for (const stream of [process.stdout, process.stderr]) stream.write('nobody reads this');
        setTimeout(() => { process.exitCode ??= 2; process.send('at its end'); process.disconnect(); }, 50);
      });
      process.send('ready');`;
    const child = spawn(process.execPath, ['--import', TSX, '--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const told: unknown[] = [];
    child.on('message', (message) => {
      told.push(message);
      if (message !== 'ready') return;
      child.stdout!.destroy();
      child.stderr!.destroy();
      child.send('go on');
    });

    const [code] = (await once(child, 'exit')) as [number | null];

    assert.deepEqual([told, code], [['ready', 'at its end'], 2]);
  });

  it('says that its answer is not whole where a disk is full', function () {
    if (!existsSync('/dev/full')) this.skip();
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${EARSHOT}" devices > /dev/full`], { encoding: 'utf8' });

    assert.equal(status, 3);
    assert.match(stderr, /^earshot: printing the answer: ENOSPC.*\n {2}→ /);
  });

  it('ends with "could not run", and not with the code of a verdict, by a mistake of ours', () => {
    const script = `import { tellOwnMistakes } from ${LOST_OUTPUT};
      tellOwnMistakes((error) => 'earshot: ' + error.message);
      setTimeout(() => { throw new Error('a defect'); });`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', TSX, '--input-type=module', '--eval', script], { encoding: 'utf8' });

    assert.deepEqual([status, stderr.split('\n')[0]], [3, 'earshot: a defect']);
    assert.match(stderr, /npx earshot restore/);
  });
});

describe('a command line that cannot be read', () => {
  it('is answered with the mistake and the next step, which no help pushes off the screen', () => {
    const { status, stderr } = spawnSync(process.execPath, [EARSHOT, 'devices', '--devics-file', 'x'], { encoding: 'utf8' });

    assert.deepEqual([status, stderr], [3, "earshot: unknown option '--devics-file'\n(Did you mean --devices-file?)\n  → What there is: npx earshot devices --help\n"]);
  });
});

describe('what the machine does not let a command do', () => {
  it('is told without a stack, and how a run goes on then', function () {
    if (!existsSync('/dev/full')) this.skip();
    const { status, stderr } = spawnSync('sh', ['-c', `echo {} | "${process.execPath}" "${EARSHOT}" decode - --json > /dev/full`], { encoding: 'utf8' });

    assert.equal(status, 3);
    assert.match(stderr, /(?:^|\n)earshot: ENOSPC: no space left on device, write\n {2}→ .*npx earshot run --resume\n/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
});
