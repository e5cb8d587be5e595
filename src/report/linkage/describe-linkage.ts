import type { Linkage, LinkageRow } from './linkage.ts';

/** The table of what travels together, in one line for the front page of a report. */
export function describeLinkage({ rows, cleared }: Linkage): string {
  if (rows.length === 0) return 'nothing that names the phone or its owner was read.';
  const tied = rows.filter(({ identifiers, about, actions }) => identifiers.length > 0 && about.length > 0 && actions.length > 0);
  const told = tied.length === 0 ? 'no identifier beside what somebody did; ' : '';
  const untested = cleared.length === 0 ? ' Whether they outlive the clearing of an app\'s data was not tested (--consent cleared does).' : '';
  return `${told}${(tied.length === 0 ? rows : tied).slice(0, MOST_ROWS).map(inWords).join('; ')}.${untested}`;
}

const MOST_ROWS = 3;

/** A row in words: `android_id + account + canary:url to sa.api.intl.miui.com (Xiaomi) in 4 flows`. */
function inWords({ identifiers, appIds, about, attributes, hosts, company, flows }: LinkageRow): string {
  return `${[...identifiers, ...appIds, ...about, ...attributes].join(' + ')} to ${hosts.join(', ')} (${company}) in ${flows.length} flow${flows.length === 1 ? '' : 's'}`;
}
