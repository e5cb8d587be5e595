import path from 'node:path';
import { connectShell } from '../../src/device/adb-shell.ts';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import { findAdb } from '../../src/farm/adb-program.ts';
import { startAdbServer, type AdbServer } from '../../src/farm/adb-server.ts';
import { startEmulator, type Emulator } from '../../src/farm/emulator-process.ts';
import { connectOverTcp } from '../../src/farm/lease.ts';

const PROFILES = path.resolve(import.meta.dirname, '../../emulator/profiles');

/** An emulated phone on an adb server of its own. */
export interface EmulatedPhone {
  readonly emulator: Emulator;
  readonly adbPath: string;
  readonly adbServer: AdbServer;
  readonly serial: string;
  readonly shell: DeviceShell;
  /** The shells of all the phones that were asked for, in their order. */
  readonly shells: readonly DeviceShell[];
  stop(): Promise<void>;
}

/** Boots an emulated Redmi Note 8, or phones of the profiles named, and connects to them; the folder takes logs and keys. */
export async function bootEmulatedPhone(folder: string, ...profiles: readonly string[]): Promise<EmulatedPhone> {
  const adb = await findAdb();
  const adbServer = await startAdbServer(adb, folder);
  const emulator = await startEmulator({ profiles: (profiles.length === 0 ? ['ginkgo-2020'] : profiles).map((id) => path.join(PROFILES, `${id}.json`)), adbKey: adbServer.publicKeyPath });
  const serial = emulator.phones[0]?.address ?? '';
  const shells: DeviceShell[] = [];
  for (const { address } of emulator.phones) {
    await connectOverTcp(adbServer.client, address);
    shells.push(await connectShell({ adbPort: adbServer.port, serial: address, limitMs: 20_000 }));
  }
  const [shell] = shells;
  if (shell === undefined) throw new Error('the emulator booted no phone');
  return {
    emulator,
    adbPath: adb.path,
    adbServer,
    serial,
    shell,
    shells,
    stop: async () => {
      await emulator.stop();
      await adbServer.stop();
    },
  };
}
