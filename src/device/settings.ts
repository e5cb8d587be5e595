import type { DeviceShell } from './device-shell.ts';
import { shellQuote } from './shell-quote.ts';

export type SettingsNamespace = 'global' | 'secure' | 'system';

/** Value of a setting; null when the phone has none. */
export async function getSetting(shell: DeviceShell, namespace: SettingsNamespace, key: string): Promise<string | null> {
  return parseSetting(await shell.run(`settings get ${namespace} ${shellQuote(key)}`));
}

/** Sets a setting, or deletes it when the value is null. */
export async function putSetting(
  shell: DeviceShell, namespace: SettingsNamespace, key: string, value: string | null,
): Promise<void> {
  await shell.run(value === null
    ? `settings delete ${namespace} ${shellQuote(key)}`
    : `settings put ${namespace} ${shellQuote(key)} ${value === '' ? "''" : shellQuote(value)}`);
}

/** What `settings get` printed; null for a key that is not set, which it prints as `null`. */
export function parseSetting(output: string): string | null {
  const text = output.replace(/\r?\n$/, '');
  return text === 'null' ? null : text;
}
