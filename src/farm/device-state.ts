import { EarshotError } from '../flow/errors.ts';
import type { AdbClient } from './adb-client.ts';
import type { ListedDevice } from './adb-device-list.ts';

/**
 * Makes sure that the adb server has the phone and may use it.
 *
 * @throws {EarshotError} NO_PHONE saying in which state the phone is, and what to do.
 */
export async function requireDevice(client: AdbClient, serial: string): Promise<void> {
  const devices = await client.devices();
  if (stateOf(devices, serial) !== 'device') throw unusable(serial, client.port, devices);
}

/** State of the phone in the list, or `absent`. */
export function stateOf(devices: readonly ListedDevice[], serial: string): string {
  return devices.find((device) => device.serial === serial)?.state ?? 'absent';
}

/** Why the phone cannot be used, in the words of its state. */
export function unusable(serial: string, port: number, devices: readonly ListedDevice[]): EarshotError {
  const state = stateOf(devices, serial);
  const others = devices.map((device) => device.serial).join(', ');
  const found = state === 'absent'
    ? `no such phone (it lists ${others === '' ? 'none' : others})`
    : `it in state "${state}"`;
  return new EarshotError('NO_PHONE', `looked for the phone ${serial} on the adb server at port ${port}, found ${found}, `
    + 'expected it in state "device"', { hint: hintFor(state) });
}

function hintFor(state: string): string {
  switch (state) {
    case 'unauthorized':
    case 'authorizing':
      return 'Unlock the phone and accept "Allow USB debugging?"; tick "Always allow from this computer".';
    case 'offline':
      return 'Plug the phone in again (a phone on TCP: adb disconnect, then adb connect).';
    case 'no permissions':
      return 'The system keeps adb from the USB device. On Debian and Ubuntu type: sudo apt-get install -y '
        + 'android-sdk-platform-tools-common, then plug the phone in again.';
    case 'absent':
      return 'Plug the phone in, turn on USB debugging, and see that "adb devices" lists its serial.';
    default:
      return 'Start Android on the phone: it is in a mode in which adb cannot run commands as a user would.';
  }
}
