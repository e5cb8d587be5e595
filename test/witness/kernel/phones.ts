import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectShell } from '../../../src/device/adb-shell.ts';
import type { DeviceShell } from '../../../src/device/device-shell.ts';
import { putSetting } from '../../../src/device/settings.ts';
import { openReverseTunnel } from '../../../src/device/reverse-tunnel.ts';
import { findAdb } from '../../../src/farm/adb-program.ts';
import { startAdbServer } from '../../../src/farm/adb-server.ts';
import { connectOverTcp } from '../../../src/farm/lease.ts';
import type { ExplainedBytes } from '../../../src/silence/bypass.ts';
import { profilePath, startEmulator } from '../../emulator/emulator-rig.ts';

/** A phone whose proxy leads to a recorder of the test's own. */
export interface CountingPhone {
  readonly shell: DeviceShell;
  readonly setting: string;
  readonly recorder: Recorder;
  /** Makes a fault happen on the phone. */
  fault(name: string): Promise<void>;
}

/** Stands in for the sidecar: answers everything, and knows what crossed its connections by when. */
export interface Recorder extends ExplainedBytes {
  readonly port: number;
  /** Hosts that were asked for, liveness probes aside. */
  readonly hosts: readonly string[];
  close(): void;
}

/** Boots a phone for each variant of the silent Redmi, or of the phone it `extends`, in one process. */
export async function bootCountingPhones(variants: Readonly<Record<string, object>>, timeScale = 1): Promise<{ readonly phones: readonly CountingPhone[]; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-counters-'));
  const files = Object.entries(variants).map(([id, variant]) => {
    const file = path.join(folder, `${id}.json`);
    const base = path.relative(folder, profilePath('ginkgo-silent'));
    writeFileSync(file, JSON.stringify({ extends: base, id, about: 'A phone that counts in its own way.', ...variant }));
    return file;
  });
  const adbServer = await startAdbServer(await findAdb(), folder);
  const emulator = await startEmulator(files, '--control', '0', '--time-scale', String(timeScale), '--adb-key', adbServer.publicKeyPath);
  const phones = await Promise.all(emulator.serials.map(async (serial, index): Promise<CountingPhone> => {
    await connectOverTcp(adbServer.client, serial);
    const shell = await connectShell({ adbPort: adbServer.port, serial, limitMs: 20_000 });
    const recorder = await startRecorder();
    const { devicePort } = await openReverseTunnel({ adbPort: adbServer.port, serial }, recorder.port, () => undefined);
    const setting = `127.0.0.1:${devicePort}`;
    await putSetting(shell, 'global', 'http_proxy', setting);
    const fault = async (name: string): Promise<void> => {
      const response = await fetch(`${emulator.control}/phones/${index + 1}/faults`, { method: 'POST', body: JSON.stringify({ fault: name }) });
      if (!response.ok) throw new Error(await response.text());
    };
    return { shell, setting, recorder, fault };
  }));
  return {
    phones,
    stop: async () => {
      for (const { recorder } of phones) recorder.close();
      await emulator.close();
      await adbServer.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startRecorder(): Promise<Recorder> {
  const sockets: { readonly socket: Socket; readonly atMs: number }[] = [];
  const hosts: string[] = [];
  const server: Server = createServer((request, response) => {
    request.resume().once('end', () => {
      const { hostname, pathname } = new URL(request.url ?? '');
      if (hostname !== 'probe.earshot.invalid') hosts.push(hostname);
      response.end(`earshot-probe ${pathname.slice(1)} recorder-1\n`);
    });
  }).on('connection', (socket: Socket) => sockets.push({ socket, atMs: Date.now() })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  // Each connection lasts shorter than the stretches of the tests, so its beginning says when its bytes crossed.
  const sum = (of: (socket: Socket) => number) => (startMs: number, endMs: number): number =>
    sockets.filter(({ atMs }) => atMs > startMs && atMs <= endMs).reduce((total, { socket }) => total + of(socket), 0);
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    hosts,
    sentBytesBetween: sum((socket) => socket.bytesRead),
    receivedBytesBetween: sum((socket) => socket.bytesWritten),
    connectionsBetween: sum(() => 1),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
