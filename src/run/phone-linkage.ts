import { isProven, ownerOf, type Owner } from '../attribute/owner.ts';
import type { Flow } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Verdict } from '../flow/verdict.ts';
import type { WindowRecord } from '../flow/window.ts';
import { attributesIn } from '../leak/attributes.ts';
import { windowIndicators } from '../leak/indicators.ts';
import type { DecodedFlow, FlowReader } from '../leak/read-through.ts';
import { prepareSearch, searchHits, type IndicatorHit, type PreparedSearch } from '../leak/search.ts';
import { appIdsIn } from '../report/linkage/app-ids.ts';
import { linkageRows, type Linkage } from '../report/linkage/linkage.ts';
import { survivalsOf, type Clearing } from '../report/linkage/survival.ts';
import { tellingFlowsOf, type AppId, type TellingFlow, type ToldAct } from '../report/linkage/telling-flow.ts';

/** What must be known to link what one phone said in a run. */
export interface LinkageInput {
  readonly facts: Pick<PhoneFacts, 'id' | 'identifiers' | 'androidVersion' | 'model'>;
  readonly windows: readonly WindowRecord[];
  /** Packages on the phone, to tell who sent a flow. */
  readonly installed: readonly string[];
}

/** What a flow holds that may be linked. */
interface Read {
  readonly flow: Flow;
  readonly sender: Owner;
  readonly hits: readonly IndicatorHit[];
  /** Plain attributes. */
  readonly alongside: readonly string[];
  readonly appIds: readonly AppId[];
}

/** Finds out which identifiers of a phone travelled together in a whole run, in all it sent, windows or not, and what clearing data does to them. */
export class LinkageSearch implements FlowReader {
  readonly #input: LinkageInput;
  readonly #search: PreparedSearch;
  /** What was performed when, by the name under which its canaries are searched for. */
  readonly #acts = new Map<string, ToldAct>();
  readonly #read: Read[] = [];

  constructor(input: LinkageInput) {
    this.#input = input;
    // What an action was about is a word anybody may say; that it is evidence only its verdict knows.
    const planted = input.windows.flatMap((window) => window.actions.map(({ name, canaries, act }) => {
      const performance = `${window.id} ${name}`;
      if (act !== undefined) this.#acts.set(performance, { package: window.package, startMs: act.startMs });
      return { name: performance, canaries, subjects: [] };
    }));
    this.#search = prepareSearch(windowIndicators(planted, input.facts.identifiers));
  }

  read({ flow, layers, grown }: DecodedFlow): void {
    const { installed, facts } = this.#input;
    const sender = ownerOf(flow, installed);
    const hits = searchHits(layers, this.#search, { id: flow.id, host: flow.host, owner: sender.owner }, grown);
    this.#read.push({ flow, sender, hits, alongside: attributesIn(layers, facts), appIds: appIdsIn(layers) });
  }

  /** @param verdicts All of the phone's, as they stand when everything was searched. */
  linkage(verdicts: readonly Verdict[]): Linkage {
    const flows = this.#tellingFlows(verdicts);
    const clearings = this.#input.windows.flatMap(clearingsIn);
    return { device: this.#input.facts.id, rows: linkageRows(flows, verdicts), cleared: [...new Set(clearings.map((clearing) => clearing.package))], survivals: survivalsOf(flows, clearings) };
  }

  #tellingFlows(verdicts: readonly Verdict[]): readonly TellingFlow[] {
    const judged = new Map(tellingFlowsOf(verdicts).map((flow) => [flow.id, flow]));
    const evidence = evidenceIn(verdicts);
    return this.#read.flatMap(({ flow, sender, hits, alongside, appIds }): TellingFlow[] => {
      const known = judged.get(flow.id);
      if (known === undefined && !hits.some(({ finding }) => finding.class === 'personal')) return [];
      const owner = known?.owner ?? sender.owner;
      const findings = [...(known?.findings ?? []), ...hits.map(({ finding }) => ({ ...finding, owner }))].map((finding) => ({ ...finding, alongside }));
      const address = flow.address === undefined ? {} : { address: flow.address };
      const ofCanaries = hits.flatMap(({ indicator: { action } }) => this.#acts.get(action ?? '') ?? []);
      const tellsOf = ofCanaries.length > 0 ? ofCanaries : (evidence.get(flow.id) ?? []).flatMap((verdict) => lastAct(verdict, this.#input.windows, flow.startMs) ?? []);
      return [{ id: flow.id, startMs: flow.startMs, host: flow.host, ...address, owner, isOwnerProven: owner === sender.owner && isProven(sender), tellsOf: [...new Set(tellsOf)], findings, appIds }];
    });
  }
}

/** When apps' data were cleared in a window, by the steps of its actions. */
function clearingsIn({ actions }: WindowRecord): readonly Clearing[] {
  return actions.flatMap(({ steps }) => steps.flatMap(({ clears, startMs, endMs, error }) => (clears === undefined || error !== undefined ? [] : [{ package: clears, startMs, endMs }])));
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
