import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeDoomedFolder } from '../../src/farm/doomed-folder.ts';
import { waitUntil } from '../../src/farm/wait-until.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const MODULE = path.resolve(import.meta.dirname, '../../src/farm/doomed-folder.ts');

describe('makeDoomedFolder', function () {
  this.timeout(20_000);

  it('makes a folder for this user alone, and removes it with what is in it', async () => {
    await inTemporaryFolder(async (folder) => {
      const doomed = makeDoomedFolder(path.join(folder, 'secret'));
      assert.equal(statSync(doomed.path).mode & 0o777, 0o700);
      writeFileSync(path.join(doomed.path, 'key'), 'secret');

      await doomed.remove();
      await doomed.remove();

      assert.equal(existsSync(doomed.path), false);
    });
  });

  it('removes the folder when its owner is killed', async () => {
    await inTemporaryFolder(async (folder) => {
      const secret = path.join(folder, 'secret');
      const script = `
        import { writeFileSync } from 'node:fs';
        import { makeDoomedFolder } from ${JSON.stringify(MODULE)};
        writeFileSync(makeDoomedFolder(${JSON.stringify(secret)}).path + '/key', 'secret');
        setInterval(() => undefined, 1000);`;
      const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const isThere = (): Promise<true | undefined> => Promise.resolve(existsSync(path.join(secret, 'key')) ? true : undefined);
      assert.equal(await waitUntil(isThere, { timeoutMs: 10_000 }), true);

      owner.kill('SIGKILL');

      const isGone = (): Promise<true | undefined> => Promise.resolve(existsSync(secret) ? undefined : true);
      assert.equal(await waitUntil(isGone, { timeoutMs: 10_000 }), true);
    });
  });
});
