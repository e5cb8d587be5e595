import { orAborted, print, type Invocation, type Program } from '../../process/invocation.ts';
import { IntentError } from './intent.ts';

interface Request {
  readonly component: string;
  readonly wait: boolean;
  readonly arguments: Readonly<Record<string, string>>;
}

/** `am instrument [-w] [-r] [-e key value]… package/runner`: with `-w` it lasts as long as the instrumentation. */
export const instrument: Program = async (invocation) => {
  const request = read(invocation.args);
  const [packageName = '', runner = ''] = request.component.split('/');
  const installed = invocation.phone.services.packages.get(packageName);
  const known = installed?.instrumentation;
  const target = known === undefined ? undefined : invocation.phone.services.packages.get(known.targetPackage);
  if (known === undefined || target === undefined || (runner !== known.runner && `${packageName}${runner}` !== known.runner)) {
    const why = known !== undefined && target === undefined ? `Unable to find instrumentation target package: ${known.targetPackage}` : `Unable to find instrumentation info for: ComponentInfo{${request.component}}`;
    print(invocation, `INSTRUMENTATION_STATUS: id=ActivityManagerService\nINSTRUMENTATION_STATUS: Error=${why}\nINSTRUMENTATION_STATUS_CODE: -1\n`);
    return print({ stdout: invocation.stderr }, `android.util.AndroidException: INSTRUMENTATION_FAILED: ${request.component}\n`, 1);
  }
  return run(invocation, request, { packageName, runner: known.runner, target: known.targetPackage, uid: target.uid });
};

interface Instrumented {
  readonly packageName: string;
  readonly runner: string;
  readonly target: string;
  readonly uid: number;
}

async function run(invocation: Invocation, request: Request, what: Instrumented): Promise<number> {
  const { phone } = invocation;
  if (phone.instrumentation === undefined) return print({ stdout: invocation.stderr }, 'Error: this phone runs no instrumentation\n', 1);
  let stop: () => void = () => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
  });
  const running = phone.instrumentation.start({ packageName: what.packageName, runner: what.runner, arguments: request.arguments });
  const process = phone.system.processes.start(what.target, what.uid, { onKilled: () => stop() });
  const entry = { packages: [what.packageName, what.target], stop };
  phone.state.instrumentations.add(entry);
  const ended = Promise.race([stopped, (running.ended ?? new Promise<void>(() => undefined)).then(() => 'ended' as const)]);
  const wait = async (): Promise<number> => {
    const outcome = await orAborted(ended, invocation.signal);
    if (outcome !== 'ended') running.stop();
    phone.state.instrumentations.delete(entry);
    phone.system.processes.end(process.pid);
    if (outcome === 'ended') return print(invocation, '\nTime: 0.1\n\nOK (1 test)\n\n\n');
    return print(invocation, 'INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0\n');
  };
  if (request.wait) return wait();
  void wait();
  return 0;
}

function read(args: readonly string[]): Request {
  const words = [...args];
  const values: Record<string, string> = {};
  let wait = false;
  let component: string | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-w') wait = true;
    else if (word === '-e') values[words.shift() ?? ''] = words.shift() ?? '';
    else if (word === '-p' || word === '--user' || word === '--abi') words.shift();
    else if (!word.startsWith('-')) component = word;
    else if (!['-r', '-m', '-f', '--no-window-animation', '--no_window_animation', '--no-hidden-api-checks', '--no-isolated-storage'].includes(word)) {
      throw new IntentError(`Unknown option: ${word}`);
    }
  }
  if (component === undefined) throw new IntentError('Argument expected after "instrument"');
  return { component, wait, arguments: values };
}
