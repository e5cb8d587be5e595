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
   * `survives`: the same value was sent before and after. `replaced`: another value under the same name. `gone`: the same
   * company was told again, without it. `not told`: it was not sent before, or the company was not told again.
   */
  readonly result: 'survives' | 'replaced' | 'gone' | 'not told' | 'not tested';
  readonly because: string;
}

/** What became of each identifier of a run when apps' data were cleared. */
export function survivalsOf(flows: readonly TellingFlow[], clearings: readonly Clearing[]): readonly Survival[] {
  const sent = flows.map(sentIn);
  const names = [...new Set(sent.flatMap(({ values }) => [...values.keys()]))].sort();
  if (clearings.length === 0) {
    return names.map((identifier) => ({ identifier, result: 'not tested', because: 'No app\'s data was cleared in this run.' }));
  }
  return clearings.flatMap((clearing) => names.map((identifier) => ({ identifier, package: clearing.package, ...survival(identifier, clearing, sent) })));
}

interface Sent {
  readonly flow: TellingFlow;
  readonly domain: string;
  /** What was sent under a name. Of the phone's own identifiers the value is the phone's: one stands for all. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

const THE_PHONES = 'as the phone has it';

function sentIn(flow: TellingFlow): Sent {
  const values = new Map<string, Set<string>>();
  const add = (name: string, value: string): void => void values.set(name, (values.get(name) ?? new Set<string>()).add(value));
  for (const finding of flow.findings) if (finding.class === 'personal') add(finding.indicator, THE_PHONES);
  for (const { name, value } of flow.appIds) add(name, value);
  return { flow, domain: destinationOf(flow.host).domain, values };
}

function survival(identifier: string, clearing: Clearing, sent: readonly Sent[]): Pick<Survival, 'result' | 'because'> {
  const own = sent.filter(({ flow }) => flow.owner === clearing.package && flow.startMs !== undefined);
  const before = own.filter(({ flow, values }) => (flow.startMs ?? 0) < clearing.startMs && values.has(identifier));
  if (before.length === 0) return { result: 'not told', because: `${clearing.package} was not seen to send it before its data was cleared.` };
  const known = new Set(before.flatMap(({ values }) => [...(values.get(identifier) ?? [])]));
  const after = own.filter(({ flow, domain }) => (flow.startMs ?? 0) > clearing.endMs && before.some((earlier) => earlier.domain === domain));
  const same = after.find(({ values }) => [...(values.get(identifier) ?? [])].some((value) => known.has(value)));
  const [first] = before;
  const [next] = after;
  const domains = [...new Set(before.map(({ domain }) => domain))].join(', ');
  if (same !== undefined) return { result: 'survives', because: `The same value went to ${same.domain} before (${first?.flow.id ?? ''}) and after (${same.flow.id}).` };
  const other = after.find(({ values }) => values.has(identifier));
  if (other !== undefined) return { result: 'replaced', because: `Another value went to ${other.domain} after (${other.flow.id}) than before (${first?.flow.id ?? ''}).` };
  if (next !== undefined) return { result: 'gone', because: `${clearing.package} told ${next.domain} again (${next.flow.id}), without it.` };
  return { result: 'not told', because: `${clearing.package} was not seen to tell ${domains} anything of ours again.` };
}
