import { buildTree } from './builder.ts';
import type { Disk } from './disk.ts';
import { mountLine } from './mounts.ts';

/** What `/proc` shows of the rest of the phone. */
export interface ProcSources {
  readonly kernelVersion: string;
  uptimeMs(): number;
  processes(): readonly { readonly pid: number; readonly uid: number; readonly name: string }[];
  /** Rows of `/proc/net/xt_qtaguid/stats` behind the heading; undefined where the kernel has no such file. */
  readonly qtaguid?: () => readonly string[];
}

const TCP_HEADING = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
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
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6']) text(`net/${name}`, () => TCP_HEADING);
  const { qtaguid } = sources;
  if (qtaguid !== undefined) {
    text('net/xt_qtaguid/stats', () => ['idx iface acct_tag_hex uid_tag_int cnt_set rx_bytes rx_packets tx_bytes tx_packets rx_tcp_bytes rx_tcp_packets rx_udp_bytes rx_udp_packets rx_other_bytes rx_other_packets tx_tcp_bytes tx_tcp_packets tx_udp_bytes tx_udp_packets tx_other_bytes tx_other_packets', ...qtaguid(), ''].join('\n'));
  }
  text('self/cmdline', () => 'cat\0');
}

function unixTable(): string {
  const rows = UNIX_SOCKETS.map((name, index) => `0000000000000000: 00000002 00000000 00010000 0001 01 ${14000 + index} ${name}\n`);
  return `Num       RefCount Protocol Flags    Type St Inode Path\n${rows.join('')}`;
}
