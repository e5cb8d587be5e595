import { uidTable } from './bpf-table.ts';
import { isUnreadable, sumByUid, type CounterTables, type Unreadable } from './counter-tables.ts';

/** The eBPF maps with which `dumpsys netstats` ends on Android 13 and later; without any, an empty answer. */
export function parseNetstatsMaps(text: string): Pick<CounterTables, 'all'> | Unreadable {
  const uids = uidTable(text);
  if (uids === undefined) return {};
  return isUnreadable(uids) ? uids : { all: sumByUid(uids) };
}
