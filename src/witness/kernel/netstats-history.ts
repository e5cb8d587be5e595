import { asCount, asRow, quoted, sumByUid, type TrafficRow, type CounterTables, type Unreadable } from './counter-tables.ts';

const SECTION = /^UID stats:$/i;
const NAME = '"UID stats:"';
// dumpsys gives up on a service after ten seconds and says so in the midst of its text.
const GAVE_UP = /^\*\*\* SERVICE .*TIMEOUT/m;
const KEY = /^ident=.*\buid=(-?\d+) +set=(\w+) tag=(0x[0-9a-f]+)$/;
const BUCKET = /^st=\d+ rb=(\d+) rp=(\d+) tb=(\d+) tp=(\d+) op=\d+$/;
// Android 6 and before spell the same out, in milliseconds.
const OLD_BUCKET = /^bucketStart=\d+ activeTime=\d+ rxBytes=(\d+) rxPackets=(\d+) txBytes=(\d+) txPackets=(\d+) operations=\d+$/;

/**
 * The section "UID stats:" of `dumpsys netstats detail` or `--uid`: what each UID moved over every network, loopback left
 * out since it is none. As old as the last poll: `dumpsys netstats --poll` first. Buckets are summed (they are two hours
 * wide), sets are summed, rows of tags are parts of tag 0x0, and VPN's own bookkeeping (`DBG_VPN_*`) is left out.
 */
export function parseNetstatsHistory(text: string): CounterTables | Unreadable {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => SECTION.test(line));
  if (GAVE_UP.test(text)) return { failed: 'dumpsys gave up on netstats before it had told everything' };
  if (start === -1) return { failed: `looked for ${NAME} in the dump of netstats, found ${quoted(lines[0])}` };
  const end = lines.findIndex((line, index) => index > start && /^\S/.test(line));
  // The last section has nothing behind it; a newline must at least end its last line.
  if (end === -1 && lines.at(-1) !== '') return { failed: `${NAME} ends in the middle of ${quoted(lines.at(-1))}` };
  return parseSection(lines.slice(start + 1, end === -1 ? undefined : end).map((line) => line.trim()).filter((line) => line !== ''));
}

function parseSection(lines: readonly string[]): CounterTables | Unreadable {
  if (!lines.some((line) => /^(?:History since boot|Complete history):$/.test(line))) {
    return { failed: `${NAME} has ${quoted(lines[0])} where a history was expected` };
  }
  const rows: TrafficRow[] = [];
  let key: { readonly uid: string; readonly counts: boolean; hasHistory: boolean } | undefined;
  for (const line of lines) {
    if (line.startsWith('ident=')) {
      if (key?.hasHistory === false) return { failed: `${quoted(line)} came where a history was expected` };
      const [, uid = '', set = '', tag = ''] = KEY.exec(line) ?? [];
      if (uid === '') return { failed: `found ${quoted(line)}, expected "ident=… uid=… set=… tag=…"` };
      key = { uid, counts: Number(tag) === 0 && !set.startsWith('DBG_VPN') && asCount(uid) !== undefined, hasHistory: false };
    } else if (line.startsWith('NetworkStatsHistory:')) {
      if (key === undefined) return { failed: `${quoted(line)} belongs to no uid` };
      key.hasHistory = true;
    } else if (/^(?:st|bucketStart)=/.test(line)) {
      const counters = (BUCKET.exec(line) ?? OLD_BUCKET.exec(line))?.slice(1);
      const row = counters && asRow(key?.uid.replace('-', ''), counters);
      if (row === undefined || key?.hasHistory !== true) return { failed: `found ${quoted(line)}, expected a bucket "st=… rb=… rp=… tb=… tp=… op=…" of a uid` };
      if (key.counts) rows.push(row);
    } else if (!/^[A-Z][\w ]*:(?: \S+)?$/.test(line)) {
      return { failed: `found ${quoted(line)} in ${NAME}, expected a history` };
    }
  }
  return key?.hasHistory === false ? { failed: `the history of uid ${key.uid} is missing at the end of ${NAME}` } : { beyondLoopback: sumByUid(rows) };
}
