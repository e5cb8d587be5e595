import { Bash, type CommandName } from 'just-bash';
import { NOTHING, readAll } from '../process/pipe.ts';
import type { Invocation, Program } from '../process/invocation.ts';

/** Text tools whose own arguments say how many come before the first file: a script, a pattern. */
const WORDS_BEFORE_FILES: Readonly<Record<string, number>> = { grep: 1, egrep: 1, fgrep: 1, sed: 1, awk: 1, tr: 2, tee: Number.POSITIVE_INFINITY, seq: 0, expr: 0, basename: 0, dirname: 0, printf: 0 };
const READS_NO_INPUT: ReadonlySet<string> = new Set(['seq', 'expr', 'basename', 'dirname', 'printf', 'find', 'du', 'rev', 'hostname']);

/** Options of text tools that take the next word. */
const OPTIONS_WITH_VALUE: Readonly<Record<string, readonly string[]>> = {
  tail: ['-n', '-c'], cut: ['-d', '-f', '-c', '-b'], sort: ['-k', '-t', '-o'], grep: ['-m', '-A', '-B', '-C'],
  awk: ['-F', '-v'], xargs: ['-n', '-I'], od: ['-A', '-t', '-N', '-j'], paste: ['-d'], fold: ['-w'], expand: ['-t'], nl: ['-v', '-w', '-s'],
};

const TOOLS: readonly CommandName[] = [
  'awk', 'base64', 'basename', 'cat', 'comm', 'cut', 'diff', 'dirname', 'du', 'egrep', 'expand', 'expr', 'fgrep', 'file', 'find',
  'fold', 'grep', 'gunzip', 'gzip', 'head', 'hostname', 'ls', 'nl', 'od', 'paste', 'printf', 'rev', 'rm', 'sed', 'seq', 'sort', 'split',
  'strings', 'tac', 'tail', 'tar', 'tee', 'tr', 'uniq', 'wc', 'zcat', 'echo', 'mv', 'cp', 'mkdir', 'touch', 'chmod',
];

/** The tools of this kind that the phone has under their own name. */
export const TEXT_TOOLS: readonly string[] = TOOLS.filter((name) => !['cat', 'ls', 'rm', 'echo', 'mv', 'cp', 'mkdir', 'touch', 'chmod', 'fold', 'head'].includes(name));

/** Runs one of just-bash's tools over the phone's files. It gets its input whole and answers whole. */
export const textTool: Program = async (given) => {
  const invocation = /^[ef]?grep$/.test(given.name) ? grepInTermsOfTheTool(given) : given;
  const bash = new Bash({ fs: invocation.files, commands: [...TOOLS], cwd: invocation.cwd, defenseInDepth: false });
  if (isLineFilter(invocation)) return filterLines(invocation, bash);
  const input = readsInput(invocation) ? await readAll(invocation.stdin) : Buffer.alloc(0);
  return execute(invocation, bash, input);
};

async function execute(invocation: Invocation, bash: Bash, input: Buffer): Promise<number> {
  const result = await bash.exec(invocation.name, {
    args: [...invocation.args],
    stdin: input.toString('latin1'),
    stdinKind: 'bytes',
    cwd: invocation.cwd,
    replaceEnv: true,
    // The tools are registered, not found: a PATH that leads nowhere keeps the phone's own files out of the search.
    env: { ...Object.fromEntries(invocation.env), PATH: '/nonexistent' },
    signal: invocation.signal,
  });
  invocation.stdout.write(Buffer.from(result.stdout, result.stdoutKind === 'bytes' ? 'latin1' : 'utf8'));
  invocation.stderr.write(inToyboxWords(result.stderr));
  return result.exitCode;
}

/** `grep` whose answer to a line does not hang on other lines: it can answer as lines come (`logcat | grep …`). */
function isLineFilter(invocation: Invocation): boolean {
  if (!/^[ef]?grep$/.test(invocation.name) || !readsInput(invocation)) return false;
  return invocation.args.every((word) => !word.startsWith('-') || /^-[EFGiovwxae]+$/.test(word) || word === '--line-buffered');
}

async function filterLines(invocation: Invocation, bash: Bash): Promise<number> {
  let exitCode = 1;
  let rest = Buffer.alloc(0);
  for (let chunk = await invocation.stdin.read(); chunk !== undefined && !invocation.stdout.closed; chunk = await invocation.stdin.read()) {
    const text = Buffer.concat([rest, chunk]);
    const end = text.lastIndexOf(0x0a) + 1;
    rest = text.subarray(end);
    if (end > 0) exitCode = Math.min(exitCode, await execute(invocation, bash, text.subarray(0, end)));
  }
  return rest.length > 0 ? Math.min(exitCode, await execute(invocation, bash, rest)) : exitCode;
}

/** Whether the tool will read its standard input: nobody may wait for the end of an input that is not asked for. */
export function readsInput(invocation: Pick<Invocation, 'name' | 'args'>): boolean {
  const { name, args } = invocation;
  if (READS_NO_INPUT.has(name)) return false;
  const withValue = OPTIONS_WITH_VALUE[name] ?? [];
  const operands: string[] = [];
  let hasScript = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '-e' || word === '-f') {
      // awk, grep and sed take their script from the option then; cut's -f is listed with its values.
      if (!withValue.includes(word)) hasScript = true;
      at++;
    } else if (withValue.includes(word)) at++;
    else if (word === '-' || !word.startsWith('-')) operands.push(word);
  }
  if (operands.includes('-')) return true;
  if (name === 'tar') return args.includes('-') || !args.some((word) => word.includes('f'));
  return operands.length <= (hasScript ? 0 : WORDS_BEFORE_FILES[name] ?? 0);
}

/** What just-bash's `grep` does not take: several `-e`, `-s` and `-H`. */
function grepInTermsOfTheTool(invocation: Invocation): Invocation {
  const patterns: string[] = [];
  const rest: string[] = [];
  let isQuiet = false;
  let showsName = false;
  for (let at = 0; at < invocation.args.length; at++) {
    const word = invocation.args[at] ?? '';
    if (word === '-e') patterns.push(invocation.args[++at] ?? '');
    else if (/^-[A-Za-z]*[sH]/.test(word) && !word.startsWith('--')) {
      if (word.includes('s')) isQuiet = true;
      if (word.includes('H')) showsName = true;
      if (word.replace(/[sH]/g, '') !== '-') rest.push(word.replace(/[sH]/g, ''));
    } else rest.push(word);
  }
  const alternation = invocation.name === 'egrep' || rest.some((word) => /^-[a-zA-Z]*E/.test(word)) ? '|' : '\\|';
  const args = [...(patterns.length > 1 ? ['-e', patterns.join(alternation)] : patterns.flatMap((pattern) => ['-e', pattern])), ...rest, ...(showsName ? ['/dev/null'] : [])];
  return { ...invocation, args, ...(isQuiet ? { stderr: NOTHING } : {}) };
}

/** Errors as toybox puts them. */
const inToyboxWords = (text: string): string => text
  .replace(/^bash: /gm, '')
  .replace(/^du: cannot access '([^']*)'/gm, 'du: $1')
  .replace(/^find: ([^':]+): No such/gm, "find: '$1': No such");
