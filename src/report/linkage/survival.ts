import { destinationOf } from '../../attribute/destination/destination.ts';
import type { Span } from '../../flow/window.ts';
import type { TellingFlow } from './telling-flow.ts';

/** An app's data was cleared (`pm clear`), host clock. */
export interface Clearing extends Span {
  readonly package: string;
}

/** Whether an identifier outlives the clearing of an app's data. */
export interface Survival {
  /** `android_id`, or an app's own: `distinct_id`. */
  readonly identifier: string;
  /** The package whose data was cleared; absent where none was. */
  readonly package?: string;
  /**
   * `survives`: the same value was sent before and after. `replaced`: another value under the same name, which is kept from one report to
   * the next. `gone`: the same company was told of the same again, without it. `not told`: neither can be said.
   */
  readonly result: 'survives' | 'replaced' | 'gone' | 'not told' | 'not tested';
  /** A sentence that stands alone. */
  readonly because: string;
  /** Ids in the phone's ledger of the flows that it is told from. */
  readonly flows?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Of one that was replaced: what survived beside it, before and after, so that whoever has both values knows that they are of one phone. */
  readonly tiedBy?: readonly string[];
}

/** What became of each identifier of a run when apps' data were cleared. */
export function survivalsOf(flows: readonly TellingFlow[], clearings: readonly Clearing[]): readonly Survival[] {
  const sent = flows.map(sentIn);
  if (clearings.length === 0) return namesIn(sent).map((identifier) => ({ identifier, result: 'not tested', because: 'No app\'s data was cleared in this run.' }));
  const packages = [...new Set(clearings.map((clearing) => clearing.package))];
  return packages.flatMap((name) => {
    const own = sent.filter(({ flow }) => isOf(flow, name));
    const stretches = stretchesOf(own, clearings.filter((clearing) => clearing.package === name));
    return withTies(namesIn(own).map((identifier) => ({ identifier, package: name, ...clearest(stretches.map((stretch) => survival(identifier, name, stretch))) })));
  });
}

