import { echoText } from '../grammar/echo.ts';
import { readAll } from '../process/pipe.ts';
import { fail, orAborted, print, type Invocation, type Program, type SpawnOptions } from '../process/invocation.ts';

const SHELL_OPTIONS: Readonly<Record<string, string>> = { e: 'errexit', f: 'noglob', n: 'noexec', u: 'nounset', v: 'verbose', x: 'xtrace' };

/** `sh`: `-c text [name args…]`, a file, or lines from standard input; `-e`, `-u`, `-x` and the like before. */
export const sh: Program = async (invocation) => {
  const words = [...invocation.args];
  const options: string[] = [];
  let isCommand = false;
  let isInput = false;
  while (/^-[a-z]+$/.test(words[0] ?? '')) {
    for (const letter of (words.shift() ?? '').slice(1)) {
      if (letter === 'c') isCommand = true;
      else if (letter === 's') isInput = true;
      else options.push(SHELL_OPTIONS[letter] ?? letter);
    }
  }
  if (words[0] === '-' || words[0] === '--') words.shift();
  const [first, ...rest] = words;
  if (isCommand) {
    if (first === undefined) return fail({ ...invocation, name: '/system/bin/sh' }, '-c requires argument', 2);
    return first === '' ? 0 : invocation.shell({ command: first, name: rest[0] ?? 'sh', positional: rest.slice(1), options });
  }
  if (first === undefined || isInput) return invocation.shell({ command: '', positional: words, options });
  const path = invocation.files.resolvePath(invocation.cwd, first);
  if (!invocation.files.existsSync(path)) {
    return fail({ ...invocation, name: '/system/bin/sh' }, `can't open ${first}: No such file or directory`, 127);
  }
  return invocation.shell({ command: invocation.files.readSync(path).toString(), name: first, positional: rest, options });
};

/** `env [-i] [-u NAME] [NAME=value…] [program args…]`. */
export const env: Program = (invocation) => {
  const variables = new Map(invocation.args[0] === '-i' || invocation.args[0] === '-' ? [] : invocation.env);
  const words = [...invocation.args];
  for (let word = words[0]; word !== undefined; word = words[0]) {
    const [, name, value] = /^([A-Za-z_]\w*)=([^]*)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined) variables.set(name, value);
    else if (word === '-u') variables.delete(words.splice(0, 1)[0] === undefined ? '' : words[0] ?? '');
    else if (!word.startsWith('-')) break;
    words.shift();
  }
  if (words.length > 0) return execute(invocation, words, { env: variables });
  return print(invocation, [...variables].map(([name, value]) => `${name}=${value}\n`).join(''));
};

/** `printenv [name…]`. */
export const printenv: Program = (invocation) => {
  if (invocation.args.length === 0) return env(invocation);
  const values = invocation.args.map((name) => invocation.env.get(name));
  print(invocation, values.filter((value) => value !== undefined).map((value) => `${value}\n`).join(''));
  return values.includes(undefined) ? 1 : 0;
};

/** `nohup program args…`, and `time`, whose figures go to standard error. */
export const nohup: Program = (invocation) => invocation.spawn(invocation.args);

/** toybox `time`. */
export const time: Program = async (invocation) => {
  const startMs = invocation.phone.system.clock.uptimeMs();
  const code = await invocation.spawn(invocation.args.filter((word) => word !== '-p'));
  const seconds = ((invocation.phone.system.clock.uptimeMs() - startMs) / 1000).toFixed(6);
  invocation.stderr.write(`real ${seconds}\nuser 0.000000\nsys 0.000000\n`);
  return code;
};

