/** One row of `/proc/net/{tcp,tcp6,udp,udp6}`. */
export interface SocketRow {
  readonly protocol: 'tcp' | 'udp';
  /** `address:port`, IPv4-mapped addresses as IPv4, IPv6 in brackets. */
  readonly local: string;
  readonly remote: string;
  /** As Linux names it: `ESTABLISHED`, …; the number in hex where it is none of them. */
  readonly state: string;
  /** 0 also where no process holds the socket any more (`TIME_WAIT`, `FIN_WAIT2`, …). */
  readonly uid: number;
  readonly inode: number;
}

/** States by their number. https://github.com/torvalds/linux/blob/v6.1/include/net/tcp_states.h */
const STATES: readonly (string | undefined)[] = [
  undefined, 'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT', 'LAST_ACK', 'LISTEN', 'CLOSING', 'NEW_SYN_RECV',
];

// Columns up to the inode, as Documentation/networking/proc_net_tcp.rst has them: sl, local, remote, st, tx:rx queue,
// tr:tm->when, retrnsmt, uid, timeout, inode. What follows differs between kernels and is left alone.
const ROW =
  /^\s*\d+:\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\s+([0-9A-F]{2})\s+[0-9A-F]+:[0-9A-F]+\s+[0-9A-F]+:[0-9A-F]+\s+[0-9A-F]+\s+(\d+)\s+\d+\s+(\d+)(?=\s|$)/i;

/**
 * One line of a socket table; undefined for headings and for what is no whole row. The inode must be followed by more
 * or by the line's end, so a line must come whole: give no unfinished last line.
 */
export function parseSocketRow(line: string, protocol: SocketRow['protocol']): SocketRow | undefined {
  const [, local, localPort, remote, remotePort, state, uid, inode] = ROW.exec(line) ?? [];
  if (local === undefined || localPort === undefined || remote === undefined || remotePort === undefined || local.length !== remote.length) return undefined;
  if (state === undefined || uid === undefined || inode === undefined) return undefined;
  return {
    protocol,
    local: endpoint(local, localPort),
    remote: endpoint(remote, remotePort),
    state: STATES[parseInt(state, 16)] ?? state.toUpperCase(),
    uid: Number(uid),
    inode: Number(inode),
  };
}

/** Every whole row of a table. */
export function parseSocketTable(text: string, protocol: SocketRow['protocol']): readonly SocketRow[] {
  return text.split(/\r?\n/).map((line) => parseSocketRow(line, protocol)).filter((row) => row !== undefined);
}

function endpoint(address: string, port: string): string {
  const bytes = bytesOf(address);
  const mapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  const text = bytes.length === 4 ? bytes.join('.') : mapped ? bytes.slice(12).join('.') : `[${shortenIPv6(bytes)}]`;
  return `${text}:${parseInt(port, 16)}`;
}

/** Each 32-bit word is printed as a number of the machine: on a little-endian one its bytes stand backwards. All Android is. */
function bytesOf(address: string): readonly number[] {
  return (address.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).map((byte) => parseInt(byte, 16)).reverse());
}

function shortenIPv6(bytes: readonly number[]): string {
  const groups = bytes.filter((_, index) => index % 2 === 0).map((byte, index) => ((byte << 8) | (bytes[2 * index + 1] ?? 0)).toString(16));
  // URL knows RFC 5952's shortest form.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
