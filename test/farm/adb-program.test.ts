import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findAdb, parseVersion } from '../../src/farm/adb-program.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

describe('findAdb', () => {
  it('finds adb below ANDROID_HOME when PATH has none', async () => {
    await inTemporaryFolder(async (folder) => {
      const program = writeAdb(folder, 'Android Debug Bridge version 1.0.41\\nVersion 34.0.5-10900879');

      const adb = await findAdb({ PATH: '/nowhere', ANDROID_HOME: folder });

      assert.deepEqual(adb, { path: program, protocol: '1.0.41', version: '34.0.5-10900879', canIgnoreUsb: false });
    });
  });

  it('gives the command to type when there is none', async () => {
    await assert.rejects(findAdb({ PATH: '/nowhere' }), {
      code: 'TOOL_MISSING',
      message: 'looked for adb on PATH and below ANDROID_HOME, found none',
      hint: process.platform === 'linux'
        ? 'Type: sudo apt-get install -y adb   (other systems: install Android platform-tools, put adb on PATH)'
        : /^Type: /,
    });
  });

  it('refuses one that is too old', async () => {
    await inTemporaryFolder(async (folder) => {
      const program = writeAdb(folder, 'Android Debug Bridge version 1.0.32');

      await assert.rejects(findAdb({ PATH: '/nowhere', ANDROID_SDK_ROOT: folder }), {
        code: 'TOOL_MISSING',
        message: `asked ${program} for its version, found "Android Debug Bridge version 1.0.32", `
          + 'expected 1.0.41 or newer',
      });
    });
  });
});

describe('parseVersion', () => {
  it('reads protocol and release with either line end', () => {
    const expected = { protocol: '1.0.41', version: '29.0.6-debian' };

    assert.deepEqual(parseVersion('Android Debug Bridge version 1.0.41\nVersion 29.0.6-debian\nInstalled as x\n'), expected);
    assert.deepEqual(parseVersion('Android Debug Bridge version 1.0.41\r\nVersion 29.0.6-debian\r\n'), expected);
  });
});

function writeAdb(sdk: string, versionText: string): string {
  mkdirSync(path.join(sdk, 'platform-tools'));
  const program = path.join(sdk, 'platform-tools', 'adb');
  writeFileSync(program, `#!/bin/sh\n[ "$1" != version ] || printf '${versionText}\\n'\n`);
  chmodSync(program, 0o755);
  return program;
}
