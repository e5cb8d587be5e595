import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAdbServer } from './adbd/adb-server.ts';
import type { AdbAnswer, AdbServer } from './adbd/adb-server.ts';
import { profilePath, startEmulator } from './emulator-rig.ts';
import type { EmulatorRig } from './emulator-rig.ts';

const SETTINGS_APK = fileURLToPath(new URL('../../node_modules/appium-uiautomator2-driver/node_modules/io.appium.settings/apks/settings_apk-debug.apk', import.meta.url));

describe("a booted phone, as the machine's own adb sees it", function () {
  this.timeout(60_000);
  let emulator: EmulatorRig;
  let adb: AdbServer;
  let folder: string;
  const on = (...args: readonly string[]): Promise<AdbAnswer> => adb.run('-s', emulator.serials[0]!, ...args);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phone-'));
    adb = await startAdbServer();
    await adb.run('devices');
    const key = join(adb.home, '.android', 'adbkey.pub');
    emulator = await startEmulator([profilePath('ginkgo-2020')], '--adb-key', key, '--unauthorized', '--time-scale', '0.01');
  });

  after(async () => {
    await emulator.close();
    await adb.close();
    await rm(folder, { recursive: true });
  });

  it('lets in the host whose key was accepted before, and no other', async () => {
    const stranger = await startAdbServer();
    const own = await adb.run('connect', emulator.serials[0]!);
    const other = await stranger.run('connect', emulator.serials[0]!);
    await stranger.close();

    assert.equal(own.stdout, `connected to ${emulator.serials[0]!}\n`);
    assert.equal(other.stdout, `failed to authenticate to ${emulator.serials[0]!}\n`);
  });

  it('runs commands as the shell user and, by su, as root', async () => {
    assert.match((await on('shell', 'id')).stdout, /^uid=2000\(shell\)/);
    assert.match((await on('shell', "su -c 'id'")).stdout, /^uid=0\(root\)/);
    assert.deepEqual(await on('shell', 'echo out; echo err >&2; exit 9'), { code: 9, stdout: 'out\n', stderr: 'err\n' });
    assert.equal((await on('shell', 'getprop ro.product.model')).stdout, 'Redmi Note 8\n');
    assert.equal((await on('root')).stdout, 'adbd cannot run as root in production builds\n');
  });

  it('brings a pushed file back, and shows it to its own shell', async () => {
    const local = join(folder, 'file');
    await writeFile(local, 'one\ntwo\n');

    await on('push', local, '/sdcard/Download/new/file.txt');
    await on('pull', '/sdcard/Download/new/file.txt', `${local}.back`);

    assert.equal(await readFile(`${local}.back`, 'utf8'), 'one\ntwo\n');
    assert.equal((await on('shell', 'wc -l < /sdcard/Download/new/file.txt')).stdout.trim(), '2');
  });

  it('keeps the shell user out of where it has no business', async () => {
    const local = join(folder, 'hosts');
    await writeFile(local, 'x');

    const system = await on('push', local, '/system/etc/hosts');
    const data = await on('push', local, '/data/system/hosts');

    assert.match(system.stdout + system.stderr, /Read-only file system/);
    assert.match(data.stdout + data.stderr, /Permission denied/);
  });

  it('installs, lists and uninstalls a real APK', async () => {
    const install = await on('install', '-r', '-g', SETTINGS_APK);
    const list = await on('shell', 'pm list packages io.appium.settings');
    const uninstall = await on('uninstall', 'io.appium.settings');
    const gone = await on('shell', 'pm list packages io.appium.settings');

    assert.match(install.stdout, /Success/, install.stderr);
    assert.equal(list.stdout, 'package:io.appium.settings\n');
    assert.match(uninstall.stdout, /Success/);
    assert.equal(gone.stdout, '');
  });

  it('refuses to install what is no APK', async () => {
    const junk = join(folder, 'junk.apk');
    await writeFile(junk, 'this is not an archive');

    const install = await on('install', junk);

    assert.equal(install.code, 1);
    assert.match(install.stdout + install.stderr, /Failure \[INSTALL_PARSE_FAILED/);
  });

  it("opens the host's ports to its own programs", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('hello phone');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    await on('reverse', 'tcp:8899', `tcp:${port}`);
    // The pause keeps nc's input open: adb has no half-closed streams, so its end would cut off the answer.
    const answer = await on('shell', String.raw`(printf 'GET /from-the-phone HTTP/1.0\r\n\r\n'; sleep 0.5) | nc 127.0.0.1 8899`);
    await on('reverse', '--remove-all');
    const closed = await on('shell', 'echo | nc 127.0.0.1 8899');
    server.close();

    assert.deepEqual(asked, ['/from-the-phone']);
    assert.match(answer.stdout, /hello phone$/);
    assert.notEqual(closed.code, 0);
  });

  it('logs for as long as somebody reads', async () => {
    await on('shell', 'log -t Earshot heard');

    assert.match((await on('logcat', '-d')).stdout, /I Earshot *: heard/);
  });
});
