import { print, type Invocation, type Program } from '../../process/invocation.ts';
import { broadcast } from './broadcast.ts';
import { instrument } from './instrument.ts';
import { IntentError } from './intent.ts';
import { start } from './start.ts';
import { startService } from './service.ts';
import { stopPackage } from './stop.ts';
import { monitor, sendTrimMemory, stack } from './others.ts';

const COMMANDS: Readonly<Record<string, Program>> = {
  start, 'start-activity': start, broadcast, instrument,
  startservice: startService, 'start-service': startService, 'start-foreground-service': startService,
  stopservice: startService, 'stop-service': startService,
  'force-stop': (invocation) => forEachPackage(invocation, (name) => stopPackage(invocation.phone, name)),
  kill: (invocation) => forEachPackage(invocation, (name) => stopPackage(invocation.phone, name)),
  'kill-all': () => 0,
  'is-user-stopped': (invocation) => print(invocation, 'false\n'),
  stack, monitor,
  'get-current-user': (invocation) => print(invocation, '0\n'),
  'send-trim-memory': sendTrimMemory,
  'get-config': (invocation) => print(invocation, `config: en-rUS-ldltr-sw392dp-normal-long-notround-port-${invocation.phone.services.display.densityDpi}dpi-v${invocation.phone.system.properties.get('ro.build.version.sdk')}\nabi: arm64-v8a,armeabi-v7a,armeabi\n`),
};

/** `am command …` and `cmd activity command …`. */
export const am: Program = async (invocation) => {
  const [command, ...args] = invocation.args;
  if (command === undefined || command === 'help') return print(invocation, HELP, command === undefined ? 255 : 0);
  const run = COMMANDS[command];
  if (run === undefined) return print({ stdout: invocation.stderr }, `Unknown command: ${command}\n${HELP}`, 255);
  try {
    return await run({ ...invocation, args });
  } catch (error) {
    if (!(error instanceof IntentError)) throw error;
    return print({ stdout: invocation.stderr }, `\nException occurred while executing:\njava.lang.IllegalArgumentException: ${error.message}\n`, 255);
  }
};

const HELP = `Activity manager (activity) commands:
  help
      Print this help text.
  start-activity [-D] [-N] [-W] [-P <FILE>] [--start-profiler <FILE>]
      Start an Activity.
  start-service [--user <USER_ID> | current] <INTENT>
      Start a Service.
  broadcast [--user <USER_ID> | all | current] <INTENT>
      Send a broadcast Intent.
  instrument [-r] [-e <NAME> <VALUE>] [-p <FILE>] [-w]
      Start an Instrumentation.
  force-stop [--user <USER_ID> | all | current] <PACKAGE>
      Completely stop the given application package.
`;

function forEachPackage(invocation: Invocation, act: (packageName: string) => void): number {
  const words = [...invocation.args];
  if (words[0] === '--user') words.splice(0, 2);
  const [name] = words;
  if (name === undefined) throw new IntentError('Argument expected after "force-stop"');
  act(name);
  return 0;
}
