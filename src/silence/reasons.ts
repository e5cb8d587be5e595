import { describeOwner } from '../attribute/flow-owners.ts';
import type { UnsentEvent } from '../attribute/oracle-tie.ts';
import type { GroupMember } from '../attribute/uid-group.ts';
import type { Finding } from '../flow/finding.ts';
import type { VerdictKind } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import type { Bypass } from './bypass.ts';
import type { ExaminedFlow } from './examine.ts';
import type { Failure } from './preconditions.ts';
import { eventOffset, offsetOf } from './weigh.ts';
import type { Weighed } from './weigh.ts';
import type { HeldBypass } from './weigh-bypass.ts';

const MAX_EVENT_LINES = 20;
const MAX_NAMED_FLOWS = 5;

/** What the reasons of a verdict are made from. */
export interface Grounds {
  readonly verdict: VerdictKind;
  readonly action: ActionRecord;
  readonly window: WindowRecord;
  readonly failures: readonly Failure[];
  readonly unexpected: readonly Weighed[];
  /** What went past the recorder and could be of this action. */
  readonly past: readonly HeldBypass[];
  /** Whose the UIDs of the group are. */
  readonly members: readonly GroupMember[];
  /** Ends of connections past the recorder, held against nobody. */
  readonly ends: readonly Bypass[];
  /** Events of the SDKs' log that were not sent. */
  readonly unsent: readonly UnsentEvent[];
  /** Why a silence would say nothing: of flows nobody can credit, and of SDKs that were told to be silent, each why. */
  readonly doubts: readonly string[];
  readonly hasSham: boolean;
  /** Canaries that were told while the action was being arranged. */
  readonly arranging: readonly Finding[];
  /** Flows after the action's gesture that are held against nobody, by their own account of when things happened. */
  readonly setAside: readonly ExaminedFlow[];
  /** Unexpected flows after the action that came too late to be held against it. */
  readonly later: readonly ExaminedFlow[];
}

/** Why a verdict is what it is, in sentences; for `inconclusive` the first one names the first failed precondition. */
export function explainVerdict(grounds: Grounds): readonly string[] {
  const { failures, unexpected, window } = grounds;
  const reasons = failures.map(({ reason }) => reason);
  if (failures.length > 0 && unexpected.some(({ findings }) => findings.length > 0)) {
    reasons.push('What was found all the same is listed; it stands by itself, but the absence of more does not.');
  }
  reasons.push(...sharing(grounds));
  reasons.push(...unexpected.slice(0, MAX_EVENT_LINES).map((weighed) => eventLine(weighed, grounds)));
  if (unexpected.length > MAX_EVENT_LINES) reasons.push(`${unexpected.length - MAX_EVENT_LINES} more events are not listed here.`);
  reasons.push(...grounds.past.slice(0, MAX_EVENT_LINES).map((held) => bypassLine(held, grounds)));
  reasons.push(...grounds.unsent.slice(0, MAX_EVENT_LINES).map((one) => unsentLine(one, grounds)));
  reasons.push(...grounds.doubts.slice(0, MAX_EVENT_LINES).map((doubt) => `${doubt}.`));
  reasons.push(...withoutSham(grounds));
  if (grounds.ends.length > 0) reasons.push(endsRemark(grounds.ends));
  if (grounds.arranging.length > 0) reasons.push(arrangingRemark(grounds));
  reasons.push(...setAsideRemarks(grounds));
  if (grounds.verdict === 'silent' && grounds.later.length > 0) reasons.push(laterRemark(grounds));
  if (grounds.verdict === 'silent' && window.blindSpots.length > 0) {
    reasons.push(`What the recorder cannot see: ${window.blindSpots.join('; ')}.`);
  }
  return reasons;
}

function sharing({ verdict, unexpected, past }: Grounds): readonly string[] {
  const counts = [...unexpected.map(({ credit }) => credit.sharedBy), ...past.map(({ suspects }) => suspects.length)];
  if (counts.length === 0 || verdict === 'inconclusive' || counts.some((count) => count <= 1)) return [];
  const most = Math.max(...counts);
  return [`${verdict === 'leaked' ? 'leaked' : 'noisy'}, shared by ${most} actions: any of them could have caused what was seen.`];
}

function eventLine({ examined, credit, knownAs, party }: Weighed, { action, window }: Grounds): string {
  const { flow, owner, isOpaque, recognised } = examined;
  const what = {
    http: `${flow.request?.method ?? ''} ${shorten(flow.request?.url ?? flow.host)}`,
    websocket: `WebSocket ${shorten(flow.request?.url ?? flow.host)}`,
    'tls-refused': `TLS handshake with ${flow.host}:${flow.port}, broken off by the phone`,
    tunnel: `raw tunnel to ${flow.host}:${flow.port}, ${flow.tunnel?.sentBytes ?? 0} bytes sent`,
  }[flow.kind];
  const size = flow.request?.body === undefined ? '' : `, ${flow.request.body.byteCount} bytes`;
  const because = credit.sharedBy > 1 ? `could be of ${credit.sharedBy} actions` : `held against the action by ${describeRung(credit.rung)}`;
  const format = recognised === undefined ? '' : `, ${recognised.title}`;
  const unread = isOpaque && flow.kind === 'http' ? `, not readable${recognised?.isOpaque === true ? ' by design' : ''}` : '';
  const state = flow.state === 'complete' ? '' : `, ${flow.state}`;
  const times = [...new Set(examined.hits.map(({ finding }) => eventOffset(finding, action, window)).filter((offset) => offset !== undefined))];
  const told = credit.rung === 'event time' && times[0] !== undefined ? `, event at ${times[0]}` : '';
  return `${offsetOf(flow.startMs, action)}: ${what}${format}${size}${unread}${state}, by ${describeOwner(owner)}; ${because}${told}${knownAs === undefined ? '' : `; ${knownAs}`}${broughtIn(party)} [${flow.id}].`;
}

