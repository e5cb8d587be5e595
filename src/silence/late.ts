import type { ReadBody, Flow } from '../flow/flow.ts';
import type { Finding } from '../flow/finding.ts';
import { isWithinHost } from '../flow/host.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Verdict } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import { hostTime } from '../attribute/action-spans.ts';
import { isOfArranging } from '../attribute/credit.ts';
import { withDestination } from '../attribute/destination/with-destination.ts';
import { ownerOf } from '../attribute/owner.ts';
import type { Owner } from '../attribute/owner.ts';
import { eventTimes } from '../leak/event-time.ts';
import { plantedBy, spokenNames } from '../leak/indicators.ts';
import type { DecodedFlow, FlowReader } from '../leak/read-through.ts';
import { prepareSearch, searchHits } from '../leak/search.ts';
import type { IndicatorHit, PreparedSearch } from '../leak/search.ts';
import { doubtLate } from './late-doubts.ts';
import { lateOwners } from './late-owners.ts';
import type { WatchedWindow } from './late-owners.ts';
import { withoutBound } from './merge-repeated.ts';
import { isPartOfPage, isSameSite, tellParties } from './page-parties.ts';
import type { TellParty } from './page-parties.ts';
import { registerOn } from './register-phones.ts';
import type { RegisteredPhone } from './register-phones.ts';
import type { Register } from './register.ts';

/** What must be known of a window to recognise, later on, what it planted. */
export type PlantedWindow = Pick<WindowRecord, 'id' | 'spec' | 'startMs' | 'endMs' | 'clockOffsetMs' | 'package'> & {
  readonly actions: readonly Pick<ActionRecord, 'name' | 'kind' | 'canaries' | 'addressees' | 'allows' | 'arrange' | 'act' | 'settle'>[];
};

/** All that one phone said in a run, and what was made of it so far. */
export interface LateInput {
  readonly windows: readonly PlantedWindow[];
  readonly verdicts: readonly Verdict[];
  /** Every flow of the phone's ledger. */
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  /** Packages on the phone, to tell who sent a flow. */
  readonly installed: readonly string[];
  /** Windows whose socket tables may tell who sent what came before anything was performed in them. */
  readonly watched?: readonly WatchedWindow[];
  /** What is expected of phones. */
  readonly register: Register;
  readonly phone: RegisteredPhone & Partial<Pick<PhoneFacts, 'preinstalled'>>;
}

/** Looks for what came late in all that one phone said in a run. */
export class LateSearch implements FlowReader {
  readonly #input: LateInput;
  readonly #search: PreparedSearch;
  readonly #told: Told[] = [];

  constructor(input: LateInput) {
    this.#input = input;
    const planted = input.windows.flatMap(({ actions }) => actions.filter(({ canaries }) => canaries.length > 0));
    this.#search = prepareSearch(planted.flatMap(plantedBy), spokenNames(planted, input.flows));
  }

  read(decoded: DecodedFlow): void {
    const { flow, layers } = decoded;
    const owner = ownerOf(flow, this.#input.installed);
    this.#told.push({ flow, owner, hits: hitsIn(decoded, { search: this.#search, owner }), eventTimesMs: eventTimes(layers) });
  }

  /**
   * Raises verdicts to `leaked` where a canary was told after its window had closed, in a later window or between two, and
   * silent ones to `noisy` where an event was told then that by its own time happened during the action.
   * `inconclusive` stays: what came late proves nothing about what else came. A silent one becomes `inconclusive` where what came
   * late may be its own (`doubtLate`). Never makes a verdict silent, nor anything less of what was found.
   *
   * @returns All verdicts, in the order given, once all flows were read; those that stay are the same objects.
   */
  verdicts(): readonly Verdict[] {
    const { windows, readBody, installed, watched = [], register, phone } = this.#input;
    const told = this.#told;
    const tellPartyIn = partiesByPackage(told, readBody);
    const withHits = told.filter(({ hits }) => hits.length > 0);
    const withTimes = told.filter(({ eventTimesMs }) => eventTimesMs.length > 0);
    const raised = this.#input.verdicts.map((verdict) => {
      if (verdict.verdict === 'inconclusive') return verdict;
      return windows.reduce((raised, window) => {
        const action = window.spec === raised.spec ? window.actions.find(({ name }) => name === raised.action) : undefined;
        const late = action === undefined ? [] : withHits.flatMap((told) => lateIn(told, { window, action, tellParty: tellPartyIn(window.package) }));
        if (late.length > 0) return raise(raised, late, window);
        const timed = action === undefined || raised.verdict !== 'silent' ? [] : withTimes.filter((told) => isTimedLate(told, action, window));
        return timed.length === 0 ? raised : raiseByTime(raised, timed, window);
      }, verdict);
    });
    const lateOwnerOf = lateOwners(watched, installed);
    const untold = told.filter(({ hits, eventTimesMs }) => hits.length === 0 && eventTimesMs.length === 0).map(({ flow }) => ({ flow, owner: lateOwnerOf(flow) }));
    return doubtLate(raised, { windows, untold, register: registerOn(register, phone), ...(phone.preinstalled !== undefined && { preinstalled: phone.preinstalled }) });
  }
}

