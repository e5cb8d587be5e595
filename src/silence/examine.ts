import { creditFlow } from '../attribute/credit.ts';
import type { Credit, FlowContent } from '../attribute/credit.ts';
import { judgeTime } from '../attribute/belief.ts';
import { flowOwners } from '../attribute/flow-owners.ts';
import type { OwnerSources } from '../attribute/flow-owners.ts';
import type { Owner } from '../attribute/owner.ts';
import { withDestination } from '../attribute/destination/with-destination.ts';
import { recogniseFlow } from '../decode/adapters/recognise.ts';
import type { Recognised } from '../decode/adapters/recognise.ts';
import { decodeFlow } from '../decode/decode-flow.ts';
import { walkLayers } from '../decode/layer.ts';
import type { JsonObject } from '../decode/layer.ts';
import type { Flow, ReadBody } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { WindowRecord } from '../flow/window.ts';
import { attributesIn } from '../leak/attributes.ts';
import { eventTimes, hasUndatedEvents } from '../leak/event-time.ts';
import { spokenNames, windowIndicators } from '../leak/indicators.ts';
import { findingsInOracleOf } from '../leak/oracle-findings.ts';
import { prepareSearch, searchHits } from '../leak/search.ts';
import type { IndicatorHit, PreparedSearch } from '../leak/search.ts';
import { splitOverFields, splitOverFlows } from '../leak/split-values.ts';
import type { SearchedFlow } from '../leak/split-values.ts';
import { happenedAt } from '../witness/oracle/state.ts';
import { groupBy } from './group-by.ts';
import { isForUpload } from './key-request.ts';
import type { CarriedEvents } from './oracle-evidence.ts';

/** A flow with everything the judge needs to know of it. */
export interface ExaminedFlow extends FlowContent {
  readonly owner: Owner;
  /** Part of what it carries could not be read. */
  readonly isOpaque: boolean;
  /** The named format it is in; absent where it has none. */
  readonly recognised?: Recognised;
  readonly credits: readonly Credit[];
}

/** What examining the flows of a window works with. */
export interface ExamineInput extends OwnerSources {
  readonly window: WindowRecord;
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  readonly phone: PhoneFacts;
  /** Events that the SDKs' log says a flow carries; absent where nobody asked. */
  readonly carriedBy?: (flow: Flow) => CarriedEvents;
}

// Below this, bytes that cannot be read are a checksum, a nonce or a signature beside what can be.
const OPAQUE_LOAD_BYTES = 64;

/** Reads, searches, attributes and credits every flow that was under way in the window; its liveness probes are left out. */
export function examineFlows(input: ExamineInput): readonly ExaminedFlow[] {
  const { window, phone } = input;
  const flows = input.flows.filter((flow) => !isProbeOf(flow, window) && isUnderWay(flow, window));
  const tools: Tools = {
    ...input,
    search: prepareSearch(windowIndicators(window.actions, phone.identifiers), spokenNames(window.actions, flows)),
    ownerOf: flowOwners(input),
  };
  const searched = flows.map((flow) => searchFlow(flow, tools));
  const split = hitsOverFlows(searched, tools.search);
  const examined = searched.map((one) => examine({ ...one, hits: [...one.hits, ...(split.get(one.identity.id) ?? [])] }, tools));
  return examined.filter((one) => one.hits.length > 0 || !(isFirstAttempt(one, examined) || isForUpload(one, examined)));
}

/** So soon an app tries again when a handshake broke off under it. */
const TRIED_AGAIN_MS = 5_000;

/**
 * Whether a flow is a handshake that broke off unfinished, the network gone from under it or the connection not needed
 * any more, and the same sender spoke to the same host soon after: nothing crossed in it, and what it was for is there.
 * One that was broken off for the certificate is none: what it was for is not there.
 */
function isFirstAttempt({ flow, owner }: ExaminedFlow, all: readonly ExaminedFlow[]): boolean {
  if (flow.kind !== 'tls-refused' || flow.tlsFailure?.reason !== 'handshake-not-finished') return false;
  return all.some((other) => {
    const { kind, host, port, startMs } = other.flow;
    const isSameSender = other.owner.socket === undefined || owner.socket === undefined || other.owner.socket.uid === owner.socket.uid;
    return ['http', 'websocket'].includes(kind) && host === flow.host && port === flow.port && isSameSender && startMs >= flow.startMs && startMs - flow.startMs <= TRIED_AGAIN_MS;
  });
}

interface Tools extends ExamineInput {
  readonly search: PreparedSearch;
  readonly ownerOf: (flow: Flow) => Owner;
}

