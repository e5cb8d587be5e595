import type { ShellPhone } from '../../shell-phone.ts';
import { stopSettingsApp } from './settings-app.ts';

/** Ends a package: its activities and processes, and the instrumentations it takes part in. */
export function stopPackage(phone: ShellPhone, packageName: string): void {
  for (const running of [...phone.state.instrumentations]) {
    if (running.packages.includes(packageName)) running.stop();
  }
  stopSettingsApp(phone, packageName);
  phone.services.activities.forceStop(packageName);
}
