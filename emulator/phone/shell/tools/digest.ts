import { createHash } from 'node:crypto';
import { errorText } from '../../system/files/file-error.ts';
import { readAll } from '../process/pipe.ts';
import { fail, print, type Invocation, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/** Programs that print digests. */
export const DIGESTS: readonly string[] = ['md5sum', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum'];

/** toybox `md5sum`, `sha1sum`, …: `-b` prints the digest only. */
export const digest: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'bcs');
  const algorithm = invocation.name.replace(/sum$/, '');
  if (flags.has('c')) return checkSums(invocation, operands, algorithm);
  let exitCode = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    try {
      const bytes = name === '-' ? await readAll(invocation.stdin) : invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, name));
      const hex = createHash(algorithm).update(bytes).digest('hex');
      print(invocation, flags.has('b') ? `${hex}\n` : `${hex}  ${name}\n`);
    } catch (error) {
      exitCode = fail(invocation, `${name}: ${errorText(error)}`);
    }
  }
  return exitCode;
};

/** `-c`: reads sums and names, and says of each file whether it still has its sum. */
async function checkSums(invocation: Invocation, names: readonly string[], algorithm: string): Promise<number> {
  let exitCode = 0;
  for (const list of names.length === 0 ? ['-'] : names) {
    const text = (list === '-' ? await readAll(invocation.stdin) : Buffer.from(invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, list)))).toString();
    for (const [, hex = '', name = ''] of text.matchAll(/^([0-9a-f]+) [ *](.*)$/gm)) {
      const path = invocation.files.resolvePath(invocation.cwd, name);
      const holds = invocation.files.existsSync(path) && createHash(algorithm).update(invocation.files.readSync(path)).digest('hex') === hex;
      print(invocation, `${name}: ${holds ? 'OK' : 'FAILED'}\n`);
      if (!holds) exitCode = 1;
    }
  }
  return exitCode;
}
