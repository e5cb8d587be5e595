import { errorText } from '../../system/files/file-error.ts';
import { fail, orAborted, print, type Invocation, type Program } from '../process/invocation.ts';
import { readAll } from '../process/pipe.ts';
import { readOptions } from './options.ts';

/** How often `tail -f` looks for more. */
const LOOK_EVERY_MS = 100;

/** toybox `tail [-f] [-n [+]lines | -lines | -c [+]bytes] [file…]`. */
export const tail: Program = async (invocation) => {
  const args = invocation.args.flatMap((word) => (/^-\d+$/.test(word) ? ['-n', word.slice(1)] : [word]));
  const { flags, values, operands } = readOptions(args, 'Ffqn:c:s:');
  const names = operands.length === 0 ? ['-'] : operands;
  let exitCode = 0;
  for (const [index, name] of names.entries()) {
    try {
      const bytes = name === '-' ? await readAll(invocation.stdin) : read(invocation, name);
      if (names.length > 1 && !flags.has('q')) print(invocation, `${index === 0 ? '' : '\n'}==> ${name} <==\n`);
      invocation.stdout.write(values.has('c') ? lastBytes(bytes, values.get('c') ?? '') : lastLines(bytes, values.get('n') ?? '10'));
    } catch (error) {
      exitCode = fail(invocation, `${name}: ${errorText(error)}`);
    }
  }
  if ((flags.has('f') || flags.has('F')) && exitCode === 0) await follow(invocation, names.at(-1) ?? '');
  return exitCode;
};

const read = (invocation: Invocation, name: string): Buffer => Buffer.from(invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, name)));

function lastBytes(bytes: Buffer, count: string): Buffer {
  const number = Math.abs(Number(count));
  return count.startsWith('+') ? bytes.subarray(Math.max(0, number - 1)) : bytes.subarray(Math.max(0, bytes.length - number));
}

function lastLines(bytes: Buffer, count: string): Buffer {
  const lines = bytes.toString('latin1').split(/(?<=\n)/);
  const number = Math.abs(Number(count));
  const chosen = count.startsWith('+') ? lines.slice(Math.max(0, number - 1)) : number === 0 ? [] : lines.slice(-number);
  return Buffer.from(chosen.join(''), 'latin1');
}

async function follow(invocation: Invocation, name: string): Promise<void> {
  let length = read(invocation, name).length;
  while (!invocation.signal.aborted && !invocation.stdout.closed) {
    let timer: NodeJS.Timeout | undefined;
    await orAborted(new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LOOK_EVERY_MS);
    }), invocation.signal);
    clearTimeout(timer);
    if (!invocation.files.existsSync(invocation.files.resolvePath(invocation.cwd, name))) return;
    const bytes = read(invocation, name);
    if (bytes.length > length) invocation.stdout.write(bytes.subarray(length));
    length = bytes.length;
  }
}
