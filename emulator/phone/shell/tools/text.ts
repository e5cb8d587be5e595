import { fail, print, type Program } from '../process/invocation.ts';
import { eachInput, linesOf, printBytes } from './lines.ts';
import { readOptions } from './options.ts';

/** toybox `wc [-lwmc] [file…]`: one number as it is; several in columns of seven unless there is one file only. */
export const wc: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'lwmcL');
  const letters = ['l', 'w', 'm', 'c'].filter((letter) => (flags.size === 0 ? letter !== 'm' : flags.has(letter)));
  // Only where every file has a size of its own does toybox know how narrow a column may be.
  const isNarrow = letters.length === 1 || operands.length === 1;
  const totals = letters.map(() => 0);
  const row = (counts: readonly number[], name: string): string =>
    `${counts.map((count) => (isNarrow ? String(count) : String(count).padStart(7))).join(' ')}${name === '-' ? '' : ` ${name}`}\n`;
  const exitCode = await eachInput(invocation, operands, (bytes, name) => {
    const counts = letters.map((letter) => countOf(letter, bytes));
    for (const [index, count] of counts.entries()) totals[index] = (totals[index] ?? 0) + count;
    print(invocation, row(counts, name));
  });
  if (operands.length > 1) print(invocation, row(totals, 'total'));
  return exitCode;
};

function countOf(letter: string, bytes: Buffer): number {
  if (letter === 'c') return bytes.length;
  const text = bytes.toString();
  if (letter === 'l') return text.split('\n').length - 1;
  return letter === 'w' ? text.split(/\s+/).filter((word) => word !== '').length : Array.from(text).length;
}

/** toybox `uniq [-cdiu] [-f N] [-s N] [-w N]`. */
export const uniq: Program = async (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'cdiuzDf:s:w:');
  const keyOf = (line: string): string => {
    const fields = line.replace(new RegExp(`^(?:\\s*\\S+){0,${Number(values.get('f') ?? '0')}}`), '');
    const rest = fields.slice(Number(values.get('s') ?? '0'), values.has('w') ? Number(values.get('s') ?? '0') + Number(values.get('w')) : undefined);
    return flags.has('i') ? rest.toLowerCase() : rest;
  };
  return eachInput(invocation, operands.slice(0, 1), (bytes) => {
    let group: string[] = [];
    const flush = (): void => {
      const [first] = group;
      if (first === undefined || (flags.has('d') && group.length === 1) || (flags.has('u') && group.length > 1)) return;
      printBytes(invocation, `${flags.has('c') ? `${String(group.length).padStart(7)} ` : ''}${first}\n`);
    };
    for (const line of linesOf(bytes)) {
      const isSame = group[0] !== undefined && keyOf(group[0]) === keyOf(line);
      if (!isSame) flush();
      group = isSame ? [...group, line] : [line];
    }
    flush();
  }, 'No file ');
};

/** toybox `tac`. */
export const tac: Program = (invocation) => eachInput(invocation, invocation.args, (bytes) => {
  const lines = bytes.toString('latin1').split(/(?<=\n)/);
  printBytes(invocation, lines.reverse().join(''));
});

/** toybox `rev`. */
export const rev: Program = (invocation) => eachInput(invocation, invocation.args, (bytes) => {
  print(invocation, bytes.toString().split('\n').map((line) => Array.from(line).reverse().join('')).join('\n'));
});

/** toybox `cut -b|-c|-f list [-d delimiter] [-s]`. */
export const cut: Program = async (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'b:c:f:d:O:sDnCF:');
  const kind = ['b', 'c', 'f', 'F'].find((letter) => values.has(letter));
  if (kind === undefined) return fail(invocation, 'Needs -CFfcb (see "cut --help")');
  const ranges = rangesOf(values.get(kind) ?? '');
  if (ranges === undefined) return fail(invocation, `bad -${kind} list '${values.get(kind) ?? ''}'`);
  const delimiter = values.get('d') ?? '\t';
  const isChosen = (index: number): boolean => ranges.some(([from, to]) => index + 1 >= from && index + 1 <= to);
  return eachInput(invocation, operands, (bytes) => {
    for (const line of kind === 'c' ? linesOf(bytes).map((text) => Buffer.from(text, 'latin1').toString()) : linesOf(bytes)) {
      const pieces = kind === 'f' ? line.split(delimiter) : kind === 'F' ? line.trim().split(/\s+/) : Array.from(line);
      if (kind === 'f' && pieces.length === 1) {
        if (!flags.has('s')) printBytes(invocation, `${line}\n`);
        continue;
      }
      const text = `${pieces.filter((_, index) => isChosen(index)).join(kind === 'f' ? delimiter : kind === 'F' ? ' ' : '')}\n`;
      if (kind === 'c') print(invocation, text);
      else printBytes(invocation, text);
    }
  });
};

function rangesOf(list: string): (readonly [number, number])[] | undefined {
  const ranges = list.split(',').map((part) => /^(\d*)(-?)(\d*)$/.exec(part));
  if (ranges.some((found) => found === null || found[0] === '' || found[0] === '-')) return undefined;
  return ranges.map((found) => {
    const [, from = '', dash = '', to = ''] = found ?? [];
    return [from === '' ? 1 : Number(from), dash === '' ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to)] as const;
  });
}

/** toybox `basename [-a] [-s suffix] path…` and `basename path suffix`. */
export const basename: Program = (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'as:');
  const isMany = flags.has('a') || values.has('s');
  const suffix = values.get('s') ?? (isMany ? '' : operands[1] ?? '');
  return print(invocation, (isMany ? operands : operands.slice(0, 1)).map((path) => {
    const name = /^\/+$/.test(path) ? '/' : path.replace(/\/+$/, '').split('/').at(-1) ?? '';
    return `${suffix !== '' && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`;
  }).join(''));
};

/** toybox `dirname path…`. */
export const dirname: Program = (invocation) => print(invocation, invocation.args.map((path) => {
  const trimmed = path.replace(/(?<=.)\/+$/, '');
  const folder = trimmed.includes('/') ? trimmed.replace(/\/+[^/]*$/, '') || '/' : '.';
  return `${folder}\n`;
}).join(''));
