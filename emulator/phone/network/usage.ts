/** Bytes and packets of one user on one interface, as the kernel counts them. */
export interface UidUsage {
  readonly uid: number;
  /** `lo` is the phone itself and what `adb reverse` opened on it; `wlan0` is the world. */
  readonly interfaceName: 'lo' | 'wlan0';
  readonly protocol: 'tcp' | 'udp';
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
}

const MAX_SEGMENT_BYTES = 1448;
const TCP_HEADER_BYTES = 52;
const UDP_HEADER_BYTES = 28;

type Key = Pick<UidUsage, 'uid' | 'interfaceName' | 'protocol'>;

/** The kernel's byte counters: payload in segments, each with its IP and TCP or UDP header. */
export class UsageCounters {
  readonly #rows = new Map<string, UidUsage>();

  add(key: Key, bytes: { readonly received: number; readonly sent: number }): void {
    const id = `${key.uid} ${key.interfaceName} ${key.protocol}`;
    const row = this.#rows.get(id);
    const header = key.protocol === 'tcp' ? TCP_HEADER_BYTES : UDP_HEADER_BYTES;
    const receivedPackets = Math.ceil(bytes.received / MAX_SEGMENT_BYTES);
    const sentPackets = Math.ceil(bytes.sent / MAX_SEGMENT_BYTES);
    this.#rows.set(id, {
      uid: key.uid,
      interfaceName: key.interfaceName,
      protocol: key.protocol,
      receivedBytes: (row?.receivedBytes ?? 0) + bytes.received + receivedPackets * header,
      receivedPackets: (row?.receivedPackets ?? 0) + receivedPackets,
      sentBytes: (row?.sentBytes ?? 0) + bytes.sent + sentPackets * header,
      sentPackets: (row?.sentPackets ?? 0) + sentPackets,
    });
  }

  rows(): readonly UidUsage[] {
    return [...this.#rows.values()];
  }
}

/**
 * Lines of `/proc/net/xt_qtaguid/stats` below its heading: index, interface, tag, uid, set, bytes and packets received
 * and sent, then the same by protocol (TCP, UDP, other).
 */
export function qtaguidRows(usage: readonly UidUsage[]): readonly string[] {
  const pairs = new Map<string, UidUsage[]>();
  for (const row of usage) {
    const key = `${row.interfaceName} 0x0 ${row.uid} 0`;
    pairs.set(key, [...(pairs.get(key) ?? []), row]);
  }
  // The kernel's own numbering begins at 2.
  return [...pairs].map(([key, rows], index) => {
    const tcp = rows.find((row) => row.protocol === 'tcp');
    const udp = rows.find((row) => row.protocol === 'udp');
    const sum = (field: 'receivedBytes' | 'receivedPackets' | 'sentBytes' | 'sentPackets'): number =>
      (tcp?.[field] ?? 0) + (udp?.[field] ?? 0);
    return [
      index + 2, key,
      sum('receivedBytes'), sum('receivedPackets'), sum('sentBytes'), sum('sentPackets'),
      tcp?.receivedBytes ?? 0, tcp?.receivedPackets ?? 0, udp?.receivedBytes ?? 0, udp?.receivedPackets ?? 0, 0, 0,
      tcp?.sentBytes ?? 0, tcp?.sentPackets ?? 0, udp?.sentBytes ?? 0, udp?.sentPackets ?? 0, 0, 0,
    ].join(' ');
  });
}