/** A flow that was read and searched, before anybody is held to it. */
interface SearchedInWindow extends SearchedFlow {
  readonly flow: Flow;
  readonly owner: Owner;
  readonly logged: CarriedEvents;
}

function searchFlow(flow: Flow, { readBody, search, ownerOf, carriedBy }: Tools): SearchedInWindow {
  const owner = ownerOf(flow);
  const layers = decodeFlow(flow, readBody);
  const identity = { id: flow.id, host: flow.host, owner: owner.owner };
  const logged = carriedBy?.(flow) ?? { events: [], isAll: false };
  const hits = [...searchHits(layers, search, identity), ...findingsInOracleOf(logged.events, search, identity)];
  const searched = { flow, owner, layers, identity, logged, hits };
  return { ...searched, hits: [...hits, ...splitOverFields(searched, search)] };
}

// Requests of one flush go to one address, one after the other.
function hitsOverFlows(searched: readonly SearchedInWindow[], search: PreparedSearch): ReadonlyMap<string, readonly IndicatorHit[]> {
  const withBody = searched.filter(({ flow }) => flow.request?.body !== undefined);
  const byAddress = groupBy(withBody, ({ flow }) => `${flow.host}:${flow.port}${pathOf(flow.request?.url ?? '')}`);
  const hits = [...byAddress.values()].flatMap((flows) => splitOverFlows(flows, search));
  return groupBy(hits, ({ finding }) => finding.flow);
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

const CARRIED = /^(body|message|tunnel)/;

function examine({ flow, owner, layers, logged, hits: found }: SearchedInWindow, { window, phone }: Tools): ExaminedFlow {
  const hits = withAttributes(found, () => attributesIn(layers, phone)).map((hit) => withSender(withBelievedTime(hit, flow, window), owner, flow));
  const unread = [...walkLayers(layers.filter(({ step }) => CARRIED.test(step)))].filter(({ state, isSupposed }) => !isSupposed && (state === 'opaque' || state === 'cut off'));
  const planted = hits.filter(({ indicator }) => indicator.class === 'planted').map(({ indicator }) => indicator.value.toLowerCase());
  const isKnown = (event: JsonObject): boolean => planted.length > 0 && containsAny(JSON.stringify(event).toLowerCase(), planted);
  const content: FlowContent = {
    flow,
    hits,
    eventTimesMs: [...eventTimes(layers), ...logged.events.flatMap(happenedAt)],
    carriesMore: (!logged.isAll && unread.some(({ bytes }) => bytes.length >= OPAQUE_LOAD_BYTES)) || hasUndatedEvents(layers, isKnown),
  };
  const recognised = recogniseFlow(flow, layers);
  return { ...content, owner, isOpaque: flow.kind === 'tls-refused' || unread.length > 0, ...(recognised !== undefined && { recognised }), credits: creditFlow(content, window) };
}

function containsAny(text: string, values: readonly string[]): boolean {
  return values.some((value) => text.includes(value));
}

// A time that cannot be is no time: what was found with it is held against the action like anything undated.
function withBelievedTime(hit: IndicatorHit, flow: Flow, window: WindowRecord): IndicatorHit {
  const { eventTimeMs, ...finding } = hit.finding;
  if (eventTimeMs === undefined || judgeTime(eventTimeMs, flow, window) !== 'impossible') return hit;
  return { indicator: hit.indicator, finding };
}

function withSender({ indicator, finding }: IndicatorHit, { rung, confidence }: Owner, flow: Flow): IndicatorHit {
  return { indicator, finding: withDestination({ ...finding, ownerRung: rung, ownerConfidence: confidence }, flow) };
}

// Attributes are looked for only where something of ours was found: alone they mean nothing.
function withAttributes(hits: readonly IndicatorHit[], attributes: () => readonly string[]): readonly IndicatorHit[] {
  if (hits.length === 0) return hits;
  const alongside = attributes();
  return alongside.length === 0 ? hits : hits.map(({ indicator, finding }) => ({ indicator, finding: { ...finding, alongside } }));
}

// Only the window's own probes: anybody may ask the recorder's own host for something, and say something by it.
function isProbeOf({ probe }: Flow, { opening, closing }: WindowRecord): boolean {
  return probe !== undefined && (probe === opening?.token || probe === closing?.token);
}

function isUnderWay(flow: Flow, window: WindowRecord): boolean {
  return flow.startMs <= window.endMs && (flow.endMs ?? Infinity) >= window.startMs;
}
