import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AdbClient } from '../../src/farm/adb-client.ts';
import { findFreePort } from '../../src/farm/free-port.ts';
import { waitUntil } from '../../src/farm/wait-until.ts';
import { adb, shippedProfile, Stage, type Earshot } from './earshot.ts';

describe('earshot phone', function () {
  this.timeout(90_000);
  const stage = new Stage();
  let phones: Earshot;
  let server: ChildProcess;
  let port: number;
  let serials: readonly string[];

  const run = (...args: readonly string[]): ReturnType<typeof adb> => adb(port, stage.environment(), ...args);

  before(async () => {
    phones = stage.start(['phone', '--profile', shippedProfile('ginkgo-2020'), '--count', '2', '--profile', shippedProfile('ginkgo-silent'), '--control', '0', '--fault', 'low-battery:level=7']);
    port = await findFreePort();
    server = spawn('adb', ['-P', String(port), 'nodaemon', 'server'], {
      env: { ...stage.environment(), ADB_LOCAL_TRANSPORT_MAX_PORT: '5553', ADB_MDNS_AUTO_CONNECT: '0' }, stdio: 'ignore',
    });
    await phones.says(/(?:^ready .*\n){4}/m);
    serials = [...phones.stdout.matchAll(/^ready (127\.0\.0\.1:\d+) ginkgo-2020$/gm)].map(([, serial]) => serial!);
    await waitUntil(() => new AdbClient(port).ask('host:version').catch(() => undefined), { timeoutMs: 20_000 });
  });

  after(() => stage.remove());

  it('prints a line for each phone once it answers', () => {
    assert.equal(new Set(serials).size, 2);
    for (const serial of serials) assert.match(run('connect', serial).stdout, new RegExp(`^connected to ${serial}`));
    // The first connection shows a new key, which the phone's owner accepts a moment later.
    for (const serial of serials) assert.equal(run('-s', serial, 'wait-for-device').code, 0);
    for (const serial of serials) assert.match(run('devices').stdout, new RegExp(`^${serial}\\tdevice$`, 'm'));
  });

  it('prints where its control port is, which tells of all phones and their faults', async () => {
    const url = /^control (http:\S+)$/m.exec(phones.stdout)?.[1] ?? '';
    const listed = await (await fetch(`${url}/phones`)).json() as { adb: string; profile: string; faults: string[] }[];

    assert.deepEqual(listed.map(({ profile }) => profile), ['ginkgo-2020', 'ginkgo-2020', 'ginkgo-silent', 'ginkgo-silent']);
    assert.deepEqual(listed.slice(0, 2).map((phone) => phone.adb), serials);
    assert.deepEqual(listed.map(({ faults }) => faults), Array(4).fill(['low-battery']));
  });

  it('shows the faults, and how to make them happen, in its help', async () => {
    const { code, stdout } = await stage.run(['phone', '--help']);

    assert.equal(code, 0);
    for (const words of ['cable-drop', 'latencyMs: of each direction (150)', "curl -X POST localhost:<port>/phones/1/faults -d '{\"fault\":\"cable-drop\"", '--fault cable-drop:forMs=3000@5000']) assert.ok(stdout.includes(words), words);
  });

  it('says which port is taken', async () => {
    const [serial = ''] = serials;
    const taken = await stage.run(['phone', '--port', serial.split(':')[1]!]);

    assert.equal(taken.code, 3);
    assert.match(taken.stderr, new RegExp(`^earshot: Listening on ${serial} \\(--port \\d+\\): another program has this port`, 'm'));
    assert.doesNotMatch(taken.stderr, /\n\s+at /);
  });

  it('answers the shell with output and exit codes', () => {
    const [serial = ''] = serials;
    assert.equal(run('-s', serial, 'shell', 'getprop ro.product.model').stdout.trim(), 'Redmi Note 8');
    assert.equal(run('-s', serial, 'shell', 'exit 7').code, 7);
    assert.equal(run('-s', serial, 'shell', 'true').code, 0);
    const failed = run('-s', serial, 'shell', 'ls /no/such; echo "code $?"');
    assert.equal(failed.stdout, 'code 1\n');
    assert.match(failed.stderr, /No such file or directory/);
  });

  it('takes and gives back a file', () => {
    const [serial = ''] = serials;
    const [sent, got] = ['sent', 'got'].map((name) => join(stage.folder, name));
    writeFileSync(sent!, Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) & 0xff)));
    assert.equal(run('-s', serial, 'push', sent!, '/sdcard/Download/file.bin').code, 0);
    assert.equal(run('-s', serial, 'pull', '/sdcard/Download/file.bin', got!).code, 0);
    assert.deepEqual(readFileSync(got!), readFileSync(sent!));
  });

  it('installs a real app', () => {
    const [serial = ''] = serials;
    assert.match(run('-s', serial, 'install', settingsApk()).stdout, /^Success$/m);
    assert.match(run('-s', serial, 'shell', 'pm list packages io.appium.settings').stdout, /^package:io\.appium\.settings$/m);
    const [, other = ''] = serials;
    assert.equal(run('-s', other, 'shell', 'pm list packages io.appium.settings').stdout.trim(), '');
  });

  it('leaves nothing behind after a Ctrl-C that only it gets', async () => {
    phones.kill('SIGINT');
    assert.equal((await phones.ended).code, 0);
    server.kill('SIGTERM');
    await once(server, 'exit');
    await stage.assertTidy();
  });

  it('leaves nothing behind when it is killed', async () => {
    const killed = stage.start(['phone']);
    await killed.says(/^ready /m);
    killed.kill('SIGKILL');
    await killed.ended;
    await stage.assertTidy();
  });

  it('names what is wrong in a profile, by its path', async () => {
    const profile = stage.profile('broken', 'ginkgo-silent', (content) => {
      (content['packages'] as { uid: unknown }[])[1]!.uid = 'many';
    });
    const { code, stdout, stderr } = await stage.run(['phone', '--profile', profile]);
    assert.equal(code, 3);
    assert.equal(stdout, '');
    assert.match(stderr, /^earshot: profile \S+broken\.json has a fault:?\n[^]*packages[.[]1\]?\.uid/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
});

/** The app Appium installs on phones: a real APK that is at hand. */
function settingsApk(): string {
  const driver = createRequire(import.meta.url).resolve('appium-uiautomator2-driver/package.json');
  const folder = join(dirname(createRequire(driver).resolve('io.appium.settings/package.json')), 'apks');
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.apk'))!);
}
