import { asRow, quoted, sumByUid, type CounterTables, type TrafficRow, type Unreadable } from './counter-tables.ts';

const HEADING = /^idx iface acct_tag_hex uid_tag_int cnt_set rx_bytes rx_packets tx_bytes tx_packets\b/;
const COLUMNS = 21;

/**
 * `/proc/net/xt_qtaguid/stats` of kernels before eBPF: a row for each interface, tag, UID and set, counted since boot.
 * Rows of tag 0x0 hold everything; those of other tags are parts of them.
 */
export function parseXtQtaguid(text: string): CounterTables | Unreadable {
  const [heading = '', ...lines] = text.split(/\r?\n/);
  if (!HEADING.test(heading)) return { failed: `looked for the heading of xt_qtaguid, found ${quoted(heading)}` };
  // The kernel ends every line; one without an end is torn.
  if (lines.pop() !== '') return { failed: 'the table of xt_qtaguid ends in the middle of a line' };
  const everywhere: TrafficRow[] = [];
  const beyond: TrafficRow[] = [];
  for (const line of lines) {
    const words = line.trim().split(/\s+/);
    const [, interfaceName, tag = '', uid, , ...counters] = words;
    const row = asRow(uid, counters.slice(0, 4));
    if (row === undefined || words.length !== COLUMNS || !/^0x[0-9a-f]+$/.test(tag)) {
      return { failed: `found ${quoted(line)}, expected a row of ${COLUMNS} columns` };
    }
    if (BigInt(tag) !== 0n) continue;
    everywhere.push(row);
    if (interfaceName !== 'lo') beyond.push(row);
  }
  return { all: sumByUid(everywhere), beyondLoopback: sumByUid(beyond) };
}
