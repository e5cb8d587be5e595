import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdbServerClient } from '@yume-chan/adb';
import type { Adb } from '@yume-chan/adb';
import { AdbServerNodeTcpConnector } from '@yume-chan/adb-server-node-tcp';
import { aSigner, anApk } from '../shell/apk-maker.ts';
import { adbkitDevice } from './adbkit-device.ts';
import { startAdbServer } from './adb-server.ts';
import type { AdbAnswer, AdbServer } from './adb-server.ts';
import { bootedPhone, GLASS } from './booted-phone.ts';
import type { BootedPhone } from './booted-phone.ts';

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function streamOf(content: Buffer): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(content));
      controller.close();
    },
  });
}

describe('a phone and its adbd, as three independent clients see them', function () {
  this.timeout(20_000);
  let adb: AdbServer;
  let nine: BootedPhone;
  let twelve: BootedPhone;
  let old: BootedPhone;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'booted-'));
    [adb, nine, twelve, old] = await Promise.all([
      startAdbServer(), bootedPhone(28), bootedPhone(31, { buildType: 'userdebug' }), bootedPhone(26),
    ]);
    for (const { serial } of [nine, twelve, old]) await adb.connect(serial);
    for (const { serial } of [nine, twelve, old]) await adb.run('-s', serial, 'wait-for-device');
  });

  after(async () => {
    await Promise.all([adb.close(), ...[nine, twelve, old].map(({ adbd }) => adbd.close())]);
    await rm(folder, { recursive: true });
  });

  const on = (phone: BootedPhone, ...args: readonly string[]): Promise<AdbAnswer> => adb.run('-s', phone.serial, ...args);
  const tango = (phone: BootedPhone): Promise<Adb> => new AdbServerClient(new AdbServerNodeTcpConnector({ host: '127.0.0.1', port: adb.port })).createAdb({ serial: phone.serial });

  it('shows Tango what is on the glass, with the header of its Android version', async () => {
    for (const [phone, colourSpace] of [[old, undefined], [nine, 1]] as const) {
      const device = await tango(phone);
      const frame = await device.framebuffer();
      await device.close();

      assert.deepEqual([frame.width, frame.height, frame.bpp, frame.red_offset, frame.green_offset, frame.blue_offset, frame.alpha_offset], [2, 3, 32, 0, 8, 16, 24]);
      assert.equal('colorSpace' in frame ? frame.colorSpace : undefined, colourSpace);
      assert.deepEqual(Buffer.from(frame.data), GLASS.rgba);
    }
  });

  it('shows adbkit, which knows the first header only, what is on the glass', async () => {
    const frame = await adbkitDevice(adb.port, old.serial).framebuffer('raw');

    assert.deepEqual({ ...frame.meta, format: frame.meta.format }, { ...frame.meta, version: 1, bpp: 32, size: 24, width: 2, height: 3, format: 'rgba' });
    assert.deepEqual(await collect(frame), GLASS.rgba);
  });

  it('gives adbkit its screenshots and its log in binary', async () => {
    const device = adbkitDevice(adb.port, nine.serial);
    const png = await collect(await device.screencap());
    const reader = await device.openLogcat({ clear: false });
    const heard = new Promise((resolve) => {
      reader.on('entry', (entry: { readonly tag: string; readonly message: string; readonly priority: number }) => {
        if (entry.tag === 'Heard') resolve([entry.message, entry.priority]);
      });
    });
    nine.phone.system.logcat.write({ level: 'W', tag: 'Heard', message: 'by adbkit' });

    assert.equal(png.subarray(0, 4).toString('latin1'), '\x89PNG');
    assert.deepEqual(await heard, ['by adbkit', 5]);
    reader.end();
  });

  it('writes the raw frame of screencap with its colour space, and refuses displays it does not have', async () => {
    const raw = await on(nine, 'exec-out', 'screencap | base64');
    const unknown = await on(nine, 'shell', 'screencap -p -d 7');

    const bytes = Buffer.from(raw.stdout, 'base64');
    assert.deepEqual([0, 4, 8, 12].map((at) => bytes.readUInt32LE(at)), [2, 3, 1, 1]);
    assert.deepEqual(bytes.subarray(16), GLASS.rgba);
    assert.deepEqual(unknown, { code: 1, stdout: '', stderr: 'Unable to get handle for display 7\n' });
  });

  it('transfers files with Tango by the second version of sync, large ones too', async () => {
    const content = Buffer.from(Array.from({ length: 1_200_000 }, (_, n) => (n * 7919) % 251));
    const device = await tango(twelve);
    const sync = await device.sync();
    await sync.write({ filename: '/data/local/tmp/tango.bin', file: streamOf(content) as never });
    const back = await collect(sync.read('/data/local/tmp/tango.bin'));
    await sync.dispose();
    await device.close();

    assert.equal(sync.supportsSendReceiveV2, true);
    assert.ok(back.equals(content));
  });

  it('installs what adb and adbkit bring: one APK, several, a staged one', async () => {
    const [signer, device] = [await aSigner(), adbkitDevice(adb.port, nine.serial)];
    const [base, split] = [join(folder, 'base.apk'), join(folder, 'split_config.en.apk')];
    await writeFile(base, anApk({ packageName: 'com.example.app', versionCode: 1 }, signer));
    await writeFile(split, anApk({ packageName: 'com.example.app', versionCode: 1, split: 'config.en' }, signer));

    const multiple = await on(nine, 'install-multiple', base, split);
    const paths = await on(nine, 'shell', 'pm path com.example.app');
    const removed = await device.uninstall('com.example.app');
    const installed = await device.install(base);
    const bridged = await on(twelve, 'install', base);
    await writeFile(base, (await readFile(base)).subarray(0, 200));
    const broken = await on(nine, 'install', base);

    assert.match(multiple.stdout, /^Success\n/, multiple.stderr);
    assert.equal(paths.stdout.trim().split('\n').length, 2);
    assert.deepEqual([removed, installed, await device.isInstalled('com.example.app')], [true, true, true]);
    assert.match(bridged.stdout, /Performing Streamed Install\nSuccess/);
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /Failure \[INSTALL_PARSE_FAILED_NOT_APK: /);
  });

  it('runs as root where its build allows it, and remounts and unlocks only then', async () => {
    const before = [await on(twelve, 'remount'), await on(twelve, 'disable-verity'), await on(nine, 'disable-verity'), await on(nine, 'shell', 'stop')];
    const root = await on(twelve, 'root');
    await on(twelve, 'wait-for-device');
    const after = [await on(twelve, 'shell', 'id -u'), await on(twelve, 'remount'), await on(twelve, 'shell', 'touch /system/touched && ls /system/touched'), await on(twelve, 'disable-verity')];

    assert.deepEqual(before.map(({ stdout, stderr }) => stdout + stderr), [
      'remount failed\nNot running as root. Try "adb root" first.\n', 'Error getting verity state. Try adb root first?\n',
      'verity cannot be disabled/enabled - USER build\n', 'Must be root\n',
    ]);
    assert.equal(root.stdout, 'restarting adbd as root\n');
    assert.deepEqual(after.map(({ stdout }) => stdout), [
      '0\n', 'remount succeeded\n', '/system/touched\n', 'Successfully disabled verity\nNow reboot your device for settings to take effect\n',
    ]);
  });

  it('hands reboots on to init, with their target, and keeps the sideload for root', async () => {
    const refused = await on(nine, 'reboot', 'sideload');
    const waiting = ['', 'bootloader', 'recovery'].map((target) => on(nine, 'reboot', ...(target === '' ? [] : [target])));
    const shell = on(nine, 'shell', 'reboot');
    while (nine.reboots.length < 4) await new Promise((resolve) => setImmediate(resolve));
    // What the phone does then: everything that was connected is cut off.
    nine.adbd.drop();
    await Promise.all([...waiting, shell]);

    assert.match(refused.stdout + refused.stderr, /'adb root' is required for 'adb reboot sideload'\./);
    assert.deepEqual([...nine.reboots].sort(), ['reboot,adb', 'reboot,bootloader', 'reboot,recovery', 'reboot,shell']);
  });

  it('refuses connections while it is dead, and is back on the same port', async () => {
    const refuses = async (): Promise<string> => {
      const socket = connect(old.adbd.port, '127.0.0.1');
      const outcome = await Promise.race([once(socket, 'connect').then(() => 'accepts'), once(socket, 'error').then(() => 'refuses')]).catch(() => 'refuses');
      socket.destroy();
      return outcome;
    };
    await old.adbd.stop();
    const dead = [await refuses(), old.adbd.isRunning, old.phone.system.properties.get('init.svc.adbd')];
    await old.adbd.start();
    await adb.run('disconnect', old.serial);
    await adb.connect(old.serial);
    await on(old, 'wait-for-device');

    assert.deepEqual(dead, ['refuses', false, 'stopped']);
    assert.equal((await on(old, 'shell', 'getprop init.svc.adbd')).stdout, 'running\n');
  });

  it('is an emulator where it is connected to as one, with no console behind it', async () => {
    const server = await startAdbServer();
    const console = twelve.adbd.port - 1;
    await server.run('connect', `emu:${console},${twelve.adbd.port}`);
    await server.run('-s', `emulator-${console}`, 'wait-for-device');
    const shell = await server.run('-s', `emulator-${console}`, 'shell', 'echo here');
    const emu = await on(twelve, 'emu', 'avd', 'name');
    await server.close();

    assert.equal(shell.stdout, 'here\n');
    assert.deepEqual([emu.code, emu.stdout], [1, '']);
  });

  it('says that it has no bug report to give', async () => {
    const answer = await on(twelve, 'bugreport', join(folder, 'report.zip'));

    assert.notEqual(answer.code, 0);
    assert.match(answer.stdout + answer.stderr, /Failed to connect to dumpstatez service/);
  });

  it('serves two servers with keys of their own, and keeps out a third whose key its owner refuses', async () => {
    const others = await Promise.all([startAdbServer(), startAdbServer()]);
    const [second, third] = others;
    await second.connect(twelve.serial);
    const { authorisation } = twelve.phone.system;
    const trusted = authorisation.trusted().length;
    authorisation.refuse();
    const refused = await third.run('connect', twelve.serial);
    const [one, two] = await Promise.all([on(twelve, 'shell', 'echo one'), second.run('-s', twelve.serial, 'shell', 'echo two')]);
    await Promise.all(others.map((server) => server.close()));

    assert.deepEqual([one.stdout, two.stdout], ['one\n', 'two\n']);
    assert.equal(refused.stdout, `failed to authenticate to ${twelve.serial}\n`);
    assert.equal(authorisation.trusted().length, trusted);
  });

  it('carries many streams at once without mixing them', async () => {
    const numbers = (from: number): readonly number[] => Array.from({ length: 20_000 }, (_, index) => from + index);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => on(twelve, 'exec-out', `seq ${n * 100_000} ${n * 100_000 + 19_999}`)));

    for (const [n, { stdout }] of answers.entries()) assert.ok(stdout === numbers(n * 100_000).map((number) => `${number}\n`).join(''), `stream ${n}`);
  });
});