/** toybox `timeout [-s signal] [-k duration] duration program…`: 124 when the time was up, 137 when SIGKILL was asked for. */
export const timeout: Program = async (invocation) => {
  const words = [...invocation.args];
  let signal = 'TERM';
  while (words[0]?.startsWith('-') === true) {
    const option = words.shift();
    const value = option === '-s' || option === '-k' ? words.shift() : undefined;
    if (option === '-s') signal = value ?? signal;
  }
  const [duration = '', ...program] = words;
  const limitMs = durationMs(duration);
  if (limitMs === undefined || program.length === 0) return fail(invocation, 'Need 2 arguments (see "timeout --help")', 125);
  const ending = new AbortController();
  const onAbort = (): void => ending.abort();
  invocation.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => ending.abort(), limitMs);
  try {
    const code = await execute(invocation, program, { signal: ending.signal });
    return ending.signal.aborted && !invocation.signal.aborted ? (/^(SIG)?KILL$|^9$/.test(signal) ? 137 : 124) : code;
  } finally {
    clearTimeout(timer);
    invocation.signal.removeEventListener('abort', onAbort);
  }
};

/** `exec` as toybox's applets do it: they say themselves that there is no such program. */
function execute(invocation: Invocation, argv: readonly string[], options: SpawnOptions = {}): Promise<number> {
  const [program = ''] = argv;
  const folders = program.includes('/') ? [''] : ((options.env ?? invocation.env).get('PATH') ?? DEFAULT_PATH).split(':').map((folder) => `${folder}/`);
  const env = new Map(options.env ?? invocation.env);
  const found = folders.map((folder) => invocation.files.resolvePath(invocation.cwd, folder + program)).find((path) => invocation.files.existsSync(path));
  if (found === undefined) return Promise.resolve(fail(invocation, `exec ${program}: No such file or directory`, 127));
  return invocation.spawn([found, ...argv.slice(1)], { ...options, env });
}

const DEFAULT_PATH = '/sbin:/system/sbin:/system/bin:/system/xbin:/odm/bin:/vendor/bin:/vendor/xbin';

/** toybox `sleep 1.5`, `sleep 2m`. */
export const sleep: Program = async (invocation) => {
  const waitMs = durationMs(invocation.args[0] ?? '');
  if (waitMs === undefined) return fail(invocation, `Not a number '${invocation.args[0] ?? ''}'`);
  let timer: NodeJS.Timeout | undefined;
  await orAborted(new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  }), invocation.signal);
  clearTimeout(timer);
  return 0;
};

const UNITS_MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function durationMs(text: string): number | undefined {
  const [, number, unit] = /^(\d*\.?\d+)([smhd]?)$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (UNITS_MS[unit ?? ''] ?? 1000);
}

/** toybox `xargs [-0optr] [-n count] [-s size] [-P jobs] program…`. */
export const xargs: Program = async (invocation) => {
  const words = [...invocation.args];
  let separator = /[ \t\n]+/;
  let count = Number.POSITIVE_INFINITY;
  let runsEmpty = true;
  while (words[0]?.startsWith('-') === true) {
    const [, letter = '', rest = ''] = /^-(.)(.*)$/s.exec(words.shift() ?? '') ?? [];
    if (!'0optrnsPE'.includes(letter)) return fail(invocation, `Unknown option '${letter}' (see "xargs --help")`);
    const value = 'nsPE'.includes(letter) ? rest || words.shift() : undefined;
    if (letter === '0') separator = /\0/;
    else if (letter === 'n') count = Number(value);
    else if (letter === 'r') runsEmpty = false;
  }
  const items = (await readAll(invocation.stdin)).toString().split(separator).filter((item) => item !== '');
  const program = words.length === 0 ? ['echo'] : words;
  let exitCode = 0;
  if (items.length === 0 && !runsEmpty) return 0;
  for (let at = 0; at === 0 || at < items.length; at += Math.min(count, Math.max(1, items.length))) {
    const code = await execute(invocation, [...program, ...items.slice(at, at + count)]);
    if (code === 126 || code === 127) return code;
    if (code !== 0) exitCode = 123;
  }
  return exitCode;
};

/** `/system/bin/echo`. */
export const echo: Program = (invocation) => print(invocation, echoText(invocation.args));

/** `/system/bin/pwd`. */
export const pwd: Program = (invocation) => print(invocation, `${invocation.cwd}\n`);

/** `yes [word]`, until nobody listens. */
export const yes: Program = async (invocation) => {
  const line = `${invocation.args.join(' ') || 'y'}\n`;
  while (!invocation.stdout.closed && !invocation.signal.aborted) {
    print(invocation, line.repeat(64));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return 141;
};
