import { asRow, quoted, type TrafficRow, type Unreadable } from './counter-tables.ts';

const UID_HEADING = 'uid rxBytes rxPackets txBytes txPackets';
const STATS_HEADING = 'ifaceIndex ifaceName tag_hex uid_int cnt_set rxBytes rxPackets txBytes txPackets';
// The dump iterates a hash table that changes under it, and says so when it has to begin anew.
const BEGINS_ANEW = /^Entry is deleted while dumping/;
const MAP_HEADING = /^m[A-Z]\w*Map\w*:{1,2}$/;

/** Rows of a map in a dump; undefined when the dump has no such map. */
type BpfTable<Row> = readonly Row[] | Unreadable | undefined;

/** A row of the table that tells interfaces apart. */
export interface InterfaceRow extends TrafficRow {
  readonly interfaceName: string;
  readonly tag: string;
}

/**
 * `mAppUidStatsMap`: what each UID moved since boot, over every interface.
 *
 * The health line `mAppUidStatsMap: OK` further up is another thing of the same name; older releases write the heading
 * with two colons.
 */
export function uidTable(text: string): BpfTable<TrafficRow> {
  return table(text, 'mAppUidStatsMap', UID_HEADING, ([uid, ...counters]) => {
    const row = counters.length === 4 ? asRow(uid, counters) : undefined;
    return row && { key: row.uid, row };
  });
}

/** `mUidStatsMap` and its like: what each UID moved over each interface, in each set, under each tag. */
export function interfaceTable(text: string, map: string): BpfTable<InterfaceRow> {
  return table(text, map, STATS_HEADING, ([index, interfaceName, tag, uid, set, ...counters]) => {
    const row = counters.length === 4 ? asRow(uid, counters) : undefined;
    if (row === undefined || interfaceName === undefined || tag === undefined || !/^0x[0-9a-f]+$/i.test(tag)) return undefined;
    return { key: `${index} ${interfaceName} ${tag} ${uid} ${set}`, row: { ...row, interfaceName, tag } };
  });
}

/** A map's rows, the last of each key. A map always has another one behind it: a text that ends in one is torn. */
function table<Row>(
  text: string,
  map: string,
  heading: string,
  parse: (words: readonly string[]) => { readonly key: string; readonly row: Row } | undefined,
): BpfTable<Row> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const start = lines.findLastIndex((line) => line === `${map}:` || line === `${map}::`);
  if (start === -1) return undefined;
  if (lines[start + 1] !== heading) return { failed: `${map} has ${quoted(lines[start + 1])} where "${heading}" was expected` };
  const rows = new Map<string, Row>();
  for (const line of lines.slice(start + 2)) {
    if (line === '' || BEGINS_ANEW.test(line)) continue;
    if (MAP_HEADING.test(line)) return [...rows.values()];
    const parsed = parse(line.split(/\s+/));
    if (parsed === undefined) return { failed: `${map} has ${quoted(line)} where a row or the next map was expected` };
    rows.set(parsed.key, parsed.row);
  }
  return { failed: `${map} ends with the text, expected another map behind it` };
}
