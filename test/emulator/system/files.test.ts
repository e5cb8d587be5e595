import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { appCredential, ROOT, SHELL } from '../../../emulator/phone/system/files/credential.ts';
import { layOut } from '../../../emulator/phone/system/files/android-layout.ts';
import type { FileErrorCode } from '../../../emulator/phone/system/files/file-error.ts';
import { PhoneFiles } from '../../../emulator/phone/system/files/phone-files.ts';

function aDisk(): { readonly root: PhoneFiles; readonly shell: PhoneFiles; readonly app: PhoneFiles } {
  const disk = layOut(() => 1000, { atMs: 0, buildProperties: [], systemCas: { '00.0': 'PEM' }, programs: ['ls'], su: true, wifiMac: '00:00:00:00:00:01' });
  return { root: new PhoneFiles(disk, ROOT), shell: new PhoneFiles(disk, SHELL), app: new PhoneFiles(disk, appCredential(10_123)) };
}

async function refused(act: Promise<unknown>, code: FileErrorCode): Promise<void> {
  await assert.rejects(act, (error: Error) => 'code' in error && error.code === code);
}

describe('the file system of the emulated phone', () => {
  it('gives back whatever was written, under every name the shared storage has', async () => {
    const { shell } = aDisk();

    await fc.assert(fc.asyncProperty(fc.uint8Array(), async (bytes) => {
      await shell.writeFile('/sdcard/Download/file', bytes);
      for (const name of ['/storage/emulated/0/Download/file', '/storage/self/primary/Download/file', '/mnt/user/0/primary/./Download/../Download/file']) {
        assert.deepEqual(new Uint8Array(await shell.readFileBuffer(name)), bytes);
      }
    }));
  });

  it('gives what is made on the shared storage to root and sdcard_rw, whoever makes it', async () => {
    const { root, shell } = aDisk();

    await shell.writeFile('/sdcard/a', 'x');
    await shell.mkdir('/sdcard/b');
    await root.chmod('/sdcard/a', 0o777);

    assert.deepEqual([shell.node('/sdcard/a'), shell.node('/sdcard/b')].map(({ uid, gid, mode }) => [uid, gid, mode.toString(8)]), [[0, 1015, '660'], [0, 1015, '771']]);
  });

  it('keeps each user out of what is not theirs', async () => {
    const { root, shell, app } = aDisk();
    await root.mkdir('/data/data/com.x');
    root.change('/data/data/com.x', { uid: 10_123, gid: 10_123, mode: 0o700 });

    await app.writeFile('/data/data/com.x/own', '1');

    await refused(shell.readFile('/data/data/com.x/own'), 'EACCES');
    await refused(shell.readdir('/data'), 'EACCES');
    await refused(app.writeFile('/data/local/tmp/x', ''), 'EACCES');
    await refused(shell.writeFile('/system/x', ''), 'EROFS');
    await refused(root.writeFile('/system/x', ''), 'EROFS');
    await refused(shell.writeFile('/proc/version', ''), 'EACCES');
    await refused(shell.chmod('/data/data', 0o777), 'EPERM');
    assert.equal(await root.readFile('/data/data/com.x/own'), '1');
  });

  it('follows links as the kernel does and gives up on circles', async () => {
    const { shell } = aDisk();
    const folder = '/data/local/tmp';
    await shell.symlink('b', `${folder}/a`);
    await shell.symlink('a', `${folder}/b`);
    await shell.symlink('target', `${folder}/dangling`);

    await shell.writeFile(`${folder}/dangling`, 'through');

    await refused(shell.readFile(`${folder}/a`), 'ELOOP');
    assert.equal(await shell.readFile(`${folder}/target`), 'through');
    assert.equal(await shell.realpath('/sdcard/Music'), '/storage/emulated/0/Music');
    assert.equal(await shell.readlink('/sdcard'), '/storage/self/primary');
  });

  it('hides what lies below a mount and shows it again', async () => {
    const { root, shell } = aDisk();
    const store = '/system/etc/security/cacerts';
    root.disk.mounts.add({ device: 'tmpfs', point: store, type: 'tmpfs', options: '', readOnly: false, root: root.disk.newRoot() });

    await root.writeFile(`${store}/ff.0`, 'CA');

    assert.deepEqual(await shell.readdir(store), ['ff.0']);
    await refused(root.rm(store, { recursive: true }), 'EBUSY');
    root.disk.mounts.remove(store);
    assert.deepEqual(await shell.readdir(store), ['00.0']);
  });

  it('removes, copies and moves trees, across mounts too', async () => {
    const { root } = aDisk();
    await root.mkdir('/data/local/tmp/tree/deep', { recursive: true });
    await root.writeFile('/data/local/tmp/tree/deep/file', 'x');

    await root.mv('/data/local/tmp/tree', '/sdcard/tree');
    await root.cp('/sdcard/tree', '/sdcard/copy', { recursive: true });

    await refused(root.stat('/data/local/tmp/tree'), 'ENOENT');
    await refused(root.rm('/sdcard/tree'), 'ENOTEMPTY');
    await root.rm('/sdcard/tree', { recursive: true });
    assert.equal(await root.readFile('/sdcard/copy/deep/file'), 'x');
    assert.equal(await root.exists('/sdcard/tree'), false);
  });
});
