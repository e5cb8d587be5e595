import { randomBytes } from 'node:crypto';
import { errorText } from '../../system/files/file-error.ts';
import { fail, print, type Invocation, type Program } from '../process/invocation.ts';
import { readAll } from '../process/pipe.ts';
import { eachInput } from './lines.ts';
import { readOptions } from './options.ts';

/** toybox `xxd [-c columns] [-g group] [-l length] [-p] [-r]`. */
export const xxd: Program = async (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'c:g:l:o:s:iprx');
  const isPlain = flags.has('p');
  const columns = Number(values.get('c') ?? (isPlain ? '30' : '16'));
  const group = Number(values.get('g') ?? '2');
  return eachInput(invocation, operands, (bytes) => {
    if (flags.has('r')) {
      const hex = isPlain ? bytes.toString() : bytes.toString().split('\n').map((line) => line.replace(/^\w+: /, '').replace(/ {2}.*$/, '')).join('');
      invocation.stdout.write(Buffer.from(hex.replace(/[^0-9a-fA-F]/g, ''), 'hex'));
      return;
    }
    const start = Number(values.get('s') ?? '0');
    const chosen = bytes.subarray(start, values.has('l') ? start + Number(values.get('l')) : undefined);
    for (let at = 0; at < chosen.length; at += columns) {
      const part = chosen.subarray(at, at + columns);
      print(invocation, isPlain ? `${part.toString('hex')}\n` : `${row(part, start + at, columns, group)}\n`);
    }
  });
};

function row(part: Buffer, offset: number, columns: number, group: number): string {
  const cells = Array.from({ length: columns }, (_, index) => {
    const byte = part[index];
    return `${byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')}${group > 0 && (index + 1) % group === 0 ? ' ' : ''}`;
  }).join('');
  return `${offset.toString(16).padStart(8, '0')}: ${cells} ${part.toString('latin1').replace(/[^\x20-\x7e]/g, '.')}`;
}

/** toybox `cmp [-ls] one two`: 1 where they differ, 2 where one could not be read or ended. */
export const cmp: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'ls');
  const contents: Buffer[] = [];
  for (const name of operands.slice(0, 2)) {
    try {
      contents.push(name === '-' ? await readAll(invocation.stdin) : Buffer.from(invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, name))));
    } catch (error) {
      return flags.has('s') ? 2 : fail(invocation, `${name}: ${errorText(error)}`, 2);
    }
  }
  const [left = Buffer.alloc(0), right = Buffer.alloc(0)] = contents;
  const common = Math.min(left.length, right.length);
  let differs = false;
  for (let at = 0; at < common; at++) {
    if (left[at] === right[at]) continue;
    differs = true;
    if (flags.has('s')) return 1;
    if (!flags.has('l')) return print(invocation, `${operands[0] ?? ''} ${operands[1] ?? ''} differ: char ${at + 1}, line ${left.subarray(0, at).filter((byte) => byte === 0x0a).length + 1}\n`, 1);
    print(invocation, `${at + 1} ${(left[at] ?? 0).toString(8)} ${(right[at] ?? 0).toString(8)}\n`);
  }
  if (left.length === right.length) return differs ? 1 : 0;
  const shorter = left.length < right.length ? operands[0] ?? '' : operands[1] ?? '';
  const lines = left.subarray(0, common).filter((byte) => byte === 0x0a).length;
  return flags.has('s') ? 1 : fail(invocation, `EOF on ${shorter} after byte ${common}${flags.has('l') ? '' : `, line ${lines}`}`, 2);
};

/** toybox `cksum` (POSIX) and `crc32`. */
export const cksum: Program = (invocation) => {
  const { operands } = readOptions(invocation.args, 'HIPLN');
  return eachInput(invocation, operands, (bytes, name) => {
    if (invocation.name === 'crc32') print(invocation, `${crc32(bytes).toString(16).padStart(8, '0')}${operands.length > 1 ? ` ${name}` : ''}\n`);
    else print(invocation, `${posixSum(bytes)} ${bytes.length}${name === '-' ? '' : ` ${name}`}\n`);
  });
};

function posixSum(bytes: Buffer): number {
  const length: number[] = [];
  for (let rest = bytes.length; rest > 0; rest = Math.floor(rest / 256)) length.push(rest % 256);
  let sum = 0;
  for (const byte of [...bytes, ...length]) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 0x80000000) === 0 ? sum << 1 : (sum << 1) ^ 0x04c11db7;
  }
  return ~sum >>> 0;
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ 0xedb88320;
  }
  return ~sum >>> 0;
}

