import { fail, type Program } from '../process/invocation.ts';
import { eachInput, linesOf, printBytes } from './lines.ts';
import { readOptions } from './options.ts';

interface Key {
  readonly from: number;
  readonly to: number;
  readonly flags: string;
}

/** toybox `sort [-bcdfnrsuV] [-k key] [-t separator] [-o file]`: bytes count, as in the C locale Android runs in. */
export const sort: Program = async (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'bcCdfghiMmnrsuVxzS:T:o:k:t:');
  const keys = invocation.args.flatMap((word, index) => (/^-k./.test(word) ? [word.slice(2)] : word === '-k' ? [invocation.args[index + 1] ?? ''] : [])).map(keyOf);
  const lines: string[] = [];
  const exitCode = await eachInput(invocation, operands, (bytes) => void lines.push(...linesOf(bytes)));
  if (exitCode !== 0) return 2;
  const all = [...flags].join('');
  const compare = (left: string, right: string): number => {
    for (const key of keys.length === 0 ? [{ from: 1, to: Number.POSITIVE_INFINITY, flags: all }] : keys) {
      const order = compareKeys(pieceOf(left, key, values.get('t')), pieceOf(right, key, values.get('t')), key.flags === '' ? all : key.flags);
      if (order !== 0) return order;
    }
    // The whole line decides between equal keys, backwards under -r as well.
    return flags.has('s') || flags.has('u') ? 0 : byBytes(left, right) * (flags.has('r') ? -1 : 1);
  };
  if (flags.has('c')) {
    const at = lines.findIndex((line, index) => index > 0 && (compare(lines[index - 1] ?? '', line) > 0 || (flags.has('u') && compare(lines[index - 1] ?? '', line) === 0)));
    return at < 0 ? 0 : fail(invocation, `${operands[0] ?? '-'}: Check line ${at + 1}`);
  }
  const sorted = [...lines].sort(compare).filter((line, index, every) => !flags.has('u') || index === 0 || compare(every[index - 1] ?? '', line) !== 0);
  const text = sorted.map((line) => `${line}\n`).join('');
  const target = values.get('o');
  if (target === undefined) printBytes(invocation, text);
  else await invocation.files.writeFile(invocation.files.resolvePath(invocation.cwd, target), Buffer.from(text, 'latin1'));
  return 0;
};

function keyOf(text: string): Key {
  const [, from = '1', to] = /^(\d+)(?:\.\d+)?[a-zA-Z]*(?:,(\d+)(?:\.\d+)?[a-zA-Z]*)?$/.exec(text) ?? [];
  return { from: Number(from), to: to === undefined ? Number.POSITIVE_INFINITY : Number(to), flags: text.replace(/[^a-zA-Z]/g, '') };
}

function pieceOf(line: string, key: Key, separator: string | undefined): string {
  if (key.from === 1 && key.to === Number.POSITIVE_INFINITY) return line;
  const fields = separator === undefined ? line.match(/\s*\S+/g) ?? [] : line.split(separator);
  return fields.slice(key.from - 1, key.to).join(separator ?? '');
}

function compareKeys(left: string, right: string, flags: string): number {
  const order = flags.includes('V') ? left.localeCompare(right, 'en', { numeric: true }) : /[ng]/.test(flags) ? number(left) - number(right) : byBytes(folded(left, flags), folded(right, flags));
  return flags.includes('r') ? -order : order;
}

const folded = (text: string, flags: string): string => {
  const trimmed = flags.includes('b') ? text.trimStart() : text;
  const cased = flags.includes('f') ? trimmed.toUpperCase() : trimmed;
  return flags.includes('d') ? cased.replace(/[^\w\s]/g, '') : cased;
};

const number = (text: string): number => Number.parseFloat(text) || 0;
const byBytes = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
