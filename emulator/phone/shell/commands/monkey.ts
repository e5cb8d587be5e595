import { orAborted, print, type Invocation, type Program } from '../process/invocation.ts';

const USAGE = `usage: monkey [-p ALLOWED_PACKAGE [-p ALLOWED_PACKAGE] ...]
              [-c MAIN_CATEGORY [-c MAIN_CATEGORY] ...]
              [--ignore-crashes] [--ignore-timeouts]
              [--ignore-security-exceptions]
              [--pct-touch PERCENT] [--pct-motion PERCENT]
              [--throttle MILLISEC]
              [-s SEED] [-v [-v] ...]
              COUNT
`;

const WITH_VALUE: ReadonlySet<string> = new Set(['-p', '-c', '-s', '--throttle', '--setup', '--port', '-f']);

interface MonkeyOptions {
  readonly packages: readonly string[];
  readonly seed: number;
  readonly throttleMs: number;
  readonly verbose: boolean;
  readonly count: number;
}

/**
 * `monkey -p package [-s seed] [--throttle ms] count`: starts a package and taps and swipes at random. While it runs
 * `isUserAMonkey()` is true and it is in the process list. With a count of 1 it only starts the package.
 */
export const monkey: Program = async (invocation) => {
  const options = readOptions(invocation.args);
  if (typeof options === 'string') return print({ stdout: invocation.stderr }, `** Error: ${options}\n${USAGE}`, 255);
  const { phone } = invocation;
  const chosen = options.packages.length > 0 ? options.packages : phone.services.packages.list().filter((entry) => entry.launcherActivity !== undefined).map((entry) => entry.name);
  const name = chosen.find((packageName) => phone.services.packages.get(packageName)?.launcherActivity !== undefined);
  if (name === undefined) return print(invocation, '** No activities found to run, monkey aborted.\n', 252);
  const leave = phone.system.monkey.begin();
  const process = phone.system.processes.start('com.android.commands.monkey', invocation.credential.uid);
  try {
    return await play(invocation, options, name);
  } finally {
    phone.system.processes.end(process.pid);
    leave();
  }
};

async function play(invocation: Invocation, options: MonkeyOptions, packageName: string): Promise<number> {
  const { activities, packages, display } = invocation.phone.services;
  const startedMs = invocation.phone.system.clock.uptimeMs();
  if (options.verbose) print(invocation, `:Monkey: seed=${options.seed} count=${options.count}\n${options.packages.map((name) => `:AllowPackage: ${name}\n`).join('')}:IncludeCategory: android.intent.category.LAUNCHER\n`);
  const component = `${packageName}/${packages.get(packageName)?.launcherActivity ?? ''}`;
  const failure = activities.start({ component, action: 'android.intent.action.MAIN' });
  if (failure !== undefined) return print({ stdout: invocation.stderr }, `${failure}\n`, 1);
  const random = randomOf(options.seed);
  const point = (): { readonly x: number; readonly y: number } => ({ x: Math.floor(random() * display.widthPx), y: Math.floor(random() * display.heightPx) });
  for (let event = 1; event < options.count && !invocation.signal.aborted; event++) {
    // A third of the events are motions, as by default; keys and trackball are left out.
    if (random() < 0.33) display.swipe(point(), point(), 100);
    else display.tap(point());
    // It never leaves the packages it was given.
    if (activities.focused().packageName !== packageName) activities.start({ component, action: 'android.intent.action.MAIN' });
    await pause(invocation, options.throttleMs);
  }
  const elapsedMs = Math.round(invocation.phone.system.clock.uptimeMs() - startedMs);
  return print(invocation, `Events injected: ${options.count}\n## Network stats: elapsed time=${elapsedMs}ms (0ms mobile, ${elapsedMs}ms wifi, 0ms not connected)\n${options.verbose ? '// Monkey finished\n' : ''}`);
}

async function pause(invocation: Invocation, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await orAborted(new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  }), invocation.signal);
  clearTimeout(timer);
}

function readOptions(args: readonly string[]): MonkeyOptions | string {
  const packages: string[] = [];
  let seed = 0;
  let throttleMs = 0;
  let count: number | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const value = WITH_VALUE.has(word) || word.startsWith('--pct-') ? args[++at] : undefined;
    if ((WITH_VALUE.has(word) || word.startsWith('--pct-')) && value === undefined) return `Argument expected after "${word}"`;
    if (word === '-p') packages.push(value ?? '');
    else if (word === '-s') seed = Number(value);
    else if (word === '--throttle') throttleMs = Number(value);
    else if (value === undefined && !word.startsWith('-')) {
      count = Number(word);
      if (Number.isNaN(count)) return 'Count is not a number';
    }
  }
  return count === undefined ? 'Count not specified' : { packages, seed, throttleMs, verbose: args.includes('-v'), count };
}

/** A generator of numbers from 0 to 1; the same seed gives the same monkey. */
function randomOf(seed: number): () => number {
  let state = (seed ^ 0x5deece6d) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
