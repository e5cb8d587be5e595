import { EarshotError } from '../flow/errors.ts';
import { AdbClient } from './adb-client.ts';
import type { ListedDevice } from './adb-device-list.ts';
import { requireDevice, stateOf, unusable } from './device-state.ts';
import type { DeviceEntry, UsbEntry } from './devices-schema.ts';
import { lockPhone } from './phone-lock.ts';
import { stateFolder } from './state-folder.ts';
import { reachUserAdbServer, userAdbPort } from './user-adb-server.ts';
import { waitUntil } from './wait-until.ts';

const CONNECT_LIMIT_MS = 20_000;

/** A phone that is this run's until it gives it back. */
export interface Lease {
  readonly entry: DeviceEntry;
  readonly serial: string;
  /** Port of the adb server that has the phone. */
  readonly adbPort: number;
  readonly adbPath: string;
  release(): Promise<void>;
}

/** What a lease needs beside the entry. */
export interface LeaseContext {
  readonly adbPath: string;
  /** Port of the run's own adb server; needed for phones on TCP. */
  readonly ownAdbPort?: number;
  /** Where the adbd of an emulated phone listens. */
  readonly address?: string;
  /** Where locks are kept; default: the user's state folder. */
  readonly stateFolder?: string;
}

/**
 * Takes a phone and makes sure that adb can use it.
 *
 * @throws {EarshotError} NO_PHONE when it is another run's, unauthorized, offline or not there; BAD_INPUT for a kind
 *   that cannot be leased.
 */
export async function lease(entry: DeviceEntry, context: LeaseContext): Promise<Lease> {
  switch (entry.kind) {
    case 'emulated':
      return leaseOnTcp(entry, context);
    case 'usb':
      return leaseOnUsb(entry, context);
    case 'stf':
      throw new EarshotError('BAD_INPUT', `took the phone "${entry.id}" from ${entry.url}: phones of kind stf cannot be `
        + 'leased yet', { hint: 'Name phones of kind emulated or usb with --devices.' });
  }
}

/** An emulated phone is its run's own already: only its adb server has to meet it. */
async function leaseOnTcp(entry: DeviceEntry, context: LeaseContext): Promise<Lease> {
  const { address, ownAdbPort, adbPath } = context;
  if (address === undefined || ownAdbPort === undefined) {
    throw new EarshotError('NO_PHONE', `took the emulated phone "${entry.id}", found no emulator that runs it, expected `
      + 'one, and an adb server of this run');
  }
  const client = new AdbClient(ownAdbPort);
  await connectOverTcp(client, address);
  return {
    entry,
    serial: address,
    adbPort: ownAdbPort,
    adbPath,
    release: async () => {
      // A phone or a server that is gone already is disconnected already.
      await client.ask(`host:disconnect:${address}`).catch(() => undefined);
    },
  };
}

/** Connects the server to a phone on TCP and waits until it may use it. */
export async function connectOverTcp(client: AdbClient, address: string, limitMs = CONNECT_LIMIT_MS): Promise<void> {
  let devices: readonly ListedDevice[] = [];
  const state = await waitUntil(async () => {
    // The answer's text proves nothing either way ("failed to authenticate" of a phone that is there a moment later),
    // so the list decides. An entry that is offline keeps adb from connecting anew and has to go first.
    devices = await client.devices();
    const found = stateOf(devices, address);
    if (found === 'device') return found;
    if (found === 'offline') await client.ask(`host:disconnect:${address}`).catch(() => undefined);
    if (found === 'offline' || found === 'absent') await client.ask(`host:connect:${address}`).catch(() => undefined);
    devices = await client.devices();
    return stateOf(devices, address) === 'device' ? 'device' : undefined;
  }, { timeoutMs: limitMs, everyMs: 100 });
  if (state === undefined) throw unusable(address, client.port, devices);
}

async function leaseOnUsb(entry: UsbEntry, context: LeaseContext): Promise<Lease> {
  const { serial } = entry;
  const client = await reachUserAdbServer(entry.adbServerPort ?? userAdbPort());
  await requireDevice(client, serial);
  const unlock = await lockPhone(serial, context.stateFolder ?? stateFolder());
  return { entry, serial, adbPort: client.port, adbPath: context.adbPath, release: unlock };
}
