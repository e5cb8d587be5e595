import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootPhone, type Phone } from '../../../emulator/phone/phone.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { startAdbServer, type AdbServer } from '../adbd/adb-server.ts';
import { createCa, type RunCa } from '../../../src/record/ca.ts';
import { profilePath } from '../emulator-rig.ts';

const SIDECAR = fileURLToPath(new URL('../../../src/record/sidecar/main.ts', import.meta.url));
const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
const APP = 'com.miui.player';
const PORT = 8899;

/** A recorder by its contract alone: a configuration, a message, a ledger. */
interface Recorder {
  readonly child: ChildProcess;
  readonly port: number;
  flows(): readonly string[];
}

describe('the whole road: a phone, the machine’s own adb, a recorder, the world', function () {
  this.timeout(30_000);
  let folder: string;
  let world: World;
  let adb: AdbServer;
  let phone: Phone;
  let recorder: Recorder;
  let uid: number;
  const truth: { url?: string }[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'road-'));
    world = await startWorld();
    const ca = await createCa({ folder: join(folder, 'ca'), device: 'one', run: 'one' });
    const profile = await loadProfile(profilePath('ginkgo-silent'));
    uid = profile.packages.find(({ name }) => name === APP)!.uid;
    [adb, phone, recorder] = await Promise.all([
      startAdbServer(),
      bootPhone({ profile: { ...profile, background: [], packages: profile.packages.map((entry) => (entry.name === APP ? { ...entry, trust: 'user' } : entry)) }, internet: world, truth: { write: (line) => void truth.push(line), close: () => undefined } }),
      startRecorder(folder, world, ca),
    ]);
    await phone.boot.system.files.writeFile('/data/misc/user/0/cacerts-added/9.0', ca.certPem);
    await adb.run('connect', `127.0.0.1:${phone.port}`);
    await on('reverse', `tcp:${PORT}`, `tcp:${recorder.port}`);
    await on('shell', `settings put global http_proxy 127.0.0.1:${PORT}`);
  });

  after(async () => {
    recorder.child.kill('SIGKILL');
    await phone.close();
    await adb.close();
    await world.close();
    rmSync(folder, { recursive: true });
  });

  const on = async (...args: readonly string[]): Promise<string> => (await adb.run('-s', `127.0.0.1:${phone.port}`, ...args)).stdout;
  const demand = { packageName: APP, cause: { kind: 'touch', atMs: 0, what: 'a tap' }, purpose: 'page' } as const;
  const get = (url: string, more: object = {}) => phone.boot.network.request({ ...demand, method: 'GET', url, ...more });

  it('HTTP/1.1, HTTP/2 and WebSockets are in the ledger; TCP, TLS, UDP, QUIC and DNS are in the counters only', async () => {
    const { network } = phone.boot;
    const before = await counters(on, uid);

    const proxied = [
      await get('http://plain.visited.test/'), await get('https://old.visited.test/'), await get('https://new.visited.test/', { http2: true }),
    ];
    const socket = await network.openWebSocket({ ...demand, url: 'wss://socket.visited.test/' });
    await socket.send('hello');
    assert.equal(await socket.receive(), 'hello');
    await socket.close();
    const afterProxied = await counters(on, uid);
    await get('https://past.visited.test/', { direct: true });
    await get('https://203.0.113.7/past.visited', { direct: true });
    for (const transport of ['tcp', 'tls', 'udp', 'quic'] as const) {
      await network.send({ ...demand, transport, host: `${transport}.bypass.test`, port: transport === 'quic' ? 443 : 9999, payload: Buffer.from('bypass'), answerWithinMs: 20 });
    }
    await network.lookUp({ ...demand, host: 'secret.bypass.test' });
    const afterAll = await counters(on, uid);

    assert.deepEqual(proxied.map(({ status }) => status), [200, 200, 200]);
    const flows = recorder.flows();
    assert.deepEqual(
      ['http://plain.visited.test/', 'https://old.visited.test/', 'https://new.visited.test/', 'socket.visited.test'].filter((url) => !flows.some((flow) => flow.includes(url))),
      [],
    );
    assert.ok(flows.some((flow) => flow.includes('https://new.visited.test/') && /"httpVersion":"2/.test(flow)), 'HTTP/2 is recorded as such');
    assert.deepEqual(flows.filter((flow) => /past\.visited|bypass/.test(flow)), []);
    assert.ok(afterProxied.lo > before.lo && afterProxied.wlan0 === before.wlan0, 'what is proxied goes over lo alone');
    assert.ok(afterAll.wlan0 > afterProxied.wlan0 && afterAll.lo === afterProxied.lo, 'what bypasses the proxy goes over wlan0 alone');
    assert.equal(afterAll.netstats - before.netstats, afterAll.wlan0 - before.wlan0);
    for (const transport of ['tcp', 'tls', 'udp', 'quic']) assert.ok(truth.some(({ url }) => url?.startsWith(`${transport}://${transport}.bypass.test:`)), transport);
    assert.ok(truth.some(({ url }) => url?.endsWith('/secret.bypass.test')));
  });

  it('a datagram out and none back is 28 bytes more than it holds, in every counter', async () => {
    const before = await counters(on, uid);

    await phone.boot.network.send({ ...demand, transport: 'udp', host: '203.0.113.9', port: 4000, payload: Buffer.alloc(100) });

    const after = await counters(on, uid);
    assert.deepEqual([after.wlan0 - before.wlan0, after.netstats - before.netstats], [128, 128]);
  });

  it('what the shell sends over lo is counted for the shell, or for root', async () => {
    const before = [await counters(on, 2000), await counters(on, 0)];

    for (const shell of ['', 'su -c ']) await on('shell', `${shell}${shell === '' ? '' : '"'}echo | nc -W 1 127.0.0.1 ${PORT}${shell === '' ? '' : '"'}`);

    const after = [await counters(on, 2000), await counters(on, 0)];
    assert.ok(after.every(({ lo }, index) => lo > before[index]!.lo), JSON.stringify({ before, after }));
  });

  it('a tunnel that is taken away in the middle, and a recorder that is killed, end what is under way at once', async () => {
    const asked = performance.now();
    const held = phone.boot.network.openWebSocket({ ...demand, url: 'wss://held.visited.test/' });
    const socket = await held;
    const ended = socket.receive().then(() => 'a message', (error: unknown) => (error as { code: string }).code);

    await on('reverse', '--remove', `tcp:${PORT}`);
    const refused = await get('https://refused.visited.test/').catch((error: unknown) => (error as { code: string }).code);
    recorder.child.kill('SIGKILL');

    assert.equal(refused, 'ECONNREFUSED');
    assert.equal(await ended, 'ECONNRESET');
    assert.ok(performance.now() - asked < 5000);
  });
});

