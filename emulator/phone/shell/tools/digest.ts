import { createHash } from 'node:crypto';
import { errorText } from '../../system/files/file-error.ts';
import { readAll } from '../process/pipe.ts';
import { fail, print, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/** Programs that print digests. */
export const DIGESTS: readonly string[] = ['md5sum', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum'];

/** toybox `md5sum`, `sha1sum`, …: `-b` prints the digest only. */
export const digest: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'bcs');
  const algorithm = invocation.name.replace(/sum$/, '');
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
