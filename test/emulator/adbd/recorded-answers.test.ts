import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startAdbServer } from './adb-server.ts';
import type { AdbAnswer, AdbServer } from './adb-server.ts';
import { bootedPhone } from './booted-phone.ts';
import type { BootedPhone } from './booted-phone.ts';

/** What the client printed and its exit code; a text is compared whole, an expression is searched for. */
interface Recorded {
  readonly stdout?: string | RegExp;
  readonly stderr?: string | RegExp;
  readonly code?: number;
}

/** Arguments of adb, and what two real phones of user builds answered: Android 8.0.0 and 5.1.1. */
type Row = readonly [args: readonly string[], oreo: Recorded | undefined, lollipop: Recorded | undefined];

const release = (text: string): { readonly properties: Readonly<Record<string, string>> } => ({ properties: { 'ro.build.version.release': text, 'ro.product.model': 'A phone of old' } });
const shell = (command: string): readonly string[] => ['shell', command];
const out = (stdout: string | RegExp, code = 0): Recorded => ({ stdout, code });
const err = (stderr: string | RegExp, code = 0): Recorded => ({ stderr, code });
const LINKER = 'CANNOT LINK EXECUTABLE DEPENDENCIES: library "libpdfium.so" not found\r\n';
const NO_SKIA = err('CANNOT LINK EXECUTABLE "app_process": library "libskia.so" not found\n', 134);
const beginnings = (end: string): string => `(?:--------- beginning of \\w+${end}\n)+`;

const ANSWERS: readonly Row[] = [
  [['features'], { stdout: /^(?=[^]*stat_v2)(?=[^]*cmd)(?=[^]*shell_v2)(?:\w+\n){3}$/ }, out(/^\n?$/)],
  [['get-state'], out('device\n'), out('device\n')],
  [['get-serialno'], out(/^127\.0\.0\.1:\d+\n$/), out(/^127\.0\.0\.1:\d+\n$/)],
  [shell('exit 3'), out('', 3), out('')],
  [shell('echo a; echo b >&2; exit 5'), { stdout: 'a\n', stderr: 'b\n', code: 5 }, { stdout: 'a\r\nb\r\n', stderr: '', code: 0 }],
  [['shell', '-n', 'true'], out(''), undefined],
  [shell('sleep 0.05 & echo bg'), out('bg\n'), undefined],
  [shell('nosuchcmd'), err('/system/bin/sh: nosuchcmd: not found\n', 127), out('/system/bin/sh: nosuchcmd: not found\r\n')],
  [shell('ls /nonexistent'), err('ls: /nonexistent: No such file or directory\n', 1), out('/nonexistent: No such file or directory\r\n')],
  [shell('echo 1 | tail -n 1'), out('1\n'), out('/system/bin/sh: tail: not found\r\n')],
  [['exec-out', 'echo x; exit 4'], out('x\n'), out('x\n')],
  [shell('echo $0'), out('/system/bin/sh\n'), undefined],
  [shell('which toybox'), out('/system/bin/toybox\n'), undefined],
  [shell('echo $KSH_VERSION'), out('@(#)MIRBSD KSH R54 2016/11/11\n'), out('@(#)MIRBSD KSH R50 2014/10/07\r\n')],
  [['root'], out('adbd cannot run as root in production builds\n'), out('adbd cannot run as root in production builds\n')],
  [['remount'], out('Not running as root. Try "adb root" first.\n'), out('remount of system failed: Success\nremount failed\n')],
  [['unroot'], out('adbd not running as root\n'), undefined],
  [shell('getenforce'), out(/^(?:Enforcing|Permissive)\n$/), out(/^(?:Enforcing|Permissive)\r\n$/)],
  [['reverse', 'tcp:7777', 'tcp:15099'], out(''), out('')],
  [['reverse', '--list'], out(/^host-\d+ tcp:7777 tcp:15099\n\n$/), out('host tcp:7777 tcp:15099\n\n')],
  [['reverse', '--remove-all'], out(''), out('')],
  [shell('getprop ro.build.version.release'), out('8.0.0\n'), out('5.1.1\r\n')],
  [shell('getprop ro.build.version.sdk'), out('26\n'), out('22\r\n')],
  [shell('getprop ro.product.model'), out('A phone of old\n'), out('A phone of old\r\n')],
  [shell('getprop nobody.set.it'), out('\n'), out('\r\n')],
  [shell('getprop | wc -l'), out(/^\d+\n$/), undefined],
  [shell('df -h /data'), out(/^Filesystem +Size +Used Avail Use% Mounted on\n\S+ +\S+ +\S+ +\S+ +\d+% \/data\n$/), undefined],
  [shell('df /data'), undefined, out(/^Filesystem {15}Size {5}Used {5}Free {3}Blksize\r\n\/data {15} [\d. ]{7}[KMG] [\d. ]{7}[KMG] [\d. ]{7}[KMG] {3}4096\r\n$/)],
  [shell('ps adbd'), undefined, out(/^USER {5}PID {3}PPID {2}VSIZE {2}RSS {5}WCHAN {4}PC {8}NAME\r\nshell {5}\d+ +1 +\d+ +\d+ +[0-9a-f]{8} 00000000 S \S*adbd\r\n$/)],
  [shell('log -t MYTAG hello; logcat -d -s MYTAG'),
    out(new RegExp(`^${beginnings('')}\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} {1,4}\\d+ {1,4}\\d+ I MYTAG {3}: hello\n$`)),
    out(new RegExp(`^${beginnings('\r')}I/MYTAG {3}\\( *\\d+\\): hello \r\n$`))],
  [['logcat', '-c'], out(''), out('')],
  [['emu', 'avd', 'name'], { stdout: '', code: 1 }, undefined],
];

