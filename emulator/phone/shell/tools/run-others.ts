import { echoText } from '../grammar/echo.ts';
import { readAll } from '../process/pipe.ts';
import { fail, orAborted, print, type Program } from '../process/invocation.ts';

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
  if (words.length > 0) return invocation.spawn(words, { env: variables });
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

/** toybox `timeout [-s signal] [-k duration] duration program…`: 143 when the time was up (SIGTERM). */
export const timeout: Program = async (invocation) => {
  const words = [...invocation.args];
  while (words[0]?.startsWith('-') === true) words.splice(0, words[0] === '-s' || words[0] === '-k' ? 2 : 1);
  const [duration = '', ...program] = words;
  const limitMs = durationMs(duration);
  if (limitMs === undefined || program.length === 0) return fail(invocation, 'Needs 2 arguments');
  const ending = new AbortController();
  const onAbort = (): void => ending.abort();
  invocation.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => ending.abort(), limitMs);
  try {
    const code = await invocation.spawn(program, { signal: ending.signal });
    return ending.signal.aborted && !invocation.signal.aborted ? 143 : code;
  } finally {
    clearTimeout(timer);
    invocation.signal.removeEventListener('abort', onAbort);
  }
};

/** toybox `sleep 1.5`, `sleep 2m`. */
export const sleep: Program = async (invocation) => {
  const waitMs = durationMs(invocation.args[0] ?? '');
  if (waitMs === undefined) return fail(invocation, invocation.args[0] === undefined ? 'Needs 1 argument' : `Not integer: ${invocation.args[0]}`);
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

/** toybox `xargs [-0] [-n N] program…`. */
export const xargs: Program = async (invocation) => {
  const words = [...invocation.args];
  let separator = /[ \t\n]+/;
  let count = Number.POSITIVE_INFINITY;
  while (words[0]?.startsWith('-') === true) {
    const option = words.shift();
    if (option === '-0') separator = /\0/;
    else if (option === '-n') count = Number(words.shift());
    else if (option?.startsWith('-n') === true) count = Number(option.slice(2));
  }
  const items = (await readAll(invocation.stdin)).toString().split(separator).filter((item) => item !== '');
  const program = words.length === 0 ? ['echo'] : words;
  let exitCode = 0;
  for (let at = 0; at === 0 || at < items.length; at += Math.min(count, Math.max(1, items.length))) {
    const code = await invocation.spawn([...program, ...items.slice(at, at + count)]);
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
