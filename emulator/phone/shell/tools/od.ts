import type { Program } from '../process/invocation.ts';
import { print } from '../process/invocation.ts';
import { readAll } from '../process/pipe.ts';
import { readOptions } from './options.ts';

const LETTERS: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };
const ROW_BYTES = 16;

/** toybox `od [-bcdosxv] [-A base] [-t type] [-N count] [-j skip]`; types of one, two and four bytes. */
export const od: Program = async (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'bcdosxvA:t:N:j:w:');
  const type = values.get('t') ?? (flags.has('c') ? 'c' : flags.has('x') ? 'x2' : flags.has('b') ? 'o1' : flags.has('d') ? 'u2' : flags.has('s') ? 'd2' : 'o2');
  const base = values.get('A') ?? 'o';
  const parts: Buffer[] = [];
  for (const name of operands.length === 0 ? ['-'] : operands) {
    parts.push(name === '-' ? await readAll(invocation.stdin) : Buffer.from(invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, name))));
  }
  const start = Number(values.get('j') ?? '0');
  const bytes = Buffer.concat(parts).subarray(start, values.has('N') ? start + Number(values.get('N')) : undefined);
  const offset = (at: number): string => (base === 'n' ? '' : at.toString(base === 'd' ? 10 : base === 'x' ? 16 : 8).padStart(base === 'x' ? 6 : 7, '0'));
  for (let at = 0; at < bytes.length; at += ROW_BYTES) print(invocation, `${offset(start + at)}${cells(bytes.subarray(at, at + ROW_BYTES), type)}\n`);
  return print(invocation, base === 'n' ? '' : `${offset(start + bytes.length)}\n`);
};

function cells(row: Buffer, type: string): string {
  const kind = type.charAt(0);
  if (kind === 'c' || kind === 'a') return [...row].map((byte) => (LETTERS[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))).padStart(4)).join('');
  const size = Number(type.slice(1) || '4');
  const words = Array.from({ length: Math.ceil(row.length / size) }, (_, index) => {
    const part = Buffer.concat([row.subarray(index * size, (index + 1) * size), Buffer.alloc(size)]);
    return kind === 'd' ? part.readIntLE(0, size) : part.readUIntLE(0, size);
  });
  const digits = kind === 'x' ? size * 2 : kind === 'o' ? Math.ceil((size * 8) / 3) : String(2 ** (size * 8)).length;
  const radix = kind === 'x' ? 16 : kind === 'o' ? 8 : 10;
  const gap = size === 1 ? 1 : 2;
  return words.map((word) => ' '.repeat(gap) + (radix === 10 ? String(word).padStart(digits) : word.toString(radix).padStart(digits, '0'))).join('');
}
