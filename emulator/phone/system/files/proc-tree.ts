import { buildTree } from './builder.ts';
import type { Disk } from './disk.ts';
import { mountLine } from './mounts.ts';

/** A file of the network stack, made anew each time it is read. */
export interface NetworkFile {
  readonly path: string;
  readonly mode: number;
  read(): string;
}

/** What `/proc` shows of the rest of the phone. */
export interface ProcSources {
  readonly kernelVersion: string;
  uptimeMs(): number;
  processes(): readonly { readonly pid: number; readonly uid: number; readonly name: string }[];
  /** The network's own files, below `/proc`. */
  readonly network?: readonly NetworkFile[];
}

const UNIX_SOCKETS = ['/dev/socket/zygote', '/dev/socket/logd', '/dev/socket/property_service', '@jdwp-control'];

/** Fills `/proc`. Called once, after the layout; its files are made anew each time they are read. */
export function fillProc(disk: Disk, atMs: number, sources: ProcSources): void {
  const root = disk.mounts.at('/proc')?.root;
  if (root === undefined) throw new Error('filling /proc: nothing is mounted there; lay the disk out first');
  const tree = buildTree(disk, root, atMs);
  const text = (path: string, make: () => string): void => tree.virtual(path, { read: () => Buffer.from(make()) });
  root.context = 'u:object_r:proc:s0';
  text('version', () => `${sources.kernelVersion}\n`);
  text('uptime', () => `${(sources.uptimeMs() / 1000).toFixed(2)} ${(sources.uptimeMs() / 500).toFixed(2)}\n`);
  text('mounts', () => disk.mounts.list().map((mount) => `${mountLine(mount)}\n`).join(''));
  text('self/mounts', () => disk.mounts.list().map((mount) => `${mountLine(mount)}\n`).join(''));
  text('cpuinfo', () => 'Processor\t: AArch64 Processor rev 2 (aarch64)\n');
  text('meminfo', () => 'MemTotal:        3743984 kB\nMemFree:          412340 kB\nMemAvailable:    1794216 kB\n');
  text('net/unix', () => unixTable());
  for (const file of sources.network ?? []) tree.virtual(file.path, { read: () => Buffer.from(file.read()) }, { mode: file.mode });
  text('self/cmdline', () => 'cat\0');
}

function unixTable(): string {
  const rows = UNIX_SOCKETS.map((name, index) => `0000000000000000: 00000002 00000000 00010000 0001 01 ${14000 + index} ${name}\n`);
  return `Num       RefCount Protocol Flags    Type St Inode Path\n${rows.join('')}`;
}
