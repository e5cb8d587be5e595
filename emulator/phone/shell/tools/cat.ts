import { errorText } from '../../system/files/file-error.ts';
import type { Program } from '../process/invocation.ts';

/** toybox `cat`; what comes through standard input goes on as it comes. */
export const cat: Program = async (invocation) => {
  const { args, files, stdin, stdout, stderr } = invocation;
  const operands = args.filter((word) => word === '-' || !word.startsWith('-'));
  let exitCode = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    if (name === '-') {
      for (let chunk = await stdin.read(); chunk !== undefined && !stdout.closed; chunk = await stdin.read()) stdout.write(chunk);
      continue;
    }
    try {
      stdout.write(files.readSync(files.resolvePath(invocation.cwd, name)));
    } catch (error) {
      stderr.write(`cat: ${name}: ${errorText(error)}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
};
