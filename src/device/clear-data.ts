import { EarshotError } from '../flow/errors.ts';
import type { DeviceShell } from './device-shell.ts';
import { shellQuote } from './shell-quote.ts';

/**
 * Clears an app's data, as Settings does: its process ends, and consent, queued events and the ids it made up are gone.
 *
 * @throws {EarshotError} PHONE_REFUSED when the phone does not say that it did.
 */
export async function clearData(shell: DeviceShell, packageName: string): Promise<void> {
  const { stdout, stderr } = await shell.try(`pm clear ${shellQuote(packageName)}`);
  if (stdout.trim() === 'Success') return;
  throw new EarshotError('PHONE_REFUSED', `cleared the data of ${packageName}, found "${`${stdout}${stderr}`.trim()}", expected "Success"`);
}