interface Sent {
  readonly flow: TellingFlow;
  readonly domain: string;
  /** What was sent under a name, and how often. Of the phone's own identifiers the value is the phone's: one stands for all. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const THE_PHONES = 'as the phone has it';

function sentIn(flow: TellingFlow): Sent {
  const values = new Map<string, Map<string, number>>();
  const add = (name: string, value: string, times: number): void => void values.set(name, (values.get(name) ?? new Map<string, number>()).set(value, times));
  for (const finding of flow.findings) if (finding.class === 'personal') add(finding.indicator, THE_PHONES, 1);
  for (const { name, value, times = 1 } of flow.appIds) add(name, value, times);
  return { flow, domain: destinationOf(flow.host).domain, values };
}

function namesIn(sent: readonly Sent[]): readonly string[] {
  return [...new Set(sent.flatMap(({ values }) => [...values.keys()]))].sort();
}

/**
 * Whether a flow is of an app: it tells of what was done in it, whoever sent it for the app, or is proven to be sent by it. Where it
 * went is no proof: several apps tell the same host.
 */
function isOf({ owner, isOwnerProven = false, tellsOf = [] }: TellingFlow, name: string): boolean {
  return tellsOf.length === 0 ? owner === name && isOwnerProven : tellsOf.some((act) => act.package === name);
}

/** What was sent between the clearing before and one, and from there to the next. */
interface Stretch {
  readonly before: readonly Sent[];
  readonly after: readonly Sent[];
}

function stretchesOf(own: readonly Sent[], clearings: readonly Clearing[]): readonly Stretch[] {
  const inOrder = [...clearings].sort((one, other) => one.startMs - other.startMs);
  return inOrder.map(({ startMs, endMs }, index) => {
    const sinceMs = inOrder[index - 1]?.endMs ?? -Infinity;
    const untilMs = inOrder[index + 1]?.startMs ?? Infinity;
    const isSent = ({ flow }: Sent, fromMs: number, toMs: number): boolean => flow.startMs !== undefined && flow.startMs > fromMs && flow.startMs < toMs;
    return {
      before: own.filter((one) => isSent(one, sinceMs, startMs) && !isLate(one, sinceMs)),
      after: own.filter((one) => isSent(one, endMs, untilMs) && !isLate(one, endMs)),
    };
  });
}

/** Whether it tells of what was done before a clearing: another app had kept it, and what it calls itself is of then. */
function isLate({ flow: { tellsOf = [] } }: Sent, clearedMs: number): boolean {
  return tellsOf.some(({ startMs }) => startMs < clearedMs);
}

type Outcome = Pick<Survival, 'result' | 'because' | 'flows'>;

function survival(identifier: string, name: string, { before, after }: Stretch): Outcome {
  const had = before.filter(({ values }) => values.has(identifier));
  const [first] = had;
  if (first === undefined) return { result: 'not told', because: `${name} was not seen to send ${identifier} before its data was cleared.` };
  const again = after.filter(({ domain }) => had.some((earlier) => earlier.domain === domain));
  const has = again.filter(({ values }) => values.has(identifier));
  const [second] = has;
  const told = (result: Survival['result'], because: string, later: readonly Sent[]): Outcome => ({ result, because, flows: { before: idsOf(had), after: idsOf(later) } });
  const known = valuesOf(had, identifier);
  const same = has.filter(({ values }) => [...(values.get(identifier)?.keys() ?? [])].some((value) => known.has(value)));
  const [unchanged] = same;
  if (unchanged !== undefined) {
    return told('survives', `${identifier} survives clearing the data of ${name}: the same value went to ${unchanged.domain} before (flow ${first.flow.id}) and after (flow ${unchanged.flow.id}).`, same);
  }
  if (second !== undefined) {
    if (!isKept(known) && !isKept(valuesOf(has, identifier))) {
      return told('not told', `${identifier} was not seen to keep a value from one report to the next, neither before the data of ${name} was cleared (flow ${first.flow.id}) nor after (flow ${second.flow.id}).`, has);
    }
    return told('replaced', `${identifier} was replaced when the data of ${name} was cleared: another value went to ${second.domain} after (flow ${second.flow.id}) than before (flow ${first.flow.id}).`, has);
  }
  const next = again.find(tellsOfAnAct);
  if (next !== undefined && had.some(tellsOfAnAct)) {
    return told('gone', `${identifier} was gone once the data of ${name} was cleared: ${next.domain} was told with it before (flow ${first.flow.id}), and without it after (flow ${next.flow.id}).`, [next]);
  }
  return told('not told', `${identifier} went to ${first.domain} before the data of ${name} was cleared (flow ${first.flow.id}); nothing of the kind was sent there again.`, []);
}

function idsOf(sent: readonly Sent[]): readonly string[] {
  return sent.map(({ flow }) => flow.id);
}

function valuesOf(sent: readonly Sent[], identifier: string): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const { values } of sent) for (const [value, times] of values.get(identifier) ?? []) all.set(value, (all.get(value) ?? 0) + times);
  return all;
}

/** Whether a value came more than once: one that is new in every report says nothing of what is kept. */
function isKept(values: ReadonlyMap<string, number>): boolean {
  return [...values].some(([value, times]) => times > 1 || value === THE_PHONES);
}

function tellsOfAnAct({ flow: { tellsOf = [] } }: Sent): boolean {
  return tellsOf.length > 0;
}

/** What weighs most first: where the data was cleared more than once, one survival is enough. */
const WEIGHT: readonly Survival['result'][] = ['survives', 'replaced', 'gone', 'not told'];

function clearest(outcomes: readonly Outcome[]): Outcome {
  const [first] = WEIGHT.flatMap((result) => outcomes.filter((outcome) => outcome.result === result));
  return first ?? { result: 'not told', because: 'Nothing was sent.' };
}

/** What was replaced, with what survived in the same reports before and after. */
function withTies(survivals: readonly Survival[]): readonly Survival[] {
  const survivors = survivals.filter(({ result }) => result === 'survives');
  return survivals.map((one): Survival => {
    if (one.result !== 'replaced') return one;
    const ties = survivors.filter(({ flows }) => shares(flows?.before, one.flows?.before) && shares(flows?.after, one.flows?.after)).map(({ identifier }) => identifier);
    return ties.length === 0 ? one : { ...one, tiedBy: ties };
  });
}

function shares(some: readonly string[] = [], others: readonly string[] = []): boolean {
  return some.some((id) => others.includes(id));
}
