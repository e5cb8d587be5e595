import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, stat, writeFile, mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adbdGeneration } from '../../../emulator/phone/adbd/features.ts';
import { startAdbServer, freePort } from './adb-server.ts';
import type { AdbServer } from './adb-server.ts';
import { startPhoneDouble } from './phone-double.ts';
import type { PhoneDouble } from './phone-double.ts';

describe("adbd, as the machine's own adb sees it", function () {
  this.timeout(30_000);
  let adb: AdbServer;
  let phone: PhoneDouble;
  let old: PhoneDouble;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adbd-test-'));
    [adb, phone, old] = await Promise.all([startAdbServer(), startPhoneDouble(), startPhoneDouble({ apiLevel: 22 })]);
    await adb.connect(phone.serial);
    await adb.connect(old.serial);
    await adb.run('-s', phone.serial, 'wait-for-device');
    await adb.run('-s', old.serial, 'wait-for-device');
  });

  after(async () => {
    await Promise.all([phone.adbd.close(), old.adbd.close(), adb.close()]);
    await rm(folder, { recursive: true });
  });

  const on = (device: PhoneDouble, ...args: readonly string[]) => adb.run('-s', device.serial, ...args);

  it('is listed with what it is', async () => {
    const { stdout } = await adb.run('devices', '-l');

    assert.match(stdout, new RegExp(`${phone.serial}\\s+device product:ginkgo_eea model:Redmi_Note_8 device:ginkgo`));
  });

  it('reports the features of its Android version, none before Android 7', async () => {
    const [modern, ancient] = await Promise.all([on(phone, 'features'), on(old, 'features')]);

    // This adb tells of the features that it knows too.
    assert.deepEqual(modern.stdout.trim().split('\n').sort(), adbdGeneration(30).features.filter((name) => !name.startsWith('sendrecv')).sort());
    assert.equal(ancient.stdout.trim(), '');
  });

  it('passes exit codes and keeps the outputs apart with the shell protocol', async () => {
    const answer = await on(phone, 'shell', 'echo a; echo b >&2; exit 5');

    assert.deepEqual(answer, { code: 5, stdout: 'a\n', stderr: 'b\n' });
  });

  it('mixes the outputs on a terminal and loses the exit code without the shell protocol', async () => {
    const answer = await on(old, 'shell', 'echo a; echo b >&2; exit 5');

    assert.equal(answer.code, 0);
    assert.equal(answer.stderr, '');
    assert.deepEqual(answer.stdout.split('\r\n').sort(), ['', 'a', 'b']);
  });

  it('gives a command its input, up to its end', async () => {
    const answer = await adb.runWithInput('one\ntwo\n', '-s', phone.serial, 'shell', 'wc -l');

    assert.equal(answer.stdout.trim(), '2');
  });

  it('runs an interactive shell', async () => {
    const answer = await adb.runWithInput('echo from the inside\nexit 3\n', '-s', phone.serial, 'shell');

    assert.deepEqual(answer, { code: 3, stdout: 'from the inside\n', stderr: '' });
  });

  it('passes bytes through exec-out unchanged, without an exit code', async () => {
    const answer = await on(phone, 'exec-out', 'echo x; exit 4');

    assert.deepEqual(answer, { code: 0, stdout: 'x\n', stderr: '' });
  });

  it('passes a large output whole', async () => {
    const answer = await on(phone, 'exec-out', 'head -c 5000000 /dev/zero | tr "\\0" x');

    assert.equal(answer.stdout.length, 5_000_000);
  });

  it('runs many commands at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => on(phone, 'shell', `echo ${n}; exit ${n}`)));

    assert.deepEqual(answers.map(({ code, stdout }) => [code, stdout]), Array.from({ length: 20 }, (_, n) => [n, `${n}\n`]));
  });

  for (const generation of ['modern', 'ancient'] as const) {
    it(`brings a pushed file back as it was, with its time and the owner's rights for all (${generation})`, async () => {
      const device = generation === 'modern' ? phone : old;
      const content = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7919) % 251));
      const local = join(folder, `${generation}.bin`);
      await writeFile(local, content, { mode: 0o755 });

      const push = await on(device, 'push', local, '/data/local/tmp/deep/er/file.bin');
      const pull = await on(device, 'pull', '-a', '/data/local/tmp/deep/er/file.bin', `${local}.back`);

      assert.equal(push.code, 0, push.stderr);
      assert.equal(pull.code, 0, pull.stderr);
      assert.deepEqual(await readFile(`${local}.back`), content);
      assert.equal(Math.floor((await stat(local)).mtimeMs / 1000), Math.floor((await stat(`${local}.back`)).mtimeMs / 1000));
      assert.equal((await device.files.stat('/data/local/tmp/deep/er/file.bin')).mode & 0o777, 0o777);
    });

    it(`brings a pushed folder back (${generation})`, async () => {
      const device = generation === 'modern' ? phone : old;
      const local = join(folder, `${generation}-tree`);
      await mkdir(join(local, 'inner'), { recursive: true });
      await writeFile(join(local, 'a.txt'), 'a');
      await writeFile(join(local, 'inner', 'b.txt'), 'b');

      const push = await on(device, 'push', local, '/sdcard/tree');
      const pull = await on(device, 'pull', '/sdcard/tree', `${local}-back`);

      assert.deepEqual([push.code, pull.code], [0, 0], push.stderr + pull.stderr);
      assert.equal(await readFile(join(`${local}-back`, 'inner', 'b.txt'), 'utf8'), 'b');
    });
  }

  it('words refused transfers as the Android version does', async () => {
    const local = join(folder, 'hosts');
    await writeFile(local, 'x');

    const readOnly = await on(phone, 'push', local, '/system/etc/hosts');
    const noParents = await on(phone, 'push', local, '/no/such/hosts');
    const private_ = await on(phone, 'push', local, '/data/system/hosts');
    const oldReadOnly = await on(old, 'push', local, '/system/etc/hosts');
    const missing = await on(phone, 'pull', '/data/local/tmp/nofile');
    const oldMissing = await on(old, 'pull', '/data/local/tmp/nofile');

    assert.match(readOnly.stdout + readOnly.stderr, /remote couldn't create file: Read-only file system/);
    assert.match(noParents.stdout + noParents.stderr, /remote secure_mkdirs failed: Read-only file system/);
    assert.match(private_.stdout + private_.stderr, /Permission denied/);
    assert.match(oldReadOnly.stdout + oldReadOnly.stderr, /remote Read-only file system/);
    assert.match(missing.stdout + missing.stderr, /failed to stat remote object '\/data\/local\/tmp\/nofile': No such file or directory/);
    assert.match(oldMissing.stdout + oldMissing.stderr, /remote object '\/data\/local\/tmp\/nofile' does not exist/);
  });

  it('hands an installed APK to the package command, streamed', async () => {
    const apk = join(folder, 'app.apk');
    const content = Buffer.alloc(700_000, 'apk!');
    await writeFile(apk, content);

    const answer = await on(phone, 'install', '-r', apk);

    assert.match(answer.stdout, /Performing Streamed Install\nSuccess/);
    assert.deepEqual(phone.installed.at(-1), content);
  });

  it('lists, replaces and forgets reverse rules', async () => {
    const quiet = await on(phone, 'reverse', 'tcp:7777', 'tcp:15099');
    const list = await on(phone, 'reverse', '--list');
    const taken = await on(phone, 'reverse', '--no-rebind', 'tcp:7777', 'tcp:1');
    const chosen = await on(phone, 'reverse', 'tcp:0', 'tcp:15099');
    const removed = await on(phone, 'reverse', '--remove', 'tcp:7777');
    const unknown = await on(phone, 'reverse', '--remove', 'tcp:7777');
    const all = await on(phone, 'reverse', '--remove-all');

    assert.deepEqual(quiet, { code: 0, stdout: '', stderr: '' });
    assert.match(list.stdout, /^host-\d+ tcp:7777 tcp:15099\n\n?$/);
    assert.match(taken.stderr, /cannot rebind existing socket/);
    assert.match(chosen.stdout, /^\d+\n$/);
    assert.equal(removed.code, 0);
    assert.match(unknown.stderr, /listener 'tcp:7777' not found/);
    assert.equal(all.code, 0);
    assert.equal(phone.loopback.isOpen(Number(chosen.stdout)), false);
  });

  it("carries a phone's connection to a reversed port to the host and back", async () => {
    const server = createTcpServer((socket) => socket.pipe(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const hostPort = typeof address === 'object' && address !== null ? address.port : 0;
    await on(phone, 'reverse', 'tcp:8899', `tcp:${hostPort}`);

    const socket = phone.loopback.connect(8899)!;
    socket.write('there and back');
    const [echo] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    server.close();

    assert.equal(String(echo), 'there and back');
  });

  it('forgets its reverse rules when the connection drops', async () => {
    const dropped = await startPhoneDouble();
    await adb.connect(dropped.serial);
    await on(dropped, 'wait-for-device');
    await on(dropped, 'reverse', 'tcp:7778', 'tcp:15099');
    const before = dropped.loopback.isOpen(7778);

    dropped.adbd.drop();
    const after = dropped.loopback.isOpen(7778);
    await adb.run('disconnect', dropped.serial);
    await dropped.adbd.close();

    assert.deepEqual([before, after], [true, false]);
  });

  it('breaks a connection to a reversed port when nobody listens on the host', async () => {
    await on(phone, 'reverse', 'tcp:8898', `tcp:${await freePort()}`);

    const socket = phone.loopback.connect(8898)!;
    socket.resume();
    await once(socket, 'close');
  });

  it("serves HTTP on the phone's own port through a forward, and nothing where nothing listens", async () => {
    const http = createServer((_, response) => {
      response.write('head and ');
      response.end('body');
    });
    phone.loopback.listen(6790, (socket) => http.emit('connection', socket));
    const forward = await on(phone, 'forward', 'tcp:0', 'tcp:6790');
    const closed = await on(phone, 'forward', 'tcp:0', 'tcp:6791');

    const response = await fetch(`http://127.0.0.1:${forward.stdout.trim()}/status`);
    const text = await response.text();
    const socket = connect(Number(closed.stdout), '127.0.0.1');
    socket.resume();
    await once(socket, 'close');

    assert.equal(text, 'head and body');
  });

  it('cannot run as root in a production build, and says so without an exit code', async () => {
    assert.deepEqual(await on(phone, 'root'), { code: 0, stdout: 'adbd cannot run as root in production builds\n', stderr: '' });
    assert.deepEqual(await on(phone, 'unroot'), { code: 0, stdout: 'adbd not running as root\n', stderr: '' });
  });

  it('restarts as root in a debuggable build, and comes back', async () => {
    const debuggable = await startPhoneDouble({ debuggable: true });
    await adb.connect(debuggable.serial);

    const root = await on(debuggable, 'root');
    await on(debuggable, 'wait-for-device');
    const again = await on(debuggable, 'root');
    await adb.run('disconnect', debuggable.serial);
    await debuggable.adbd.close();

    assert.match(root.stdout, /^restarting adbd as root\n/);
    assert.equal(again.stdout, 'adbd is already running as root\n');
  });

  it('hangs up a command whose client went away', async () => {
    const marker = `exec sleep 1000 # ${folder}`;
    const socket = connect(adb.port, '127.0.0.1');
    await once(socket, 'connect');
    const request = (text: string) => socket.write(text.length.toString(16).padStart(4, '0') + text);
    request(`host:transport:${phone.serial}`);
    await once(socket, 'data');
    request(`shell:${marker}`);
    await once(socket, 'data');

    socket.destroy();
    while (!phone.hungUp.includes(marker)) await new Promise((resolve) => setImmediate(resolve));
  });

  it('refuses services it does not have', async () => {
    const answer = await on(phone, 'forward', 'tcp:0', 'localabstract:nobody');
    const socket = connect(Number(answer.stdout), '127.0.0.1');
    socket.resume();
    await once(socket, 'close');

    assert.match((await on(phone, 'track-devices-of-a-phone')).stderr, /unknown command/);
  });

  it('serves two adb servers at once', async () => {
    const other = await startAdbServer();
    await other.connect(phone.serial);
    await other.run('-s', phone.serial, 'wait-for-device');

    const [one, two] = await Promise.all([on(phone, 'shell', 'echo one'), other.run('-s', phone.serial, 'shell', 'echo two')]);
    await other.close();

    assert.deepEqual([one.stdout, two.stdout], ['one\n', 'two\n']);
  });
});