/** Answers of phones whose Java part was not there. */
const WITHOUT_FRAMEWORK: readonly Row[] = [
  [shell('am start -n a/b'), err("cmd: Can't find service: activity\n", 20), out(LINKER)],
  [shell('cmd package list packages'), err("cmd: Can't find service: package\n", 20), undefined],
  [shell('settings get global x'), err("cmd: Can't find service: settings\n", 20), out(LINKER)],
  [shell('pm list packages'), NO_SKIA, out(LINKER)],
  [shell('input tap 1 1'), NO_SKIA, out(LINKER)],
  [shell('wm size'), undefined, out(LINKER)],
  [shell('uiautomator dump'), NO_SKIA, out(LINKER)],
  [shell('screencap -p /data/local/tmp/s.png'), undefined, out('')],
  [['uninstall', 'com.x'], { stdout: /^$/, stderr: /^cmd: Can't find service: package\n$/, code: 20 }, out(/libpdfium/)],
  [shell('dumpsys -l'), out(/^Currently running services:\n {2}\S+\n(?:[^]*\n)? {2}android\.security\.keystore\n {2}batteryproperties\n[^]* {2}installd\n/), undefined],
  [shell('dumpsys battery'), out("Can't find service: battery\n"), undefined],
  [shell('service check activity'), out('Service activity: not found\n'), undefined],
  [shell('dumpsys batteryproperties'), out(/^ac: \d usb: \d wireless: \d current_max: \d+ voltage_max: \d+\nstatus: \d health: \d present: \d\nlevel: \d+ voltage: \d+ temp: \d+\n$/), undefined],
  [shell('getprop sys.boot_completed'), out('\n'), out('\r\n')],
];

describe('adb against phones of Android 8.0.0 and 5.1.1, held against what real ones answered', function () {
  this.timeout(20_000);
  let adb: AdbServer;
  let oreo: BootedPhone;
  let lollipop: BootedPhone;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recorded-'));
    [adb, oreo, lollipop] = await Promise.all([startAdbServer(), bootedPhone(26, release('8.0.0')), bootedPhone(22, release('5.1.1'))]);
    for (const { serial } of [oreo, lollipop]) await adb.connect(serial);
    for (const { serial } of [oreo, lollipop]) await adb.run('-s', serial, 'wait-for-device');
    await writeFile(join(folder, 'hosts'), 'x'.repeat(49));
    await chmod(join(folder, 'hosts'), 0o755);
    await utimes(join(folder, 'hosts'), 1_700_000_000, 1_700_000_000);
    await writeFile(join(folder, 'blob'), 'no APK');
  });

  after(async () => {
    await Promise.all([adb.close(), oreo.adbd.close(), lollipop.adbd.close()]);
    await rm(folder, { recursive: true });
  });

  const on = (rig: BootedPhone, ...args: readonly string[]): Promise<AdbAnswer> => adb.run('-s', rig.serial, ...args);

  function hold(answer: AdbAnswer, recorded: Recorded): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const expected = recorded[stream];
      if (expected instanceof RegExp) assert.match(answer[stream], expected);
      else if (expected !== undefined) assert.equal(answer[stream], expected);
    }
    if (recorded.code !== undefined) assert.equal(answer.code, recorded.code, answer.stdout + answer.stderr);
  }

  function holdAll(rows: readonly Row[]): void {
    for (const [args, expectedOreo, expectedLollipop] of rows) {
      for (const [version, expected] of [['8.0.0', expectedOreo], ['5.1.1', expectedLollipop]] as const) {
        if (expected === undefined) continue;
        it(`answers ${args.join(' ')} as ${version} did`, async () => {
          hold(await on(version === '8.0.0' ? oreo : lollipop, ...args), expected);
        });
      }
    }
  }

  holdAll(ANSWERS);

  for (const version of ['8.0.0', '5.1.1'] as const) {
    const rig = (): BootedPhone => (version === '8.0.0' ? oreo : lollipop);

    it(`keeps forwards, which the host lists by the serial (${version})`, async () => {
      const port = await freePort();
      const [made, list, gone] = [await on(rig(), 'forward', `tcp:${port}`, 'tcp:5555'), await on(rig(), 'forward', '--list'), await on(rig(), 'forward', '--remove-all')];

      assert.deepEqual(made, { code: 0, stdout: `${port}\n`, stderr: '' });
      assert.equal(list.stdout, `${rig().serial} tcp:${port} tcp:5555\n\n`);
      assert.deepEqual(gone, { code: 0, stdout: '', stderr: '' });
    });

    it(`takes files and gives them back with the owner's rights for all and their time (${version})`, async () => {
      const local = join(folder, 'hosts');
      const pushed = await on(rig(), 'push', local, '/data/local/tmp/no/such/hosts');
      const pulled = await on(rig(), 'pull', '/data/local/tmp/no/such/hosts', `${local}.${version}`);
      const listed = await on(rig(), 'shell', 'ls -l /data/local/tmp/no/such');

      assert.match(pushed.stdout + pushed.stderr, /: 1 file pushed, 0 skipped\. [\d.]+ MB\/s \(49 bytes in [\d.]+s\)\n$/);
      assert.match(pulled.stdout + pulled.stderr, /: 1 file pulled, 0 skipped\. [\d.]+ MB\/s \(49 bytes in [\d.]+s\)\n$/);
      assert.equal(listed.stdout, version === '8.0.0'
        ? 'total 4\n-rwxrwxrwx 1 shell shell 49 2023-11-14 22:13 hosts\n'
        : '-rwxrwxrwx shell    shell          49 2023-11-14 22:13 hosts\r\n');
    });

    it(`refuses transfers in its words (${version})`, async () => {
      const local = join(folder, 'hosts');
      const readOnly = await on(rig(), 'push', local, '/system/');
      const missing = await on(rig(), 'pull', '/data/local/tmp/nofile');

      const why = version === '8.0.0' ? "couldn't create file: Read-only file system" : 'Read-only file system';
      assert.match(readOnly.stdout + readOnly.stderr, new RegExp(`adb: error: failed to copy '${local}' to '/system/hosts': remote ${why}\n[^]*0 files pushed, 0 skipped`));
      assert.equal(readOnly.code, 1);
      assert.match(missing.stdout + missing.stderr, version === '8.0.0'
        ? /adb: error: failed to stat remote object '\/data\/local\/tmp\/nofile': No such file or directory\n/
        : /adb: error: remote object '\/data\/local\/tmp\/nofile' does not exist\n/);
      assert.equal(missing.code, 1);
    });

    it(`is asked to install in the way its features say (${version})`, async () => {
      const answer = await on(rig(), 'install', join(folder, 'blob'));

      assert.equal(answer.code, 1);
      assert.match(answer.stdout, version === '8.0.0' ? /^Performing Streamed Install\n/ : /^Performing Push Install\n/);
    });

    it(`keeps jdwp open (${version})`, async () => {
      const stays = await Promise.race([on(rig(), 'jdwp').then(() => 'ended'), new Promise((resolve) => setTimeout(resolve, 200, 'open'))]);

      assert.equal(stays, 'open');
    });
  }

  it('cannot make folders where nothing can be written (8.0.0), and sizes of folders are not shown (5.1.1)', async () => {
    const push = await on(oreo, 'push', join(folder, 'hosts'), '/no/such/');
    const list = await on(lollipop, 'shell', 'ls -l /data/local/tmp');

    assert.match(push.stdout + push.stderr, /remote secure_mkdirs failed: Read-only file system\n/);
    assert.match(list.stdout, /^drwx\S+ shell {4}shell {13}\d{4}-\d\d-\d\d \d\d:\d\d no\r\n/m);
  });

  it('connects once: the second time it is there already', async () => {
    assert.equal((await adb.run('connect', oreo.serial)).stdout, `already connected to ${oreo.serial}\n`);
  });

  describe('without their framework', () => {
    before(() => {
      for (const { phone } of [oreo, lollipop]) {
        phone.system.framework.stop();
        phone.system.properties.set('sys.boot_completed', '');
      }
    });

    holdAll(WITHOUT_FRAMEWORK);

    it('answer again once it is back', async () => {
      for (const { phone } of [oreo, lollipop]) phone.system.framework.start();

      assert.equal((await on(oreo, 'shell', 'settings get global wifi_on')).stdout, '1\n');
      assert.match((await on(lollipop, 'shell', 'pm list packages')).stdout, /^package:/);
    });
  });

  describe('at last', () => {
    it('says that it goes into TCP mode (8.0.0)', async () => {
      const answer = await on(oreo, 'tcpip', '5555');

      assert.deepEqual(answer, { code: 0, stdout: 'restarting in TCP mode port: 5555\n', stderr: '' });
    });
  });
});
