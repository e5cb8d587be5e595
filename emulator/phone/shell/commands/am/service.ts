import { print, type Program } from '../../process/invocation.ts';
import { intentText, parseIntent } from './intent.ts';
import { isSettingsApp, startSettingsApp, stopSettingsApp } from './settings-app.ts';

/** `am start-service`, `start-foreground-service`, `stop-service`. */
export const startService: Program = (invocation) => {
  const { intent } = parseIntent(invocation.args);
  const stops = invocation.name.startsWith('stop');
  print(invocation, `${stops ? 'Stopping' : 'Starting'} service: ${intentText(intent)}\n`);
  const packageName = intent.component?.split('/')[0] ?? intent.packageName;
  if (packageName === undefined || invocation.phone.services.packages.get(packageName) === undefined) {
    return print({ stdout: invocation.stderr }, stops ? 'Service not stopped: was not running.\n' : 'Error: Not found; no service started.\n', stops ? 0 : 255);
  }
  if (isSettingsApp(packageName)) {
    if (stops) stopSettingsApp(invocation.phone, packageName);
    else startSettingsApp(invocation.phone);
    return 0;
  }
  return print({ stdout: invocation.stderr }, stops ? 'Service not stopped: was not running.\n' : 'Error: Not found; no service started.\n', stops ? 0 : 255);
};
