import { interfaceTable, uidTable } from './bpf-table.ts';
import { isUnreadable, quoted, sumByUid, type CounterTables, type Unreadable } from './counter-tables.ts';

/**
 * `dumpsys netd trafficcontroller` of Android 9 to 12, `dumpsys connectivity trafficcontroller` of 13.
 *
 * Only Android 9 tells loopback apart: its `mUidStatsMap` counts from boot. `mStatsMapA` and `mStatsMapB`, which took its
 * place in Android 10, are emptied by turns whenever the framework polls (AOSP system/bpf, "Do not take cumulative network
 * stats anymore"), so a difference of two readings of them means nothing and they are left alone. Later releases do not even
 * count tagged bytes under tag 0x0 in them any more (packages/modules/Connectivity, ce7431f1fc).
 */
export function parseTrafficController(text: string): CounterTables | Unreadable {
  const uids = uidTable(text);
  if (uids === undefined) return { failed: `looked for mAppUidStatsMap in the dump of the traffic controller, found ${quoted(text.split('\n')[0])}` };
  if (isUnreadable(uids)) return uids;
  const interfaces = interfaceTable(text, 'mUidStatsMap');
  if (interfaces === undefined) return { all: sumByUid(uids) };
  if (isUnreadable(interfaces)) return interfaces;
  const beyond = interfaces.filter(({ interfaceName, tag }) => interfaceName !== 'lo' && Number(tag) === 0);
  return { all: sumByUid(uids), beyondLoopback: sumByUid(beyond) };
}
