import { join } from 'node:path';
import { beginAnew } from '../device/begin-anew.ts';
import { clearData } from '../device/clear-data.ts';
import { setConsent } from '../device/consent.ts';
import type { DeviceShell } from '../device/device-shell.ts';
import { restorePhone } from '../device/prepare.ts';
import { UndoJournal } from '../device/undo-journal.ts';
import type { SpecRun } from '../flow/spec-run.ts';

/** What was brought about for a piece of work. */
export interface BegunConsent {
  /** Notes that an app that asked for agreement, as it was found, is agreed to. */
  readonly onAgreement?: (packageName: string) => void;
  putBack(): Promise<void>;
}

/**
 * Brings about the consent setup of a piece of work before its first window: the phone's settings, in a journal of their own;
 * `declined` clears the app's data, so that it asks again. The app begins anew, because SDKs ask once a process. Where the data is
 * cleared half-way (`cleared`), an app that asked for agreement before asks again in the end.
 *
 * @throws {EarshotError} PHONE_REFUSED when the data cannot be cleared.
 */
export async function beginConsent(spec: SpecRun, shell: DeviceShell): Promise<BegunConsent> {
  const { consent, package: name } = spec;
  if (consent === 'as-found') return { putBack: () => Promise.resolve() };
  const journal = UndoJournal.open(join(spec.paths.undo, 'consent'), spec.phone.serial);
  await setConsent(shell, journal, consent);
  if (consent === 'declined') await clearData(shell, name);
  // An app begun anew would ask, and nobody is there yet to answer: it begins with its first action.
  else await beginAnew(shell, [name]);
  return {
    ...(consent === 'cleared' ? { onAgreement: (asking: string) => { journal.record({ kind: 'agreement', package: asking }); } } : {}),
    // What stays undone is in the journal, which the run puts back at its end.
    putBack: async () => { await restorePhone(journal, { shell, adb: { port: spec.adb.port } }); },
  };
}
