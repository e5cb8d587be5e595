import { join } from 'node:path';
import { beginAnew } from '../device/begin-anew.ts';
import { setConsent } from '../device/consent.ts';
import type { DeviceShell } from '../device/device-shell.ts';
import { restorePhone } from '../device/prepare.ts';
import { shellQuote } from '../device/shell-quote.ts';
import { UndoJournal } from '../device/undo-journal.ts';
import { EarshotError } from '../flow/errors.ts';
import type { SpecRun } from '../flow/spec-run.ts';

/**
 * Brings about the consent setup of a piece of work before its first window: the phone's settings, in a journal of their own;
 * `declined` clears the app's data, so that it asks again. The app begins anew, because SDKs ask once a process.
 *
 * @throws {EarshotError} PHONE_REFUSED when the data cannot be cleared.
 */
export async function beginConsent(spec: SpecRun, shell: DeviceShell): Promise<{ putBack(): Promise<void> }> {
  const { consent, package: name } = spec;
  if (consent === 'as-found') return { putBack: () => Promise.resolve() };
  const journal = UndoJournal.open(join(spec.paths.undo, 'consent'), spec.phone.serial);
  await setConsent(shell, journal, consent);
  if (consent === 'declined') await clearData(shell, name);
  // An app begun anew would ask, and nobody is there yet to answer: it begins with its first action.
  else await beginAnew(shell, [name]);
  // What stays undone is in the journal, which the run puts back at its end.
  return { putBack: async () => { await restorePhone(journal, { shell, adb: { port: spec.adb.port } }); } };
}

async function clearData(shell: DeviceShell, name: string): Promise<void> {
  const { stdout, stderr } = await shell.try(`pm clear ${shellQuote(name)}`);
  if (stdout.trim() === 'Success') return;
  throw new EarshotError('PHONE_REFUSED', `cleared the data of ${name} so that it asks for consent, found "${`${stdout}${stderr}`.trim()}", expected "Success"`);
}
