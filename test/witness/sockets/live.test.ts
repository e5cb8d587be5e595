import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectShell } from '../../../src/device/adb-shell.ts';
import type { DeviceShell } from '../../../src/device/device-shell.ts';
import { parsePackageDump } from '../../../src/device/package-list.ts';
import { openReverseTunnel } from '../../../src/device/reverse-tunnel.ts';
import { putSetting } from '../../../src/device/settings.ts';
import { findAdb } from '../../../src/farm/adb-program.ts';
import { startAdbServer, type AdbServer } from '../../../src/farm/adb-server.ts';
import { startEmulator, type Emulator } from '../../../src/farm/emulator-process.ts';
import { connectOverTcp } from '../../../src/farm/lease.ts';
import { waitUntil } from '../../../src/farm/wait-until.ts';
import { bypassConnections, prepareSocketOwners, socketOwnerOf } from '../../../src/attribute/socket-owner.ts';
import { lookingCommand } from '../../../src/witness/sockets/looks.ts';
import { startSocketSampling } from '../../../src/witness/sockets/sampling.ts';
import { readSocketWatch } from '../../../src/witness/sockets/watch-file.ts';
import { aFlow } from '../../silence/factories.ts';

const BROWSER = 'com.mi.globalbrowser';
/** Mi Push keeps a raw connection past every proxy; where it goes is the embedded world's. */
const PUSH = { package: 'com.xiaomi.xmsf', port: ':5222' };
/** Long enough for two looks to fall into it. */
const HELD_MS = 900;

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  assert.ok(await waitUntil(async () => (await holds()) ? true : undefined, { timeoutMs: 10_000 }), `${holds.toString()} never held`);
}

describe('the socket tables of an emulated phone', function () {
  this.timeout(40_000);
  let folder = '';
  let adbPath = '';
  let adbServer: AdbServer;
  let emulator: Emulator;
  let server: Server;
  let shells: readonly DeviceShell[] = [];
  let proxyPort = 0;
  const seen: { url: string; openedMs: number; startMs: number; endMs: number }[] = [];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'earshot-sockets-'));
    const base = path.relative(folder, path.resolve(import.meta.dirname, '../../../emulator/profiles/ginkgo-silent.json'));
    const profiles = Object.entries({ readable: {}, denied: { kernel: { procNet: 'denied' } } }).map(([id, variant]) => {
      const file = path.join(folder, `${id}.json`);
      writeFileSync(file, JSON.stringify({ extends: base, id, about: 'A phone whose sockets are looked at.', ...variant }));
      return file;
    });
    const adb = await findAdb();
    adbPath = adb.path;
    adbServer = await startAdbServer(adb, folder);
    emulator = await startEmulator({ profiles, adbKey: adbServer.publicKeyPath });
    shells = await Promise.all(emulator.phones.map(async ({ address }) => {
      await connectOverTcp(adbServer.client, address);
      return connectShell({ adbPort: adbServer.port, serial: address, limitMs: 20_000 });
    }));
    const opened = new WeakMap<Socket, number>();
    server = createServer((request, response) => {
      const startMs = Date.now();
      setTimeout(() => response.end('<html><title>page</title></html>', () => {
        seen.push({ url: request.url ?? '', openedMs: opened.get(request.socket) ?? startMs, startMs, endMs: Date.now() });
      }), HELD_MS);
    }).on('connection', (socket: Socket) => opened.set(socket, Date.now())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    const { devicePort } = await openReverseTunnel({ adbPort: adbServer.port, serial: shells[0]!.serial }, typeof bound === 'object' && bound !== null ? bound.port : 0, () => undefined);
    proxyPort = devicePort;
    await putSetting(shells[0]!, 'global', 'http_proxy', `127.0.0.1:${proxyPort}`);
  });

  after(async () => {
    server.close();
    server.closeAllConnections();
    await emulator.stop();
    await adbServer.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const uidOf = async (name: string): Promise<number> => parsePackageDump(await shells[0]!.run(`dumpsys package ${name}`), name)!.uid;
  const shellCount = async (phone = 0): Promise<number> => Number(await shells[phone]!.run('ps -A -o NAME | grep -c "^sh$"'));
  const sample = (phone: number) => startSocketSampling({ shell: shells[phone]!, folder, file: `sockets-${phone}.ndjson`, proxyPort });

  it("show whose a browser's request is, and where a connection past the proxy goes, and leave no loop behind", async () => {
    const before = await shellCount();
    const sampling = await sample(0);
    await shells[0]!.run(`am start -a android.intent.action.VIEW -d 'http://page.example/x' ${BROWSER}`);
    const file = path.join(folder, 'sockets-0.ndjson');
    await eventually(() => Promise.resolve(seen.some(({ url }) => url.includes('page.example/x')) && readFileSync(file, 'utf8').includes(PUSH.port)));
    const record = await sampling.stop();

    const watch = readSocketWatch(file);
    const page = seen.find(({ url }) => url.includes('page.example/x'))!;
    const flow = aFlow({ startMs: page.startMs, endMs: page.endMs, connection: { id: 'c1', from: 1, openedMs: page.openedMs, by: 'proxy' } });
    const owner = socketOwnerOf(flow, prepareSocketOwners(watch, proxyPort));
    assert.deepEqual([owner?.confidence, owner?.uids], ['certain', [await uidOf(BROWSER)]], readFileSync(file, 'utf8'));
    const past = bypassConnections(watch.sightings).filter(({ remote }) => remote.endsWith(PUSH.port));
    assert.deepEqual(past.map(({ protocol, uid, remote }) => [protocol, uid, /^198\.1[89]\./.test(remote)]), [['tcp', await uidOf(PUSH.package), true]]);
    assert.deepEqual([record.readable, record.looks?.count], [true, watch.looksMs.length], record.detail);
    await eventually(async () => await shellCount() === before);
  });

  it('are looked at by a loop that ends when whoever reads it is killed', async () => {
    const before = await shellCount();
    const client = spawn(adbPath, ['-P', String(adbServer.port), '-s', shells[0]!.serial, 'shell', lookingCommand()], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(client.stdout, 'data');
    assert.equal(await shellCount(), before + 1);

    client.kill('SIGKILL');

    await eventually(async () => await shellCount() === before);
  });

  it('are not readable where the phone denies them, which the record says and nothing throws', async () => {
    const before = await shellCount(1);
    const sampling = await sample(1);
    await eventually(async () => await shellCount(1) === before);

    const record = await sampling.stop();

    assert.equal(record.readable, false);
    assert.match(record.detail, /may not read the socket tables: grep: \/proc\/net\/tcp: /);
    assert.deepEqual(await sampling.stop(), record);
  });

  it('are not looked at on a phone that is not there, which the record says too', async () => {
    const shell = { ...shells[0]!, stream: () => Promise.reject(new Error('found "device offline", expected OKAY')) };

    const record = await (await startSocketSampling({ shell, folder, file: 'sockets-none.ndjson', proxyPort })).stop();

    assert.deepEqual([record.readable, record.detail], [false, 'found "device offline", expected OKAY']);
  });
});
