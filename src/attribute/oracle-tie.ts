import type { Flow } from '../flow/flow.ts';
import type { OracleEvent, OracleRecord } from '../flow/oracle.ts';
import { eventTimeOf, itemsOf, ownPackage } from '../witness/oracle/read-events.ts';
import type { Confidence, OracleTie } from './owner.ts';
import { isUpload, senderOf, tieUploads, type UploadTie } from './upload-flows.ts';

/** An event that a flow carries. A flow carries many; an event is carried once for each attempt to send it. */
export interface EventTie {
  readonly event: OracleEvent;
  /** Id of the flow. */
  readonly flow: string;
  readonly confidence: Confidence;
  readonly because: string;
}

/** An event of the log that no flow carries: emitted, not sent. */
export interface UnsentEvent {
  readonly event: OracleEvent;
  /** From the event to the end of listening, ms. */
  readonly waitedMs: number;
  readonly because: string;
}

/** What the SDK's log and the wire say of each other. */
export interface OracleTies {
  readonly ties: readonly EventTie[];
  readonly unsent: readonly UnsentEvent[];
  readonly uploads: readonly UploadTie[];
}

/** What tying goes by beside events and flows. */
export interface TieFacts {
  /** Phone clock minus host clock, ms. */
  readonly clockOffsetMs: number;
  /** When listening ended, host clock. */
  readonly endMs: number;
  /** How long an SDK may hold an event back: settle and drain time, ms. */
  readonly withinMs: number;
  readonly record: Pick<OracleRecord, 'packages'>;
}

/** The package that OneTrack hands events over to (2.0.2 and 2.0.4, public smali). */
const DELEGATE = 'com.miui.analytics';

/**
 * Ties what the SDK's log tells to the flows that carry it. Where the log tells of uploads too, an event is carried by
 * the uploads that hold it; where it does not, by the first upload of its sender within the time it may be held
 * back, which is possible and no more. An event is either tied or unsent; the order of both lists does not matter.
 */
export function tieOracle(events: readonly OracleEvent[], flows: readonly Flow[], facts: TieFacts): OracleTies {
  const ordered = events.toSorted(byTime);
  const uploads = ordered.filter(({ kind }) => kind === 'uploading');
  const tiedUploads = tieUploads(uploads, flows, facts.clockOffsetMs);
  const told = ordered.filter(({ kind }) => kind === 'tracked' || kind === 'handed over');
  const ties = carriedBy(told, tiedUploads);
  const tied = new Set(ties.map(({ event }) => event));
  const spare = flows.filter((flow) => isUpload(flow) !== false).toSorted((one, other) => one.startMs - other.startMs || (one.id < other.id ? -1 : 1));
  const unsent: UnsentEvent[] = [];
  for (const event of told) {
    if (tied.has(event)) continue;
    const supposed = supposedFlow(event, { uploads, tiedUploads, flows: spare, facts });
    if (supposed === undefined) unsent.push(unsentOf(event, uploads, facts));
    else ties.push(supposed);
  }
  return { ties, unsent, uploads: tiedUploads };
}

/** What the log says of a flow's owner, for the ladder; undefined where it says nothing. */
export function ownersByOracle({ ties, uploads }: Pick<OracleTies, 'ties' | 'uploads'>): (flow: Flow) => OracleTie | undefined {
  return (flow) => {
    const upload = uploads.find((tie) => tie.flow.id === flow.id);
    const packages = new Set(itemsOf(upload?.upload.data).map(ownPackage));
    const [only] = packages;
    const name = packages.size === 1 && only !== undefined ? only : upload?.upload.package;
    if (upload !== undefined && name !== undefined) return { package: name, confidence: upload.confidence, because: upload.because };
    const tie = ties.find((other) => other.flow === flow.id && other.event.package !== undefined);
    return tie?.event.package === undefined ? undefined : { package: tie.event.package, confidence: tie.confidence, because: tie.because };
  };
}