/** The site is behind what its page brings in, not the app. */
function broughtIn({ party, broughtBy }: Weighed['party']): string {
  return party === 'third' && broughtBy !== undefined ? `; a third party of the page: ${broughtBy}` : '';
}

function bypassLine({ bypass, suspects }: HeldBypass, { action, members }: Grounds): string {
  const { uid, sentBytes, sentPackets, receivedBytes, receivedPackets, whose } = bypass;
  const when = `between ${offsetOf(bypass.startMs, action)} and ${offsetOf(bypass.endMs, action)}`;
  const much = `${sentBytes} bytes sent (${sentPackets} packets) and ${receivedBytes} received (${receivedPackets})`;
  const whom = uid < 10_000 ? 'under which the system acts for anybody, so nobody can be held to it' : "the vendor's or one that came with the phone, and no known member of the group, so nobody can say for whom";
  const who = whose === 'anyone' ? `by uid ${uid}, ${whom}` : `by uid ${uid}${describeMember(members.find((member) => member.uid === uid))}`;
  const because = suspects.length > 1 ? `could be of ${suspects.length} actions` : 'held against the action by its time';
  return `${when}: ${much} past the recorder ${who}${where(bypass)}, by the kernel's counters; ${because}.`;
}

function describeMember(member: GroupMember | undefined): string {
  if (member === undefined) return '';
  const packages = member.packages.join(', ');
  if (member.role === 'own') return ` (${packages})`;
  return ` (${packages}, ${member.learnt ? "to which the app hands its events, as its SDK's log told" : 'which may send for the app'})`;
}

function where({ sighted = [] }: Bypass): string {
  if (sighted.length === 0) return '';
  const named = sighted.slice(0, MAX_NAMED_FLOWS).join(', ') + (sighted.length > MAX_NAMED_FLOWS ? ` and ${sighted.length - MAX_NAMED_FLOWS} more` : '');
  return `, to ${named} as far as its connections were seen`;
}

function endsRemark(ends: readonly Bypass[]): string {
  const [sent, received] = [sumOf(ends, 'sentPackets'), sumOf(ends, 'receivedPackets')];
  const remotes = [...new Set(ends.flatMap((one) => one.ends ?? []))].slice(0, MAX_NAMED_FLOWS);
  return `Held against nobody: ${sent} packets sent and ${received} received past the recorder that are as small as packets without payload, with which connections seen before ended (${remotes.join(', ')}).`;
}

function sumOf(ends: readonly Bypass[], field: 'sentPackets' | 'receivedPackets'): number {
  return ends.reduce((sum, one) => sum + one[field], 0);
}

function unsentLine({ event, waitedMs, because }: UnsentEvent, { action, window }: Grounds): string {
  const at = offsetOf((event.eventTimeMs ?? event.atMs) - window.clockOffsetMs, action);
  const waited = (waitedMs / 1000).toFixed(1);
  return `noisy: emitted, not sent. ${at}: the log of ${event.package ?? 'an SDK'} tells of the event "${event.event ?? 'without a name'}"; in ${waited} s it was ${because}.`;
}

function describeRung(rung: Weighed['credit']['rung']): string {
  return { canary: 'its canary', 'event time': "the event's own time", arrival: 'its time of arrival', possible: 'its time of arrival' }[rung];
}

function withoutSham({ hasSham, unexpected }: Grounds): readonly string[] {
  const subjects = unexpected.flatMap(({ findings }) => findings).filter((finding) => finding.class === 'subject');
  if (hasSham || subjects.length === 0) return [];
  const names = [...new Set(subjects.map(({ indicator }) => indicator))].join(', ');
  return [`${names} was told during the action; without a sham action to compare with that is not called a leak.`];
}

function arrangingRemark({ arranging }: Grounds): string {
  const told = [...new Set(arranging.map(({ indicator, host }) => `${indicator} to ${host}`))].join(', ');
  return `While the action was being arranged the phone told ${told}; that is not held against the action itself.`;
}

function setAsideRemarks({ setAside, window }: Grounds): readonly string[] {
  const dated = setAside.filter(({ eventTimesMs }) => eventTimesMs.length > 0);
  const fetched = setAside.filter((flow) => !dated.includes(flow));
  const seconds = (window.drainMs / 1000).toFixed(1);
  return [
    ...(dated.length === 0 ? [] : [`Held against no action, because every event told there states a time at which nothing was performed: ${nameFlows(dated)}.`]),
    ...(fetched.length === 0 ? [] : [`Held against no action, because it carries nothing that could have been kept for later and came more than ${seconds} s after any action: ${nameFlows(fetched)}.`]),
  ];
}

function laterRemark({ later, window }: Grounds): string {
  const seconds = (window.drainMs / 1000).toFixed(1);
  return `Held against later actions alone, because it came more than ${seconds} s after this one: ${nameFlows(later)}.`;
}

function nameFlows(flows: readonly ExaminedFlow[]): string {
  const named = flows.slice(0, MAX_NAMED_FLOWS).map(({ flow }) => `${flow.id} to ${flow.host}`);
  return named.join(', ') + (flows.length > MAX_NAMED_FLOWS ? ` and ${flows.length - MAX_NAMED_FLOWS} more` : '');
}

function shorten(url: string): string {
  return url.length <= 120 ? url : `${url.slice(0, 119)}…`;
}