async function startRecorder(folder: string, world: World, ca: RunCa): Promise<Recorder> {
  const [ledger, config] = [join(folder, 'ledger'), join(folder, 'config.json')];
  mkdirSync(ledger);
  const upstream = { kind: 'proxy', url: `http://${world.gateway.host}:${world.gateway.port}`, ca: world.caFile };
  writeFileSync(config, JSON.stringify({ device: 'one', port: 0, ledger, ca: { cert: ca.certPath, key: ca.keyPath }, upstream }));
  const child = fork(SIDECAR, [config], { execArgv: ['--import', 'tsx'], cwd: CHECKOUT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [ready] = (await once(child, 'message')) as [{ port: number }];
  return { child, port: ready.port, flows: () => readFileSync(join(ledger, 'flows.ndjson'), 'utf8').split('\n').filter((line) => line !== '') };
}

/** Bytes of a uid, sent and received: by the kernel's table over each interface, and by netstats once it has polled. */
async function counters(on: (...args: readonly string[]) => Promise<string>, uid: number): Promise<{ lo: number; wlan0: number; netstats: number }> {
  const text = await on('shell', 'dumpsys netd trafficcontroller; dumpsys netstats --poll; dumpsys netstats detail');
  const map = text.slice(text.indexOf('mUidStatsMap:'), text.indexOf('mTagStatsMap:'));
  const rows = map.split('\n').map((line) => line.trim().split(/\s+/)).filter((words) => words[3] === String(uid) && words[2] === '0x0');
  const over = (name: string): number => rows.filter((words) => words[1] === name).reduce((sum, words) => sum + Number(words[5]) + Number(words[7]), 0);
  const uidStats = text.slice(text.indexOf('UID stats:'), text.indexOf('UID tag stats:'));
  let isMeant = false;
  let netstats = 0;
  for (const line of uidStats.split('\n')) {
    if (line.includes('ident=')) isMeant = line.includes(` uid=${uid} `);
    const bytes = / rb=(\d+) rp=\d+ tb=(\d+) /.exec(line);
    if (isMeant && bytes !== null) netstats += Number(bytes[1]) + Number(bytes[2]);
  }
  return { lo: over('lo'), wlan0: over('wlan0'), netstats };
}
