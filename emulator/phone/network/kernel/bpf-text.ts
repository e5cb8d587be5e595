import type { InterfaceName, UidRow } from './kernel.ts';
import { NO_TRAFFIC, plus, type Traffic } from './tcp-packets.ts';

/** `ifindex` of the phone's interfaces. */
const INTERFACE_INDEX: Readonly<Record<InterfaceName, number>> = { lo: 1, rmnet_data0: 19, wlan0: 31 };
const STATS_HEADING = 'ifaceIndex ifaceName tag_hex uid_int cnt_set rxBytes rxPackets txBytes txPackets';
const UID_HEADING = 'uid rxBytes rxPackets txBytes txPackets';
const Q = 29;

/**
 * `dumpsys netd trafficcontroller` of Android 9 to 12, and `dumpsys connectivity trafficcontroller` of 13
 * (TrafficController::dump; the colon of two headings really stands there twice).
 */
export function trafficControllerText(rows: readonly UidRow[], sdk: number): string {
  const maps = sdk >= Q ? ['mStatsMapA', 'mStatsMapB'] : ['mUidStatsMap', 'mTagStatsMap'];
  const known = ['mCookieTagMap', 'mUidCounterSetMap', 'mAppUidStatsMap', ...maps, 'mIfaceIndexNameMap', 'mIfaceStatsMap'];
  const programs = ['Cgroup ingress', 'Cgroup egress', 'xt_bpf ingress', 'xt_bpf egress'];
  const tagged = rows.filter(({ tag }) => tag !== 0);
  const untagged = rows.filter(({ tag }) => tag === 0);
  return [
    '  TrafficController',
    ...indented(2, [
      ...(sdk >= Q ? ['BPF module status: enabled', 'BPF support level: EXTENDED'] : ['BPF module status: ON']),
      '', ...known.map((name) => `${name} status: OK`),
      '', ...programs.map((name) => `${name} program status: OK`),
      '', 'BPF map content:',
      ...indented(1, [
        '', 'mCookieTagMap:',
        '', 'mUidCounterSetMap:', ...foregroundUids(rows).map((uid) => `${uid} 1`),
        '', 'mAppUidStatsMap::', UID_HEADING, ...uidLines(rows),
        '', `${maps[0]}:`, STATS_HEADING, ...statsLines(sdk >= Q ? rows : untagged),
        '', `${maps[1]}:`, STATS_HEADING, ...(sdk >= Q ? [] : statsLines(tagged)),
        '', 'mIfaceIndexNameMap:', ...interfacesOf(rows).map((name) => `ifaceIndex=${INTERFACE_INDEX[name]} ifaceName=${name}`),
        '', 'mIfaceStatsMap::', 'ifaceIndex ifaceName rxBytes rxPackets txBytes txPackets', ...interfaceLines(rows),
      ]),
    ]),
  ].map((line) => `${line.trimEnd()}\n`).join('');
}

/** What `dumpsys netstats` of Android 13 and later ends with: first which maps can be read, then two of them. */
export function netstatsMapsText(rows: readonly UidRow[]): string {
  const names = ['mUidCounterSetMap', 'mCookieTagMap', 'mStatsMapA', 'mStatsMapB', 'mAppUidStatsMap', 'mIfaceStatsMap'];
  return [
    'BPF map status:', ...indented(1, names.map((name) => `${name}: OK`)), '',
    'BPF map content:',
    ...indented(1, [
      'mUidCounterSetMap:', ...indented(1, ['uid set', ...foregroundUids(rows).map((uid) => `${uid} 1`)]),
      'mAppUidStatsMap:', ...indented(1, [UID_HEADING, ...uidLines(rows)]),
      'mStatsMapA:', ...indented(1, [STATS_HEADING, ...statsLines(rows)]),
      'mStatsMapB:', ...indented(1, [STATS_HEADING]),
      'mIfaceStatsMap:', ...indented(1, ['ifaceIndex ifaceName rxBytes rxPackets txBytes txPackets', ...interfaceLines(rows)]),
    ]),
  ].map((line) => `${line.trimEnd()}\n`).join('');
}

function indented(levels: number, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${'  '.repeat(levels)}${line}`);
}

function uidLines(rows: readonly UidRow[]): readonly string[] {
  const sums = new Map<number, Traffic>();
  for (const row of rows) {
    if (row.tag === 0) sums.set(row.uid, plus(sums.get(row.uid) ?? NO_TRAFFIC, row));
  }
  return [...sums].map(([uid, traffic]) => `${uid} ${numbers(traffic)}`);
}

function statsLines(rows: readonly UidRow[]): readonly string[] {
  const sums = new Map<string, Traffic>();
  for (const row of rows) {
    const key = `${INTERFACE_INDEX[row.interfaceName]} ${row.interfaceName} 0x${row.tag.toString(16)} ${row.uid} ${row.set === 'foreground' ? 1 : 0}`;
    sums.set(key, plus(sums.get(key) ?? NO_TRAFFIC, row));
  }
  return [...sums].map(([key, traffic]) => `${key} ${numbers(traffic)}`);
}

function interfaceLines(rows: readonly UidRow[]): readonly string[] {
  return interfacesOf(rows).map((name) => {
    const total = rows.filter((row) => row.interfaceName === name && row.tag === 0).reduce((sum, row) => plus(sum, row), NO_TRAFFIC);
    return `${INTERFACE_INDEX[name]} ${name} ${numbers(total)}`;
  });
}

function interfacesOf(rows: readonly UidRow[]): readonly InterfaceName[] {
  return [...new Set(rows.map(({ interfaceName }) => interfaceName))];
}

function foregroundUids(rows: readonly UidRow[]): readonly number[] {
  return [...new Set(rows.filter(({ set }) => set === 'foreground').map(({ uid }) => uid))];
}

function numbers(traffic: Traffic): string {
  return `${traffic.receivedBytes} ${traffic.receivedPackets} ${traffic.sentBytes} ${traffic.sentPackets}`;
}