interface Told {
  readonly flow: Flow;
  readonly owner: Owner;
  readonly hits: readonly IndicatorHit[];
  /** Phone clock. */
  readonly eventTimesMs: readonly number[];
}

interface Late {
  readonly finding: Finding;
  readonly atMs: number;
}

function hitsIn({ flow, layers, grown }: DecodedFlow, { search, owner: { owner, rung, confidence } }: { readonly search: PreparedSearch; readonly owner: Owner }): readonly IndicatorHit[] {
  return searchHits(layers, search, { id: flow.id, host: flow.host, owner }, grown).map(({ indicator, finding }) => ({
    indicator,
    finding: withDestination({ ...finding, ownerRung: rung, ownerConfidence: confidence }, flow),
  }));
}

/** Tells the parties of pages apart by all that the phone said, once for each package that was under test. */
function partiesByPackage(told: readonly Told[], readBody: ReadBody): (packageName: string) => TellParty {
  const known = new Map<string, TellParty>();
  return (name) => {
    const tell = known.get(name) ?? tellParties(told, { readBody, package: name });
    known.set(name, tell);
    return tell;
  };
}

interface LateCase {
  readonly window: PlantedWindow;
  readonly action: PlantedWindow['actions'][number];
  readonly tellParty: TellParty;
}

function lateIn(told: Told, { window, action, tellParty }: LateCase): readonly Late[] {
  const { flow, hits } = told;
  const atMs = spokenAfter(flow, window.endMs);
  if (atMs === undefined) return [];
  const word = tellParty(told, action);
  const isPart = isPartOfPage(flow, word);
  return hits
    .filter(({ indicator }) => action.canaries.some(({ value }) => value === indicator.value))
    .filter(({ indicator }) => !action.addressees.some(({ role, host }) => indicator.name === `canary:${role}` && (isWithinHost(flow.host, host) || (isPart && isSameSite(flow.host, host)))))
    .filter((hit) => !isOfArranging(hit, { action, content: { flow }, window }))
    .map(({ finding }) => ({ finding: { ...finding, party: word.party }, atMs }));
}

/** Whether a flow that was begun after the window tells of an event that happened during the action. */
function isTimedLate({ flow, eventTimesMs }: Told, { act, settle }: PlantedWindow['actions'][number], window: PlantedWindow): boolean {
  if (act === undefined || flow.startMs <= window.endMs) return false;
  return eventTimesMs.some((time) => {
    const { startMs, endMs } = hostTime(time, window);
    return endMs >= act.startMs && startMs <= (settle?.endMs ?? act.endMs);
  });
}

function raiseByTime(verdict: Verdict, timed: readonly Told[], window: PlantedWindow): Verdict {
  const reasons = timed.map(({ flow }) => {
    const afterSeconds = ((flow.startMs - window.endMs) / 1000).toFixed(1);
    return `noisy late: ${afterSeconds} s after its window had closed the phone told ${flow.host} of an event that by its own time happened during the action [${flow.id}].`;
  });
  return {
    ...withoutBound(verdict),
    verdict: 'noisy',
    witnesses: { ...verdict.witnesses, wire: 'seen' },
    events: verdict.events + timed.length,
    flows: [...verdict.flows, ...timed.map(({ flow }) => flow.id)],
    reasons: [...reasons, ...verdict.reasons],
  };
}

/** When the phone first spoke in a flow after a moment; undefined when it did not. */
function spokenAfter(flow: Flow, sinceMs: number): number | undefined {
  const spoken = [flow.startMs, ...(flow.messages ?? []).filter(({ from }) => from === 'phone').map(({ atMs }) => atMs), ...(flow.tunnel?.sendings ?? []).map(({ atMs }) => atMs)];
  return spoken.find((atMs) => atMs > sinceMs);
}

function raise(verdict: Verdict, late: readonly Late[], window: PlantedWindow): Verdict {
  const isKnown = ({ finding }: Late): boolean =>
    verdict.findings.some(({ flow, indicator, path }) => flow === finding.flow && indicator === finding.indicator && path.join() === finding.path.join());
  const unknown = late.filter((one) => !isKnown(one));
  if (unknown.length === 0) return verdict;
  const newFlows = [...new Set(unknown.map(({ finding }) => finding.flow))].filter((id) => !verdict.flows.includes(id));
  return {
    ...withoutBound(verdict),
    verdict: 'leaked',
    witnesses: { ...verdict.witnesses, wire: 'seen' },
    events: verdict.events + newFlows.length,
    flows: [...verdict.flows, ...newFlows],
    findings: [...verdict.findings, ...unknown.map(({ finding }) => finding)],
    reasons: [...newFlows.map((id) => lateReason(id, unknown, window)), ...verdict.reasons],
  };
}

function lateReason(id: string, late: readonly Late[], window: PlantedWindow): string {
  const ofFlow = late.filter(({ finding }) => finding.flow === id);
  const [first] = ofFlow;
  const told = [...new Set(ofFlow.map(({ finding }) => finding.indicator))].join(', ');
  const afterSeconds = (((first?.atMs ?? window.endMs) - window.endMs) / 1000).toFixed(1);
  return `leaked late: ${afterSeconds} s after its window had closed the phone told ${first?.finding.host ?? 'somebody'} ${told} [${id}].`;
}
