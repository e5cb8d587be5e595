import type { StartRequest } from '../../../system/services.ts';
import { print, type Invocation, type Program } from '../../process/invocation.ts';
import { fullComponent, intentText, parseIntent, shortComponent, type Intent, type IntentCommand } from './intent.ts';
import { isSettingsApp, startSettingsApp } from './settings-app.ts';
import { stopPackage } from './stop.ts';

const LAUNCH_MS = 180;

/** `am start [-W] [-S] …`. Errors go to standard error, with `-W` to standard output, and the exit code stays 0. */
export const start: Program = (invocation) => {
  const command = parseIntent(invocation.args);
  const { intent } = command;
  const packageName = intent.component?.split('/')[0] ?? intent.packageName;
  if (command.stopFirst && packageName !== undefined) {
    print(invocation, `Stopping: ${packageName}\n`);
    stopPackage(invocation.phone, packageName);
  }
  print(invocation, `Starting: ${intentText(intent)}\n`);
  const errors = { stdout: command.wait ? invocation.stdout : invocation.stderr };
  const before = invocation.phone.services.activities.focused();
  const failure = launch(invocation, command);
  if (failure !== undefined) return print(errors, `${failure}\n`);
  const after = invocation.phone.services.activities.focused();
  const isSame = before.packageName === after.packageName && before.activity === after.activity;
  if (isSame && !command.stopFirst && intent.action === 'android.intent.action.MAIN' && packageName === after.packageName) {
    print(errors, 'Warning: Activity not started, its current task has been brought to the front\n');
  }
  if (!command.wait) return 0;
  const activity = shortComponent(`${after.packageName}/${after.activity}`);
  return print(invocation, `Status: ok\nActivity: ${activity}\nThisTime: ${LAUNCH_MS}\nTotalTime: ${LAUNCH_MS}\nWaitTime: ${LAUNCH_MS + 20}\nComplete\n`);
};

function launch(invocation: Invocation, command: IntentCommand): string | undefined {
  const { intent } = command;
  const packageName = intent.component?.split('/')[0];
  if (packageName !== undefined && isSettingsApp(packageName) && invocation.phone.services.packages.get(packageName) !== undefined) {
    startSettingsApp(invocation.phone);
    return undefined;
  }
  if (packageName !== undefined && invocation.phone.services.packages.get(packageName) === undefined) {
    return noClass(intent.component ?? '');
  }
  const failure = invocation.phone.services.activities.start(requestOf(command));
  if (failure === undefined) return undefined;
  return failure.includes('does not exist') ? `Error type 3\n${failure}` : failure;
}

const noClass = (component: string): string => `Error type 3\nError: Activity class {${fullComponent(component)}} does not exist.`;

function requestOf(command: IntentCommand): StartRequest {
  const { intent }: { readonly intent: Intent } = command;
  return {
    extras: intent.extras,
    forceStopFirst: command.stopFirst,
    ...(intent.component === undefined ? {} : { component: intent.component }),
    ...(intent.packageName === undefined ? {} : { packageName: intent.packageName }),
    ...(intent.action === undefined ? {} : { action: intent.action }),
    ...(intent.data === undefined ? {} : { data: intent.data }),
  };
}