/** toybox `split [-l lines] [-b bytes] [-a width] [file [prefix]]`. */
export const split: Program = async (invocation) => {
  const { values, operands } = readOptions(invocation.args, 'a:b:l:n:');
  const [name = '-', prefix = 'x'] = operands;
  const width = Number(values.get('a') ?? '2');
  const pieces: Buffer[] = [];
  const exitCode = await eachInput(invocation, [name], (bytes) => {
    const size = values.get('b');
    if (size !== undefined) for (let at = 0; at < bytes.length; at += sizeOf(size)) pieces.push(bytes.subarray(at, at + sizeOf(size)));
    else {
      const lines = bytes.toString('latin1').split(/(?<=\n)/);
      const count = Number(values.get('l') ?? '1000');
      for (let at = 0; at < lines.length; at += count) pieces.push(Buffer.from(lines.slice(at, at + count).join(''), 'latin1'));
    }
  });
  for (const [index, piece] of pieces.entries()) {
    const suffix = Array.from({ length: width }, (_, place) => String.fromCharCode(97 + (Math.floor(index / 26 ** (width - 1 - place)) % 26))).join('');
    await invocation.files.writeFile(invocation.files.resolvePath(invocation.cwd, `${prefix}${suffix}`), piece);
  }
  return exitCode;
};

/** toybox `truncate [-c] -s [+-]size file…`. */
export const truncate: Program = async (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'cs:');
  const [, sign = '', size = ''] = /^([-+]?)(\w+)$/.exec(values.get('s') ?? '') ?? [];
  for (const name of operands) {
    const path = invocation.files.resolvePath(invocation.cwd, name);
    const exists = invocation.files.existsSync(path);
    if (!exists && flags.has('c')) continue;
    try {
      const before = exists ? Buffer.from(invocation.files.readSync(path)) : Buffer.alloc(0);
      const length = Math.max(0, sign === '+' ? before.length + sizeOf(size) : sign === '-' ? before.length - sizeOf(size) : sizeOf(size));
      await invocation.files.writeFile(path, Buffer.concat([before.subarray(0, length), Buffer.alloc(Math.max(0, length - before.length))]));
    } catch (error) {
      return fail(invocation, `${name}: ${errorText(error)}`);
    }
  }
  return 0;
};

function sizeOf(text: string): number {
  const [, digits = '0', unit = ''] = /^(\d+)([kmgKMG]?)/.exec(text) ?? [];
  return Number(digits) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
}

/** toybox `mktemp [-dqu] [-p folder] [template]`. */
export const mktemp: Program = async (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'dqutp:');
  const [template = 'tmp.XXXXXXXXXX'] = operands;
  const [, marks = ''] = /(X+)$/.exec(template) ?? [];
  const name = template.replace(/X+$/, randomName(marks.length));
  const folder = values.get('p') ?? (operands.length === 0 ? invocation.env.get('TMPDIR') ?? '/data/local/tmp' : undefined);
  const shown = folder === undefined ? name : `${folder}/${name}`;
  // bionic and glibc want six letters to replace, at least.
  if (marks.length < 6) return flags.has('q') ? 1 : fail(invocation, `Failed to create ${flags.has('d') ? 'directory' : 'file'} ${template}: Invalid argument`);
  const path = invocation.files.resolvePath(invocation.cwd, shown);
  try {
    if (flags.has('u')) return print(invocation, `${shown}\n`);
    await makeAt(invocation, path, flags.has('d'));
    return print(invocation, `${shown}\n`);
  } catch (error) {
    return flags.has('q') ? 1 : fail(invocation, `Failed to create ${flags.has('d') ? 'directory' : 'file'} ${shown}: ${errorText(error)}`);
  }
};

async function makeAt(invocation: Invocation, path: string, isFolder: boolean): Promise<void> {
  if (isFolder) await invocation.files.mkdir(path, { recursive: false });
  else await invocation.files.writeFile(path, '');
  invocation.files.change(path, { mode: isFolder ? 0o700 : 0o600 });
}

const randomName = (length: number): string =>
  randomBytes(length).toString('base64url').replace(/[-_]/g, 'q').slice(0, length);

/** toybox `dos2unix` and `unix2dos`. */
export const lineEnds: Program = (invocation) => eachInput(invocation, invocation.args, (bytes, name) => {
  const unix = bytes.toString('latin1').replaceAll('\r\n', '\n');
  const text = Buffer.from(invocation.name === 'unix2dos' ? unix.replaceAll('\n', '\r\n') : unix, 'latin1');
  if (name === '-') invocation.stdout.write(text);
  else void invocation.files.writeFile(invocation.files.resolvePath(invocation.cwd, name), text);
});
