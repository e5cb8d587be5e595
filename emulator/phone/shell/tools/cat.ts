import { errorText } from '../../system/files/file-error.ts';
import type { Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/** toybox `cat`; what comes through standard input goes on as it comes. */
export const cat: Program = async (invocation) => {
  const { args, files, stdin, stdout, stderr } = invocation;
  const { flags, operands } = readOptions(args, 'uvte');
  const show = (bytes: Buffer): Buffer => (flags.size === 0 || (flags.size === 1 && flags.has('u')) ? bytes : visible(bytes, flags));
  let exitCode = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    if (name === '-') {
      for (let chunk = await stdin.read(); chunk !== undefined && !stdout.closed; chunk = await stdin.read()) stdout.write(show(chunk));
      continue;
    }
    try {
      stdout.write(show(Buffer.from(files.readSync(files.resolvePath(invocation.cwd, name)))));
    } catch (error) {
      stderr.write(`cat: ${name}: ${errorText(error)}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
};

/** `-e` marks line ends, `-t` tabs, and `-v` (alone or with `-e`) every other control character. */
function visible(bytes: Buffer, flags: ReadonlySet<string>): Buffer {
  const text = bytes.toString('latin1')
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (character) => (flags.has('v') ? `^${String.fromCharCode(character.charCodeAt(0) ^ 0x40)}` : character))
    .replaceAll('\t', flags.has('t') ? '^I' : '\t')
    .replaceAll('\n', flags.has('e') ? '$\n' : '\n');
  return Buffer.from(text, 'latin1');
}
