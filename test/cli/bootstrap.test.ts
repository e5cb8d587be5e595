import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BOOTSTRAP = fileURLToPath(new URL('../../src/cli/bootstrap.mjs', import.meta.url));
const NOBODY = 65534;

describe('the bootstrap of a fresh machine', () => {
  let programs: string;

  beforeEach(() => {
    programs = mkdtempSync(join(tmpdir(), 'earshot-path-'));
    chmodSync(programs, 0o755);
    symlinkSync(process.execPath, join(programs, 'node'));
  });

  afterEach(() => rmSync(programs, { recursive: true }));

  function bootstrap(options: { readonly uid?: number } = {}): { readonly status: number | null; readonly said: string } {
    const { status, stderr } = spawnSync(process.execPath, [BOOTSTRAP], { env: { PATH: programs }, encoding: 'utf8', ...options });
    return { status, said: stderr };
  }

  function provide(...names: readonly string[]): void {
    for (const name of names) symlinkSync('/bin/true', join(programs, name));
  }

  it('says nothing where everything is there', () => {
    provide('adb', 'java');

    assert.deepEqual(bootstrap(), { status: 0, said: '' });
  });

  it('names what is missing on a system without apt, and ends with 3', () => {
    provide('java');

    const { status, said } = bootstrap();

    assert.equal(status, 3);
    assert.match(said, /^earshot: adb \(Android Debug Bridge\) not found on this machine\. Type: .*\n$/);
  });

  it('gives the one command to type where it is not root', function () {
    provide('apt-get');
    const uid = process.getuid?.() === 0 ? NOBODY : undefined;

    const { status, said } = bootstrap(uid === undefined ? {} : { uid });

    if (said.includes('EACCES')) {
      // The checkout lies where only its owner can read it.
      process.stdout.write('skipped: nobody cannot read this checkout\n');
      this.skip();
    }
    assert.equal(status, 3);
    assert.match(said, /Type: sudo apt-get install -y --no-install-recommends adb default-jre-headless\n$/);
  });
});
