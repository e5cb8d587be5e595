import { errorText } from '../../system/files/file-error.ts';
import type { Mount } from '../../system/files/mounts.ts';
import type { Inode } from '../../system/files/inode.ts';
import { sizeOf } from '../../system/files/phone-files.ts';
import { isOnData } from '../../system/files/room.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';
import { blocks, typeLetter } from './ls.ts';
import { each } from './make-and-remove.ts';
import { modeText } from './mode.ts';
import { readOptions } from './options.ts';
import { userName } from './users.ts';

/** toybox `stat`: the full text, or `-c format`. */
export const stat: Program = (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'c:fLt');
  return each(invocation, operands, (path, name) => {
    const node = invocation.files.node(path, { followLast: flags.has('L') });
    print(invocation, `${formatted(values.get('c') ?? FULL, node, name)}\n`);
  }, (name) => `'${name}'`);
};

const FULL = `  File: %N
  Size: %s\t Blocks: %b\t IO Blocks: 512\t%F
Device: fc01h/64513d\t Inode: %i\t Links: %h
Access: (0%a/%A)\tUid: (%5u/%8U)\tGid: (%5g/%8G)
Access: %x
Modify: %y
Change: %z`;

function formatted(format: string, node: Inode, name: string): string {
  return format.replace(/%(\d*)([a-zA-Z%])/g, (whole, width: string, letter: string) => {
    const text = field(letter, node, name);
    return text === undefined ? whole : text.padStart(Number(width));
  });
}

function field(letter: string, node: Inode, name: string): string | undefined {
  const seconds = Math.floor(node.mtimeMs / 1000);
  switch (letter) {
    case 'a': return node.mode.toString(8);
    case 'A': return modeText(node.mode, typeLetter(node));
    case 'b': return String(blocks(node) * 2);
    case 'B': return '512';
    case 'C': return node.context;
    case 'F': return node.kind === 'directory' ? 'directory' : node.kind === 'link' ? 'symbolic link' : node.character === true ? 'character device' : sizeOf(node) === 0 ? 'regular empty file' : 'regular file';
    case 'g': return String(node.gid);
    case 'G': return userName(node.gid);
    case 'h': return node.kind === 'directory' ? '2' : '1';
    case 'i': return String(node.ino);
    case 'n': return name;
    case 'N': return node.kind === 'link' ? `\`${name}' -> \`${node.target}'` : `\`${name}'`;
    case 's': return String(sizeOf(node));
    case 'u': return String(node.uid);
    case 'U': return userName(node.uid);
    case 'X':
    case 'Y':
    case 'Z': return String(seconds);
    case 'x':
    case 'y':
    case 'z': return `${new Date(node.mtimeMs).toISOString().replace('T', ' ').replace('Z', '')}000000 +0000`;
    case '%': return '%';
    default: return undefined;
  }
}

/** toybox `readlink [-f]` and `realpath`. */
export const readlink: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'fenqm');
  const followsAll = invocation.name === 'realpath' || flags.has('f');
  let exitCode = 0;
  for (const name of operands) {
    const path = invocation.files.resolvePath(invocation.cwd, name);
    try {
      print(invocation, `${followsAll ? invocation.files.disk.find(path, invocation.credential).path : await invocation.files.readlink(path)}\n`);
    } catch (error) {
      if (invocation.name === 'realpath') invocation.stderr.write(`realpath: ${name}: ${errorText(error)}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
};

/** toybox `df [-h|-k] [path…]`: figures of a 64 GB phone that is half full. */
export const df: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'HPahikt:');
  const sizes = flags.has('h') || flags.has('H');
  const { mounts, room } = invocation.files.disk;
  const wanted = operands.length === 0
    ? mounts.list().filter((entry) => entry.type !== 'proc' && entry.type !== 'sysfs')
    : operands.flatMap((name) => mountOf(invocation, name));
  const rows = wanted.map((entry) => {
    const total = CAPACITY_KIB[entry.point] ?? 1_871_992;
    const usual = entry.type === 'tmpfs' ? 0 : Math.floor(total / (entry.readOnly ? 1.05 : 2));
    const used = room.freeBytes !== undefined && isOnData(entry) ? total - Math.floor(room.freeBytes / 1024) : usual;
    const text = (kib: number): string => (sizes ? humanKib(kib) : String(kib));
    return [entry.device, text(total), text(used), text(total - used), `${Math.ceil((used / total) * 100)}%`, entry.point];
  });
  const heading = ['Filesystem', sizes ? 'Size' : '1K-blocks', 'Used', sizes ? 'Avail' : 'Available', 'Use%', 'Mounted on'];
  const widths = heading.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
  for (const row of [heading, ...rows]) {
    print(invocation, `${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : index === 5 ? cell : cell.padStart(widths[index] ?? 0))).join(' ')}\n`);
  }
  return wanted.length < operands.length ? 1 : 0;
};

const CAPACITY_KIB: Readonly<Record<string, number>> = {
  '/system': 3_483_508, '/vendor': 1_548_144, '/data': 51_436_824, '/cache': 388_404, '/storage/emulated': 51_436_824, '/': 1_840_000,
};

function mountOf(invocation: Invocation, name: string): readonly Mount[] {
  try {
    return [invocation.files.disk.find(invocation.files.resolvePath(invocation.cwd, name), invocation.credential).mount];
  } catch (error) {
    invocation.stderr.write(`df: ${name}: ${errorText(error)}\n`);
    return [];
  }
}

function humanKib(kib: number): string {
  if (kib < 1000) return `${kib}K`;
  const mib = kib / 1024;
  if (mib < 1000) return mib < 10 ? `${mib.toFixed(1)}M` : `${Math.round(mib)}M`;
  const gib = mib / 1024;
  return gib < 10 ? `${gib.toFixed(1)}G` : `${Math.round(gib)}G`;
}
