import { creditFlow } from '../attribute/credit.ts';
import type { Credit, FlowContent } from '../attribute/credit.ts';
import { ownerOf } from '../attribute/owner.ts';
import type { Owner } from '../attribute/owner.ts';
import { decodeFlow } from '../decode/decode-flow.ts';
import { walkLayers } from '../decode/layer.ts';
import type { Flow, ReadBody } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { WindowRecord } from '../flow/window.ts';
import { attributesIn } from '../leak/attributes.ts';
import { eventTimes } from '../leak/event-time.ts';
import { windowIndicators } from '../leak/indicators.ts';
import { prepareSearch, searchHits } from '../leak/search.ts';
import type { IndicatorHit } from '../leak/search.ts';

/** A flow with everything the judge needs to know of it. */
export interface ExaminedFlow extends FlowContent {
  readonly owner: Owner;
  /** Part of what it carries could not be read. */
  readonly isOpaque: boolean;
  readonly credits: readonly Credit[];
}

/** What examining the flows of a window works with. */
export interface ExamineInput {
  readonly window: WindowRecord;
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  readonly phone: PhoneFacts;
}

/** Reads, searches, attributes and credits every flow that was under way in the window; liveness probes are left out. */
export function examineFlows({ window, flows, readBody, phone }: ExamineInput): readonly ExaminedFlow[] {
  const search = prepareSearch(windowIndicators(window.actions, phone.identifiers));
  const installed = [window.package, ...Object.keys(phone.packages)];
  return flows.filter((flow) => flow.probe === undefined && isUnderWay(flow, window)).map((flow) => {
    const owner = ownerOf(flow, installed);
    const layers = decodeFlow(flow, readBody);
    const hits = withAttributes(searchHits(layers, search, { id: flow.id, host: flow.host, owner: owner.owner }), () => attributesIn(layers, phone));
    const content: FlowContent = { flow, hits, eventTimesMs: eventTimes(layers) };
    const carried = [...walkLayers(layers)].filter(({ path }) => /^(body|message|tunnel)/.test(path[0] ?? ''));
    const isOpaque = flow.kind === 'tls-refused' || carried.some(({ state }) => state === 'opaque' || state === 'cut off');
    return { ...content, owner, isOpaque, credits: creditFlow(content, window) };
  });
}

// Attributes are looked for only where something of ours was found: alone they mean nothing.
function withAttributes(hits: readonly IndicatorHit[], attributes: () => readonly string[]): readonly IndicatorHit[] {
  if (hits.length === 0) return hits;
  const alongside = attributes();
  return alongside.length === 0 ? hits : hits.map(({ indicator, finding }) => ({ indicator, finding: { ...finding, alongside } }));
}

function isUnderWay(flow: Flow, window: WindowRecord): boolean {
  return flow.startMs <= window.endMs && (flow.endMs ?? Infinity) >= window.startMs;
}
