import { EarshotError } from '../flow/errors.ts';
import type { DeviceShell } from './device-shell.ts';
import { shellQuote } from './shell-quote.ts';
import type { UndoJournal } from './undo-journal.ts';

/**
 * Writes what a system property holds into the journal, unless it is there already. Call before changing it.
 *
 * @throws {EarshotError} NO_PHONE, PHONE_REFUSED when it cannot be read.
 */
export async function journalProperty(shell: DeviceShell, journal: UndoJournal, name: string): Promise<void> {
  if (journal.changes.some((change) => change.kind === 'property' && change.name === name)) return;
  journal.record({ kind: 'property', name, before: await getProperty(shell, name) });
}

/** Puts a property back as the journal has it. @throws {EarshotError} PHONE_REFUSED when it does not hold that afterwards. */
export async function restoreProperty(shell: DeviceShell, change: { readonly name: string; readonly before: string }): Promise<void> {
  await shell.run(setPropertyCommand(change.name, change.before));
  const found = await getProperty(shell, change.name);
  if (found === change.before) return;
  throw new EarshotError('PHONE_REFUSED', `put back the property ${change.name} of ${shell.serial}, found `
    + `${JSON.stringify(found)} when reading it back, expected ${JSON.stringify(change.before)}`);
}

/** The shell command that sets a property; an empty value unsets it. */
export function setPropertyCommand(name: string, value: string): string {
  return `setprop ${shellQuote(name)} ${value === '' ? '""' : shellQuote(value)}`;
}

/** What a property holds; empty when it is not set. */
async function getProperty(shell: DeviceShell, name: string): Promise<string> {
  return (await shell.run(`getprop ${shellQuote(name)}`)).replace(/\r?\n$/, '');
}
