import { print, type Program } from '../process/invocation.ts';

/** `monkey -p package -c LAUNCHER 1`, the way people start an app with it; random events are not made. */
export const monkey: Program = (invocation) => {
  const { args, phone } = invocation;
  const packageName = args[args.indexOf('-p') + 1];
  const count = Number(args.at(-1));
  if (!args.includes('-p') || packageName === undefined || count !== 1) {
    return print({ stdout: invocation.stderr }, '** Error: monkey makes no random events on this phone; only "-p PACKAGE [-c CATEGORY] 1" is implemented\n', 1);
  }
  const launcher = phone.services.packages.get(packageName)?.launcherActivity;
  if (launcher === undefined) return print(invocation, '** No activities found to run, monkey aborted.\n', 252);
  // While it runs it is in the process list, as software that looks for it expects.
  const process = phone.system.processes.start('com.android.commands.monkey', invocation.credential.uid);
  const failure = phone.services.activities.start({ component: `${packageName}/${launcher}`, action: 'android.intent.action.MAIN' });
  phone.system.processes.end(process.pid);
  if (failure !== undefined) return print({ stdout: invocation.stderr }, `${failure}\n`, 1);
  return print(invocation, `Events injected: 1\n## Network stats: elapsed time=20ms (0ms mobile, 0ms wifi, 20ms not connected)\n`);
};
