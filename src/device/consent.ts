import type { ConsentSetup } from '../flow/consent.ts';
import type { DeviceShell } from './device-shell.ts';
import { getSetting, putSetting } from './settings.ts';
import type { UndoJournal } from './undo-journal.ts';

/** The User Experience Program, as the switch in Settings and the OneTrack SDK 2.0.4 (public smali) know it; personalised ads. */
const [PROGRAM, ADS] = ['upload_log_pref', 'personalized_ad_enabled'] as const;

/**
 * Brings about what a consent setup says of the phone's own settings: the User Experience Program and personalised ads. What
 * they were is in the journal first. `as-found` touches nothing.
 */
export async function setConsent(shell: DeviceShell, journal: UndoJournal, setup: ConsentSetup): Promise<void> {
  if (setup === 'as-found') return;
  const wanted = [[PROGRAM, setup === 'program-off' ? '0' : '1'], [ADS, setup === 'ads-off' ? '0' : '1']] as const;
  for (const [key, value] of wanted) {
    const before = await getSetting(shell, 'secure', key);
    if (before === value) continue;
    journal.record({ kind: 'setting', namespace: 'secure', key, before });
    await putSetting(shell, 'secure', key, value);
  }
}
