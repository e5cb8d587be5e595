import { errorText } from '../../system/files/file-error.ts';
import { fail, type Invocation } from '../process/invocation.ts';
import { readAll } from '../process/pipe.ts';

/** Hands every file named (`-` and none at all are standard input) to the tool; 1 when one could not be read. */
export async function eachInput(invocation: Invocation, names: readonly string[], use: (bytes: Buffer, name: string) => void, prefix = ''): Promise<number> {
  let exitCode = 0;
  for (const name of names.length === 0 ? ['-'] : names) {
    try {
      use(name === '-' ? await readAll(invocation.stdin) : Buffer.from(invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, name))), name);
    } catch (error) {
      exitCode = fail(invocation, `${prefix}${name}: ${errorText(error)}`);
    }
  }
  return exitCode;
}

/** The lines of a text, each without its end; a last one without an end counts. */
export function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Prints a text that was read byte by byte. */
export function printBytes(invocation: Pick<Invocation, 'stdout'>, text: string): void {
  invocation.stdout.write(Buffer.from(text, 'latin1'));
}
