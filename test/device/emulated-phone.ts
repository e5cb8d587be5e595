import path from 'node:path';
import { connectShell } from '../../src/device/adb-shell.ts';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import { findAdb } from '../../src/farm/adb-program.ts';
import { startAdbServer, type AdbServer } from '../../src/farm/adb-server.ts';
import { startEmulator, type Emulator } from '../../src/farm/emulator-process.ts';
import { connectOverTcp } from '../../src/farm/lease.ts';

const PROFILE = path.resolve(import.meta.dirname, '../../emulator/profiles/ginkgo-2020.json');

/** An emulated phone on an adb server of its own. */
export interface EmulatedPhone {
  readonly emulator: Emulator;
  readonly adbPath: string;
  readonly adbServer: AdbServer;
  readonly serial: string;
  readonly shell: DeviceShell;
  stop(): Promise<void>;
}

/** Boots an emulated Redmi Note 8 and connects to it; the folder takes logs and keys. */
export async function bootEmulatedPhone(folder: string): Promise<EmulatedPhone> {
  const adb = await findAdb();
  const adbServer = await startAdbServer(adb, folder);
  const emulator = await startEmulator({ profiles: [PROFILE], adbKey: adbServer.publicKeyPath });
  const serial = emulator.phones[0]?.address ?? '';
  await connectOverTcp(adbServer.client, serial);
  const shell = await connectShell({ adbPort: adbServer.port, serial, limitMs: 20_000 });
  return {
    emulator,
    adbPath: adb.path,
    adbServer,
    serial,
    shell,
    stop: async () => {
      await emulator.stop();
      await adbServer.stop();
    },
  };
}
