import { AdbClient } from '../farm/adb-client.ts';
import { EarshotError } from '../flow/errors.ts';

const FIRST_PORT = 28_080;
const ATTEMPTS = 50;

/** A phone on an adb server. */
export interface AdbAddress {
  readonly adbPort: number;
  readonly serial: string;
}

/** A port of the phone's own loopback that leads to a port of the host's. */
export interface ReverseTunnel {
  readonly devicePort: number;
  readonly hostPort: number;
}

/**
 * Opens a tunnel from a free port of the phone to the port of the host.
 *
 * @param beforeOpening Called with each port before it is tried.
 * @throws {EarshotError} PORT_TAKEN when no port of the phone could be had.
 */
export async function openReverseTunnel(
  phone: AdbAddress, hostPort: number, beforeOpening: (devicePort: number) => void,
): Promise<ReverseTunnel> {
  const client = new AdbClient(phone.adbPort);
  const taken = new Set((await listReverseTunnels(phone)).map((tunnel) => tunnel.devicePort));
  let lastError: unknown;
  for (let devicePort = FIRST_PORT; devicePort < FIRST_PORT + ATTEMPTS; devicePort += 1) {
    if (taken.has(devicePort)) continue;
    beforeOpening(devicePort);
    try {
      await client.askReverse(phone.serial, `forward:norebind:tcp:${devicePort};tcp:${hostPort}`);
      return { devicePort, hostPort };
    } catch (error) {
      // A port in use on the phone; the next one may be free.
      lastError = error;
      if (error instanceof EarshotError && /not found|closed|offline|nobody|no answer/.test(error.message)) throw error;
    }
  }
  throw new EarshotError('PORT_TAKEN', `asked ${phone.serial} for a reverse tunnel, found none of its ports `
    + `${FIRST_PORT} to ${FIRST_PORT + ATTEMPTS - 1} free, expected one`, { cause: lastError });
}

/** Closes the tunnel; one that is closed already is left at that. */
export async function closeReverseTunnel(phone: AdbAddress, devicePort: number): Promise<void> {
  const open = await listReverseTunnels(phone);
  if (!open.some((tunnel) => tunnel.devicePort === devicePort)) return;
  await new AdbClient(phone.adbPort).askReverse(phone.serial, `killforward:tcp:${devicePort}`);
}

/** Every tunnel from the phone's loopback to the host's. */
export async function listReverseTunnels(phone: AdbAddress): Promise<readonly ReverseTunnel[]> {
  return parseReverseList(await new AdbClient(phone.adbPort).askReverse(phone.serial, 'list-forward'));
}

/** Tunnels out of a list of them; its first column is the phone's own name for the connection and says nothing. */
export function parseReverseList(text: string): readonly ReverseTunnel[] {
  return [...text.matchAll(/\btcp:(\d+)\s+tcp:(\d+)/g)]
    .map(([, device, host]) => ({ devicePort: Number(device), hostPort: Number(host) }));
}
