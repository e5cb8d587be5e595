import { errorText } from '../../system/files/file-error.ts';
import type { Inode } from '../../system/files/inode.ts';
import { sizeOf } from '../../system/files/phone-files.ts';
import type { Invocation, Program } from '../process/invocation.ts';
import { modeText } from './mode.ts';
import { readOptions } from './options.ts';
import { userName } from './users.ts';

interface Row {
  readonly name: string;
  readonly path: string;
  readonly node: Inode;
}

/** toybox `ls`: `-a -A -d -l -n -i -s -t -S -r -R -1 -F -p -Z -h`. One name a line, as without a terminal. */
export const ls: Program = (invocation) => {
  const options = readOptions(invocation.args, 'aAdlnistSrR1FpZhLHkq');
  if (options.unknown !== undefined) {
    invocation.stderr.write(`ls: Unknown option ${options.unknown} (see "ls --help")\n`);
    return 1;
  }
  const { flags } = options;
  let exitCode = 0;
  const report = (name: string, error: unknown): void => {
    invocation.stderr.write(`ls: ${name}: ${errorText(error)}\n`);
    exitCode = 1;
  };
  const files: Row[] = [];
  const folders: Row[] = [];
  for (const name of options.operands.length === 0 ? ['.'] : options.operands) {
    const path = invocation.files.resolvePath(invocation.cwd, name) + (name.endsWith('/') ? '/.' : '');
    try {
      const node = invocation.files.node(path, { followLast: !flags.has('l') || name.endsWith('/') });
      (node.kind === 'directory' && !flags.has('d') ? folders : files).push({ name, path, node });
    } catch (error) {
      report(name, error);
    }
  }
  invocation.stdout.write(lines(arrange(files, flags), flags));
  const showsNames = flags.has('R') || files.length + folders.length + exitCode > 1;
  for (const [index, folder] of arrange(folders, flags).entries()) {
    listFolder(folder, { invocation, flags, showsNames, isFirst: index === 0 && files.length === 0, report });
  }
  return exitCode;
};

interface Listing {
  readonly invocation: Invocation;
  readonly flags: ReadonlySet<string>;
  readonly showsNames: boolean;
  readonly isFirst: boolean;
  report(name: string, error: unknown): void;
}

function listFolder(folder: Row, listing: Listing): void {
  const { invocation, flags } = listing;
  let rows: Row[];
  try {
    rows = rowsOf(invocation, folder, flags);
  } catch (error) {
    listing.report(folder.name, error);
    return;
  }
  if (listing.showsNames) invocation.stdout.write(`${listing.isFirst ? '' : '\n'}${folder.name}:\n`);
  if (flags.has('l') || flags.has('s')) invocation.stdout.write(`total ${rows.reduce((sum, row) => sum + blocks(row.node), 0)}\n`);
  const sorted = arrange(rows, flags);
  invocation.stdout.write(lines(sorted, flags));
  if (!flags.has('R')) return;
  for (const row of sorted) {
    if (row.node.kind === 'directory' && row.name !== '.' && row.name !== '..') {
      listFolder({ ...row, name: `${folder.name}/${row.name}` }, { ...listing, isFirst: false });
    }
  }
}

function rowsOf(invocation: Invocation, folder: Row, flags: ReadonlySet<string>): Row[] {
  const names = [...(flags.has('a') ? ['.', '..'] : []), ...invocation.files.listSync(folder.path)];
  return names
    .filter((name) => flags.has('a') || flags.has('A') || !name.startsWith('.'))
    .map((name) => ({ name, path: `${folder.path}/${name}`, node: invocation.files.node(`${folder.path}/${name}`, { followLast: false }) }));
}

function arrange(rows: readonly Row[], flags: ReadonlySet<string>): readonly Row[] {
  const byName = (left: Row, right: Row): number => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0);
  const sorted = [...rows].sort((left, right) => {
    if (flags.has('t')) return right.node.mtimeMs - left.node.mtimeMs || byName(left, right);
    if (flags.has('S')) return sizeOf(right.node) - sizeOf(left.node) || byName(left, right);
    return byName(left, right);
  });
  return flags.has('r') ? sorted.reverse() : sorted;
}

function lines(rows: readonly Row[], flags: ReadonlySet<string>): string {
  const isLong = flags.has('l') || flags.has('n');
  const columns = rows.map((row) => (isLong ? longColumns(row, flags) : shortColumns(row, flags)));
  const widths = (columns[0] ?? []).map((_, index) => Math.max(...columns.map((row) => row[index]?.length ?? 0)));
  return columns.map((row) => {
    const cells = row.map((cell, index) => {
      if (index === row.length - 1) return cell;
      const isName = isLong && (index === 2 + Number(flags.has('i')) || index === 3 + Number(flags.has('i')));
      return isName ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
    });
    return `${cells.join(' ')}\n`;
  }).join('');
}

function shortColumns(row: Row, flags: ReadonlySet<string>): string[] {
  return [
    ...(flags.has('i') ? [String(row.node.ino)] : []),
    ...(flags.has('s') ? [String(blocks(row.node))] : []),
    ...(flags.has('Z') ? [row.node.context] : []),
    decorated(row, flags),
  ];
}

function longColumns(row: Row, flags: ReadonlySet<string>): string[] {
  const { node } = row;
  const name = (id: number): string => (flags.has('n') ? String(id) : userName(id));
  const links = node.kind === 'directory' ? 2 + [...node.entries.values()].filter((entry) => entry.kind === 'directory').length : 1;
  const size = node.kind === 'file' && node.character === true ? '1,   3' : flags.has('h') ? human(sizeOf(node)) : String(sizeOf(node));
  const target = node.kind === 'link' ? ` -> ${node.target}` : '';
  return [
    ...(flags.has('i') ? [String(node.ino)] : []),
    modeText(node.mode, typeLetter(node)), String(links), name(node.uid), name(node.gid),
    ...(flags.has('Z') ? [node.context] : []),
    size, minuteStamp(node.mtimeMs), decorated(row, flags) + target,
  ];
}

function decorated(row: Row, flags: ReadonlySet<string>): string {
  if (row.node.kind === 'directory' && (flags.has('F') || flags.has('p'))) return `${row.name}/`;
  if (!flags.has('F')) return row.name;
  if (row.node.kind === 'link') return flags.has('l') ? row.name : `${row.name}@`;
  return (row.node.mode & 0o111) !== 0 ? `${row.name}*` : row.name;
}

/** `b`, `c`, `d`, `l` or `-`, as the first letter of `ls -l`. */
export const typeLetter = (node: Inode): string =>
  node.kind === 'directory' ? 'd' : node.kind === 'link' ? 'l' : node.character === true ? 'c' : '-';

/** KiB on the disk. */
export const blocks = (node: Inode): number => (node.kind === 'directory' ? 4 : node.kind === 'link' ? 0 : Math.ceil(sizeOf(node) / 4096) * 4);

function human(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? String(bytes) : `${value < 10 ? value.toFixed(1) : String(Math.round(value))}${units[unit] ?? ''}`;
}

function minuteStamp(atMs: number): string {
  const text = new Date(atMs).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}
