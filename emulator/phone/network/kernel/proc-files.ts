import type { Kernel, KernelFacts, UidRow } from './kernel.ts';
import { arpTable, inet6Table, interfaceTable, qtaguidTable, routeTable, socketTable } from './proc-net.ts';

/** A file of `/proc` that the network stack makes each time it is read. */
export interface ProcFile {
  /** Below `/proc`. */
  readonly path: string;
  readonly mode: number;
  read(): string;
}

const READABLE = 0o444;
// Where SELinux keeps the shell out, its answer is the same as that of missing permission bits.
const DENIED = 0o400;
// The router Xiaomi sells beside the phone (OUI 28:6c:07); its MAC is invented.
const ROUTER = { address: '192.168.31.1', mac: '28:6c:07:3e:51:a2' };

/** The network's files below `/proc` of a kernel; `kernel` is undefined until the network stack is up. */
export function procFiles(
  facts: KernelFacts,
  phone: { readonly wifiMac: string; readonly uids: readonly number[] },
  kernel: () => Kernel | undefined,
): readonly ProcFile[] {
  const mode = facts.procNet === 'denied' ? DENIED : READABLE;
  const sockets = (['tcp', 'udp'] as const).flatMap((protocol) =>
    ([4, 6] as const).map((family): ProcFile => ({
      path: `net/${protocol}${family === 6 ? '6' : ''}`,
      mode,
      read: () => socketTable(kernel()?.sockets() ?? [], protocol, family),
    })),
  );
  const isOnWifi = (): boolean => kernel()?.connectedBy() === 'wlan0';
  return [
    ...sockets,
    { path: 'net/dev', mode, read: () => interfaceTable((['lo', 'rmnet_data0', 'wlan0'] as const).map((name) => [name, traffic(kernel(), name)])) },
    { path: 'net/if_inet6', mode, read: () => inet6Table(isOnWifi() ? phone.wifiMac : undefined) },
    { path: 'net/route', mode, read: () => routeTable(isOnWifi() ? kernel()?.address() : undefined) },
    { path: 'net/arp', mode, read: () => arpTable(isOnWifi() ? ROUTER : undefined) },
    ...(facts.counters === 'xt_qtaguid' ? [{ path: 'net/xt_qtaguid/stats', mode: READABLE, read: () => qtaguidTable(kernel()?.rows() ?? []) }] : []),
    ...(facts.uidStat ? [...new Set(phone.uids)].flatMap((uid) => uidStatFiles(uid, () => kernel()?.rows() ?? [])) : []),
  ];
}

const NOTHING = { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };

function traffic(kernel: Kernel | undefined, name: 'lo' | 'rmnet_data0' | 'wlan0'): typeof NOTHING {
  return kernel?.interfaceTotal(name) ?? NOTHING;
}

/** `/proc/uid_stat/<uid>`: TCP bytes, a number alone. */
function uidStatFiles(uid: number, rows: () => readonly UidRow[]): readonly ProcFile[] {
  const sum = (field: 'receivedBytes' | 'sentBytes'): string =>
    `${rows().filter((row) => row.uid === uid && row.protocol === 'tcp' && row.tag === 0).reduce((total, row) => total + row[field], 0)}\n`;
  return [
    { path: `uid_stat/${uid}/tcp_rcv`, mode: READABLE, read: () => sum('receivedBytes') },
    { path: `uid_stat/${uid}/tcp_snd`, mode: READABLE, read: () => sum('sentBytes') },
  ];
}
