import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { lockPhone } from '../../src/farm/phone-lock.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const MODULE = path.resolve(import.meta.dirname, '../../src/farm/phone-lock.ts');

describe('lockPhone', function () {
  this.timeout(30_000);

  it('lends a phone again once it was given back', async () => {
    await inTemporaryFolder(async (folder) => {
      const release = await lockPhone('f3a1', folder);
      await release();

      await (await lockPhone('f3a1', folder))();
    });
  });

  it('refuses a phone another run has, and lends it when that run was killed', async () => {
    await inTemporaryFolder(async (folder) => {
      const script = `
        import { lockPhone } from ${JSON.stringify(MODULE)};
        await lockPhone('192.168.1.7:5555', ${JSON.stringify(folder)});
        console.log('locked');
        setInterval(() => undefined, 1000);`;
      const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(createInterface({ input: other.stdout }), 'line');

      await assert.rejects(lockPhone('192.168.1.7:5555', folder), {
        code: 'NO_PHONE',
        message: `took the phone 192.168.1.7:5555 for this run, found it with the run with process id ${other.pid}, `
          + 'expected it free',
      });
      other.kill('SIGKILL');
      await once(other, 'exit');
      await (await lockPhone('192.168.1.7:5555', folder, 2_000))();
    });
  });
});
