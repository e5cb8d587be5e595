import { isIPv4 } from 'node:net';
import type { SocketRow, UidRow } from './kernel.ts';
import { NO_TRAFFIC, plus, type Traffic } from './tcp-packets.ts';

const STATE = { established: '01', timeWait: '06', listen: '0A' } as const;
// net/ipv4/tcp_ipv4.c and udp.c pad each line of the IPv4 tables.
const TCP_LINE_WIDTH = 149;
const UDP_LINE_WIDTH = 127;
const HEADING_4 = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const HEADING_6 = '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const UDP_TAIL = ' ref pointer drops';

/** `/proc/net/tcp`, `tcp6`, `udp` or `udp6`, by its columns in the kernel's documentation (proc_net_tcp.txt). */
export function socketTable(sockets: readonly SocketRow[], protocol: 'tcp' | 'udp', family: 4 | 6): string {
  const heading = `${family === 4 ? HEADING_4 : HEADING_6}${protocol === 'udp' ? UDP_TAIL : ''}`;
  const rows = sockets
    .filter((socket) => socket.protocol === protocol && socket.family === family)
    .map((socket, index) => socketLine(socket, index));
  const width = family === 6 ? 0 : protocol === 'tcp' ? TCP_LINE_WIDTH : UDP_LINE_WIDTH;
  return [heading, ...rows].map((line) => `${line.padEnd(width)}\n`).join('');
}

function socketLine(socket: SocketRow, index: number): string {
  const end = (at: SocketRow['local']): string => `${hexAddress(at.address, socket.family)}:${at.port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tail = socket.protocol === 'udp' ? '2 0000000000000000 0' : socket.state === 'timeWait' ? '3 0000000000000000' : '1 0000000000000000 20 4 30 10 -1';
  const timer = socket.state === 'timeWait' ? '03:00001770' : '00:00000000';
  return [
    `${String(index).padStart(4)}:`, end(socket.local), end(socket.remote), STATE[socket.state], '00000000:00000000', timer, '00000000',
    String(socket.uid).padStart(5), '0'.padStart(8), socket.inode, tail,
  ].join(' ');
}

/** An address as the kernel prints it: words in the order of a little-endian machine; IPv4 in IPv6 is v4-mapped. */
export function hexAddress(address: string, family: 4 | 6): string {
  if (!isIPv4(address)) return address === '::1' ? '00000000000000000000000001000000' : '0'.repeat(32);
  const word = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0')).reverse().join('').toUpperCase();
  if (family === 4) return word;
  return address === '0.0.0.0' ? '0'.repeat(32) : `0000000000000000FFFF0000${word}`;
}

/** `/proc/net/dev`. */
export function interfaceTable(totals: readonly (readonly [name: string, traffic: Traffic])[]): string {
  const heading = 'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
  const lines = totals.map(([name, traffic]) => {
    const columns = (bytes: number, packets: number): string => `${String(bytes).padStart(7)} ${String(packets).padStart(7)}`;
    return `${name.padStart(6)}: ${columns(traffic.receivedBytes, traffic.receivedPackets)}    0    0    0     0          0         0 ` +
      `${String(traffic.sentBytes).padStart(8)} ${String(traffic.sentPackets).padStart(7)}    0    0    0     0       0          0\n`;
  });
  return heading + lines.join('');
}

/** `/proc/net/if_inet6`: the loopback, and the link-local address of the wireless interface. */
export function inet6Table(wifiMac: string | undefined): string {
  const lo = '00000000000000000000000000000001 01 80 10 80       lo\n';
  if (wifiMac === undefined) return lo;
  const octets = wifiMac.split(':').map((octet) => parseInt(octet, 16));
  // RFC 4291, appendix A: the MAC around ff:fe, its universal bit turned over.
  const identifier = [(octets[0] ?? 0) ^ 2, octets[1], octets[2], 0xff, 0xfe, octets[3], octets[4], octets[5]];
  return `fe80000000000000${identifier.map((octet) => (octet ?? 0).toString(16).padStart(2, '0')).join('')} 14 40 20 80    wlan0\n${lo}`;
}

/** `/proc/net/route` of a phone on a /24. */
export function routeTable(address: string | undefined): string {
  const heading = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
  const network = address === undefined ? [] : [`wlan0\t${hexAddress(address.replace(/\d+$/, '0'), 4)}\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0`];
  return [heading, ...network].map((line) => `${line.padEnd(127)}\n`).join('');
}

/** `/proc/net/arp`: the router is the one neighbour. */
export function arpTable(router: { readonly address: string; readonly mac: string } | undefined): string {
  const heading = 'IP address       HW type     Flags       HW address            Mask     Device\n';
  return router === undefined ? heading : `${heading}${router.address.padEnd(16)} 0x1         0x2         ${router.mac}     *        wlan0\n`;
}

const QTAGUID_HEADING =
  'idx iface acct_tag_hex uid_tag_int cnt_set rx_bytes rx_packets tx_bytes tx_packets rx_tcp_bytes rx_tcp_packets ' +
  'rx_udp_bytes rx_udp_packets rx_other_bytes rx_other_packets tx_tcp_bytes tx_tcp_packets tx_udp_bytes tx_udp_packets ' +
  'tx_other_bytes tx_other_packets';
// The module numbers its rows from 2; the heading is the first.
const FIRST_INDEX = 2;

/** `/proc/net/xt_qtaguid/stats`. */
export function qtaguidTable(rows: readonly UidRow[]): string {
  const groups = new Map<string, UidRow[]>();
  for (const row of rows) {
    // The upper half of the 64-bit tag is the app's, the lower half its uid's place and printed as zero.
    const tag = row.tag === 0 ? '0x0' : `0x${row.tag.toString(16)}00000000`;
    const key = `${row.interfaceName} ${tag} ${row.uid} ${row.set === 'foreground' ? 1 : 0}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const lines = [...groups].map(([key, parts], index) => {
    const of = (protocol: UidRow['protocol']): Traffic => parts.find((part) => part.protocol === protocol) ?? NO_TRAFFIC;
    const [tcp, udp] = [of('tcp'), of('udp')];
    const all = plus(tcp, udp);
    return [
      index + FIRST_INDEX, key, all.receivedBytes, all.receivedPackets, all.sentBytes, all.sentPackets,
      tcp.receivedBytes, tcp.receivedPackets, udp.receivedBytes, udp.receivedPackets, 0, 0,
      tcp.sentBytes, tcp.sentPackets, udp.sentBytes, udp.sentPackets, 0, 0,
    ].join(' ');
  });
  return [QTAGUID_HEADING, ...lines].map((line) => `${line}\n`).join('');
}
