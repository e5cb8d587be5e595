import { isProven, ownerOf } from '../attribute/owner.ts';
import { decodeFlow } from '../decode/decode-flow.ts';
import type { Flow, ReadBody } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Verdict } from '../flow/verdict.ts';
import type { WindowRecord } from '../flow/window.ts';
import { attributesIn } from '../leak/attributes.ts';
import { windowIndicators } from '../leak/indicators.ts';
import { prepareSearch, searchHits } from '../leak/search.ts';
import { appIdsIn } from '../report/linkage/app-ids.ts';
import { linkageRows, type Linkage } from '../report/linkage/linkage.ts';
import { survivalsOf, type Clearing } from '../report/linkage/survival.ts';
import { tellingFlowsOf, type TellingFlow, type ToldAct } from '../report/linkage/telling-flow.ts';

/** All that one phone said in a run. */
export interface LinkageInput {
  readonly facts: Pick<PhoneFacts, 'id' | 'identifiers' | 'androidVersion' | 'model'>;
  readonly windows: readonly WindowRecord[];
  readonly verdicts: readonly Verdict[];
  /** Every flow of the phone's ledger. */
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  /** Packages on the phone, to tell who sent a flow. */
  readonly installed: readonly string[];
}

/** Which identifiers of a phone travelled together in a whole run, in all it sent, windows or not, and what clearing data does to them. */
export function linkageOf(input: LinkageInput): Linkage {
  const { facts, windows, verdicts } = input;
  const flows = tellingFlowsIn(input);
  const clearings = windows.flatMap(clearingsIn);
  return { device: facts.id, rows: linkageRows(flows, verdicts), cleared: [...new Set(clearings.map((clearing) => clearing.package))], survivals: survivalsOf(flows, clearings) };
}

/** When apps' data were cleared in a window, by the steps of its actions. */
function clearingsIn({ actions }: WindowRecord): readonly Clearing[] {
  return actions.flatMap(({ steps }) => steps.flatMap(({ clears, startMs, endMs, error }) => (clears === undefined || error !== undefined ? [] : [{ package: clears, startMs, endMs }])));
}

function tellingFlowsIn({ facts, windows, verdicts, flows, readBody, installed }: LinkageInput): readonly TellingFlow[] {
  // What an action was about is a word anybody may say; that it is evidence only its verdict knows.
  const acts = new Map<string, ToldAct>();
  const planted = windows.flatMap((window) => window.actions.map(({ name, canaries, act }) => {
    const performance = `${window.id} ${name}`;
    if (act !== undefined) acts.set(performance, { package: window.package, startMs: act.startMs });
    return { name: performance, canaries, subjects: [] };
  }));
  const search = prepareSearch(windowIndicators(planted, facts.identifiers));
  const judged = new Map(tellingFlowsOf(verdicts).map((flow) => [flow.id, flow]));
  const evidence = evidenceIn(verdicts);
  return flows.filter(({ probe }) => probe === undefined).flatMap((flow): TellingFlow[] => {
    const known = judged.get(flow.id);
    const layers = decodeFlow(flow, readBody);
    const sender = ownerOf(flow, installed);
    const owner = known?.owner ?? sender.owner;
    const hits = searchHits(layers, search, { id: flow.id, host: flow.host, owner });
    const found = hits.map(({ finding }) => finding);
    if (known === undefined && !found.some((finding) => finding.class === 'personal')) return [];
    const alongside = attributesIn(layers, facts);
    const findings = [...(known?.findings ?? []), ...found].map((finding) => ({ ...finding, alongside }));
    const address = flow.address === undefined ? {} : { address: flow.address };
    const ofCanaries = hits.flatMap(({ indicator: { action } }) => acts.get(action ?? '') ?? []);
    const tellsOf = ofCanaries.length > 0 ? ofCanaries : (evidence.get(flow.id) ?? []).flatMap((verdict) => lastAct(verdict, windows, flow.startMs) ?? []);
    return [{ id: flow.id, startMs: flow.startMs, host: flow.host, ...address, owner, isOwnerProven: owner === sender.owner && isProven(sender), tellsOf: [...new Set(tellsOf)], findings, appIds: appIdsIn(layers) }];
  });
}

/** The leaked verdicts that each flow is evidence of. */
function evidenceIn(verdicts: readonly Verdict[]): ReadonlyMap<string, readonly Verdict[]> {
  const byFlow = new Map<string, Verdict[]>();
  for (const verdict of verdicts.filter((one) => one.verdict === 'leaked')) {
    for (const id of new Set(verdict.findings.map(({ flow }) => flow))) byFlow.set(id, [...(byFlow.get(id) ?? []), verdict]);
  }
  return byFlow;
}

/** The last time an action was performed before a flow: what tells of it by nothing planted tells of that one. */
function lastAct({ spec, action }: Verdict, windows: readonly WindowRecord[], beforeMs: number): ToldAct | undefined {
  return windows.filter((window) => window.spec === spec)
    .flatMap((window) => window.actions.flatMap(({ name, act }) => (name === action && act !== undefined && act.startMs <= beforeMs ? [{ package: window.package, startMs: act.startMs }] : [])))
    .sort((one, other) => other.startMs - one.startMs)[0];
}