function carriedBy(told: readonly OracleEvent[], uploads: readonly UploadTie[]): EventTie[] {
  const ties: EventTie[] = [];
  const carried = new Set<OracleEvent>();
  const byKey = grouped(told, ({ data }) => keyOf(data));
  for (const { upload, flow, confidence, because } of uploads.toSorted((one, other) => byTime(one.upload, other.upload))) {
    const items = grouped(itemsOf(upload.data), keyOf);
    for (const [key, { length }] of items) {
      const possible = (byKey.get(key) ?? []).filter(({ atMs }) => atMs <= upload.atMs);
      // Equal events: those not sent yet come first, the others when it is tried again.
      const first = [...possible.filter((event) => !carried.has(event)), ...possible.filter((event) => carried.has(event))].slice(0, length);
      for (const event of first) {
        carried.add(event);
        ties.push({ event, flow: flow.id, confidence, because });
      }
    }
  }
  return ties;
}

/** By what `keyOf` gives; what has no key is left out. */
function grouped<Item>(items: readonly Item[], keyOfItem: (item: Item) => string | undefined): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

interface Supposing {
  readonly uploads: readonly OracleEvent[];
  readonly tiedUploads: readonly UploadTie[];
  readonly flows: readonly Flow[];
  readonly facts: TieFacts;
}

function supposedFlow(event: OracleEvent, { uploads, tiedUploads, flows, facts }: Supposing): EventTie | undefined {
  const sender = senderFor(event);
  const atMs = event.atMs - facts.clockOffsetMs;
  const torn = tiedUploads.find(({ upload }) => upload.data === undefined && upload.atMs >= event.atMs && isBy(upload.package, sender));
  if (torn !== undefined) return { event, flow: torn.flow.id, confidence: 'possible', because: `${torn.because}; what it carries is torn in the log` };
  if (isHeard(event, sender, uploads, facts)) return undefined;
  const flow = flows.find((other) => other.startMs >= atMs - 1_000 && other.startMs <= atMs + facts.withinMs && isBy(senderOf(other), sender));
  if (flow === undefined) return undefined;
  return { event, flow: flow.id, confidence: 'possible', because: `the first upload of ${sender ?? 'anybody'} after the event, whose own log does not tell what it sends` };
}

/** Whether the log tells what the sender of an event uploads, and the event itself can be recognised there. */
function isHeard(event: OracleEvent, sender: string | undefined, uploads: readonly OracleEvent[], { record }: TieFacts): boolean {
  if (keyOf(event.data) === undefined) return false;
  return (sender !== undefined && record.packages[sender] === 'on') || uploads.some(({ package: name, data }) => data !== undefined && name === sender);
}

function unsentOf(event: OracleEvent, uploads: readonly OracleEvent[], { clockOffsetMs, endMs }: TieFacts): UnsentEvent {
  const key = keyOf(event.data);
  const upload = key === undefined ? undefined : uploads.find(({ data, atMs }) => atMs >= event.atMs && itemsOf(data).some((item) => keyOf(item) === key));
  const because = upload === undefined
    ? `${event.kind} and in no upload that was seen`
    : `${upload.package ?? 'a process'} said that it uploads it, and no flow is that upload`;
  return { event, waitedMs: Math.max(0, endMs - (event.atMs - clockOffsetMs)), because };
}

function senderFor(event: OracleEvent): string | undefined {
  return event.kind === 'handed over' ? DELEGATE : event.package;
}

function isBy(name: string | undefined, sender: string | undefined): boolean {
  return name === undefined || sender === undefined || name === sender;
}

/** What is the same of an event in all places it is told: whose, what and when; the whole of it where it does not say so. */
function keyOf(item: unknown): string | undefined {
  if (item === undefined) return undefined;
  const [owner, time, name] = [ownPackage(item), eventTimeOf(item), nameOf(item)];
  return owner === undefined || time === undefined || name === undefined ? JSON.stringify(item) : `${owner} ${name} ${time}`;
}

function nameOf(item: unknown): string | undefined {
  const header = typeof item === 'object' && item !== null && 'H' in item ? item.H : undefined;
  const event = typeof header === 'object' && header !== null && 'event' in header ? header.event : undefined;
  return typeof event === 'string' ? event : undefined;
}

function byTime(one: OracleEvent, other: OracleEvent): number {
  return one.atMs - other.atMs || compare(one.text, other.text) || compare(one.kind, other.kind) || compare(one.package ?? '', other.package ?? '');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
