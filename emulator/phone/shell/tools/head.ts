import { errorText } from '../../system/files/file-error.ts';
import { fail, print, type Program } from '../process/invocation.ts';
import { sourceOf, type Sink, type Source } from '../process/pipe.ts';
import { readOptions } from './options.ts';

/** toybox `head [-n lines | -lines | -c bytes] [file…]`: it ends when it has enough, whoever writes on. */
export const head: Program = async (invocation) => {
  const args = invocation.args.flatMap((word) => (/^-\d+$/.test(word) ? ['-n', word.slice(1)] : [word]));
  const { flags, values, operands } = readOptions(args, 'n:c:qv');
  const limit = values.has('c') ? { bytes: Number(values.get('c')) } : { lines: Number(values.get('n') ?? '10') };
  const names = operands.length === 0 ? ['-'] : operands;
  let exitCode = 0;
  for (const [index, name] of names.entries()) {
    try {
      const source = name === '-' ? invocation.stdin : sourceOf(invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, name)));
      if ((names.length > 1 && !flags.has('q')) || flags.has('v')) print(invocation, `${index === 0 ? '' : '\n'}==> ${name} <==\n`);
      await copyHead(source, invocation.stdout, limit);
    } catch (error) {
      exitCode = fail(invocation, `${name}: ${errorText(error)}`);
    }
  }
  return exitCode;
};

type Limit = { readonly lines: number } | { readonly bytes: number };

async function copyHead(source: Source, sink: Sink, limit: Limit): Promise<void> {
  let left = 'lines' in limit ? limit.lines : limit.bytes;
  while (left > 0) {
    const chunk = await source.read();
    if (chunk === undefined) return;
    const end = 'lines' in limit ? endOfLines(chunk, left) : Math.min(left, chunk.length);
    sink.write(chunk.subarray(0, end));
    source.unread(chunk.subarray(end));
    left -= 'lines' in limit ? countLines(chunk.subarray(0, end)) : end;
  }
}

function endOfLines(chunk: Buffer, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const next = chunk.indexOf(0x0a, at);
    if (next < 0) return chunk.length;
    at = next + 1;
  }
  return at;
}

const countLines = (chunk: Buffer): number => chunk.reduce((count, byte) => count + Number(byte === 0x0a), 0);
