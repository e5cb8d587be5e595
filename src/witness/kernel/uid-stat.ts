import type { TrafficByUid } from '../../flow/counters.ts';
import { asCount, quoted, type CounterTables, type Unreadable } from './counter-tables.ts';

/** Prints each file of `/proc/uid_stat` with its path, one a line. */
export const UID_STAT_COMMAND = 'for f in /proc/uid_stat/*/tcp_rcv /proc/uid_stat/*/tcp_snd; do echo "$f $(cat $f)"; done; echo end';

const LINE = /^\/proc\/uid_stat\/(\d+)\/(tcp_rcv|tcp_snd) (\d+)$/;

/**
 * `/proc/uid_stat/<uid>/tcp_rcv` and `tcp_snd` as `UID_STAT_COMMAND` prints them: bytes of TCP payload only, on every
 * interface. There are no packets (0) and nothing of UDP: it can show that something moved, never that nothing did.
 */
export function parseUidStat(text: string): CounterTables | Unreadable {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines.pop() !== 'end') return { failed: 'the list of /proc/uid_stat has no end' };
  const all: Record<string, TrafficByUid[string]> = {};
  for (const line of lines) {
    const [, uid = '', file, value] = LINE.exec(line) ?? [];
    const bytes = asCount(value);
    if (bytes === undefined || asCount(uid) === undefined) return { failed: `found ${quoted(line)}, expected "/proc/uid_stat/<uid>/tcp_rcv <bytes>"` };
    const before = all[uid] ?? { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };
    all[uid] = file === 'tcp_rcv' ? { ...before, receivedBytes: bytes } : { ...before, sentBytes: bytes };
  }
  return lines.length === 0 ? { failed: 'found no file below /proc/uid_stat' } : { all };
}
