import type { DeviceShell } from './device-shell.ts';
import { shellQuote } from './shell-quote.ts';

/**
 * Ends each app and starts it again as its icon would: what an SDK keeps until its process begins anew is sent now. The home
 * screen is in front afterwards. An app without an icon is ended only. Never throws for a phone's sake.
 */
export async function beginAnew(shell: DeviceShell, packages: readonly string[]): Promise<void> {
  for (const name of packages) {
    const app = shellQuote(name);
    await shell.try(`am force-stop ${app}; am start -a android.intent.action.MAIN -c android.intent.category.LAUNCHER -p ${app}`);
  }
  await shell.try('input keyevent HOME');
}
