import { EarshotError } from '../flow/errors.ts';
import type { DeviceShell } from './device-shell.ts';
import { getSetting, putSetting, type SettingsNamespace } from './settings.ts';
import type { UndoJournal } from './undo-journal.ts';

/**
 * The settings a proxy lives in. Android derives the last three from the first, and apps read those, so all four are
 * put back.
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r61/services/core/java/com/android/server/connectivity/ProxyTracker.java
 */
const PROXY_KEYS = [
  'http_proxy', 'global_http_proxy_host', 'global_http_proxy_port', 'global_http_proxy_exclusion_list',
] as const;

/** Points the phone's proxy setting at a port of its own loopback; what it had before goes to the journal first. */
export async function setProxy(shell: DeviceShell, devicePort: number, journal: UndoJournal): Promise<string> {
  const setting = `127.0.0.1:${devicePort}`;
  for (const key of PROXY_KEYS.toReversed()) {
    journal.record({ kind: 'setting', namespace: 'global', key, before: await getSetting(shell, 'global', key) });
  }
  await putSetting(shell, 'global', 'http_proxy', setting);
  const found = await getSetting(shell, 'global', 'http_proxy');
  if (found === setting) return setting;
  throw new EarshotError('PHONE_REFUSED', `set the proxy of ${shell.serial}, found ${JSON.stringify(found)} when reading `
    + `it back, expected "${setting}"`, {
    hint: 'On a Xiaomi phone, turn on "USB debugging (Security settings)" in the developer options, and reboot.',
  });
}

/** A setting, and what it was before; null when it was not set. */
export interface FormerSetting {
  readonly namespace: SettingsNamespace;
  readonly key: string;
  readonly before: string | null;
}

/** Puts a setting back to exactly what it was: unset stays unset. */
export async function restoreSetting(shell: DeviceShell, former: FormerSetting): Promise<void> {
  const { namespace, key, before } = former;
  // Deleting the key alone leaves apps with the proxy they know, on some phones until a reboot; :0 says "none".
  if (key === 'http_proxy' && before === null) await putSetting(shell, namespace, key, ':0');
  await putSetting(shell, namespace, key, before);
  const found = await getSetting(shell, namespace, key);
  if (found !== before) {
    throw new EarshotError('PHONE_REFUSED', `put back the ${namespace} setting ${key} of ${shell.serial}, found `
      + `${JSON.stringify(found)} when reading it back, expected ${JSON.stringify(before)}`);
  }
}
