import type { CounterSource } from '../../flow/counters.ts';
import { isUnreadable, type CounterTables, type Unreadable } from './counter-tables.ts';
import { parseNetstatsHistory } from './netstats-history.ts';
import { parseNetstatsMaps } from './netstats-maps.ts';
import { parseTrafficController } from './traffic-controller.ts';
import { UID_STAT_COMMAND, parseUidStat } from './uid-stat.ts';
import { parseXtQtaguid } from './xt-qtaguid.ts';

/** One way to read a phone's counters: a single command, and what its output says. */
export interface PhoneSource {
  readonly source: CounterSource;
  readonly command: string;
  parse(output: string): CounterTables | Unreadable;
}

const CUT = '==== earshot cut ====';
const POLLED = /^Forced poll$/m;
const FRESH_NETSTATS = `dumpsys netstats --poll; echo '${CUT}'; dumpsys netstats --uid`;
const CONTROLLERS = 'dumpsys netd trafficcontroller; dumpsys connectivity trafficcontroller';

/**
 * What a phone may have, best first: exact and with loopback told apart, then what leaves loopback out, then totals. A phone
 * is asked for each in turn, once; from then on only for the first that answered.
 */
export const SOURCES: readonly PhoneSource[] = [
  { source: 'xt_qtaguid', command: 'cat /proc/net/xt_qtaguid/stats', parse: parseXtQtaguid },
  { source: 'ebpf map', command: 'dumpsys netd trafficcontroller', parse: withBoth(parseTrafficController) },
  { source: 'netstats', command: FRESH_NETSTATS, parse: withBoth((text) => polled(text, parseNetstatsMaps)) },
  { source: 'netstats', command: `${FRESH_NETSTATS}; echo '${CUT}'; ${CONTROLLERS}`, parse: withBoth(netstatsAndController) },
  { source: 'netstats', command: FRESH_NETSTATS, parse: (text) => polled(text) },
  { source: 'ebpf map', command: CONTROLLERS, parse: parseTrafficController },
  { source: 'uid_stat', command: UID_STAT_COMMAND, parse: parseUidStat },
];

function netstatsAndController(output: string): CounterTables | Unreadable {
  const at = output.lastIndexOf(CUT);
  return polled(output.slice(0, Math.max(0, at)), () => parseTrafficController(output.slice(at + CUT.length)));
}

/** The histories after a poll, with totals from elsewhere where somebody knows them. */
function polled(output: string, totals?: (text: string) => CounterTables | Unreadable): CounterTables | Unreadable {
  const [poll = '', dump] = output.split(`${CUT}\n`);
  if (!POLLED.test(poll) || dump === undefined) return { failed: `polled netstats, found "${poll.trim().slice(0, 80)}", expected "Forced poll"` };
  const history = parseNetstatsHistory(dump);
  if (isUnreadable(history)) return history;
  const more = totals?.(dump) ?? {};
  if (isUnreadable(more)) return more;
  return more.all === undefined ? history : { ...history, all: more.all };
}

function withBoth(parse: (text: string) => CounterTables | Unreadable): (text: string) => CounterTables | Unreadable {
  return (text) => {
    const tables = parse(text);
    if (isUnreadable(tables) || (tables.all !== undefined && tables.beyondLoopback !== undefined)) return tables;
    return { failed: `found ${tables.all === undefined ? 'no totals' : 'interfaces not told apart'}, expected both` };
  };
}
