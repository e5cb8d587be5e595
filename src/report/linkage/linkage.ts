import { destinationOf } from '../../attribute/destination/destination.ts';
import type { Verdict } from '../../flow/verdict.ts';
import type { Survival } from './survival.ts';
import type { TellingFlow } from './telling-flow.ts';

/** What travels together to one company: everything in a row was in each of its flows. */
export interface LinkageRow {
  /** Registrable domain. */
  readonly domain: string;
  readonly company: string;
  /** Hosts of that domain. */
  readonly hosts: readonly string[];
  /** What the hosts are for, where it is known. */
  readonly purposes: readonly string[];
  /** Identifiers of the phone or its owner: `android_id`, `account`. */
  readonly identifiers: readonly string[];
  /** Names of ids that apps made up: `distinct_id`. They tell an installation apart, not a phone, unless they stand beside one of the above. */
  readonly appIds: readonly string[];
  /** What of an action was told: `canary:url`, `subject:home_screen`. */
  readonly about: readonly string[];
  /** Plain attributes: `android_version`, `model`. */
  readonly attributes: readonly string[];
  /** Packages that sent it. */
  readonly owners: readonly string[];
  /** `spec: action` of the leaked verdicts these flows are evidence of; empty for what is sent without any action. */
  readonly actions: readonly string[];
  /** Ids in the phone's ledger. */
  readonly flows: readonly string[];
}

/** `linkage.json`, one phone of it. */
export interface Linkage {
  readonly device: string;
  /** What ties an action to a person first, then by number of flows. */
  readonly rows: readonly LinkageRow[];
  /** Packages whose data was cleared in the run. */
  readonly cleared: readonly string[];
  /** Whether clearing an app's data rids the phone of an identifier; `not tested` where a run clears none. */
  readonly survivals: readonly Survival[];
}

/**
 * Which identifiers travel together, and to whom. Flows that carry neither an identifier nor the evidence of a leak are
 * left out: a page that was asked for names itself to its own site.
 */
export function linkageRows(flows: readonly TellingFlow[], verdicts: readonly Verdict[]): readonly LinkageRow[] {
  const actions = actionsByFlow(verdicts);
  const rows = new Map<string, Building>();
  for (const flow of flows) {
    const carried = carriedBy(flow, actions);
    if (carried.identifiers.length === 0 && carried.actions.length === 0) continue;
    const { domain, company, purpose } = destinationOf(flow.host, flow.address);
    const key = JSON.stringify([domain, carried.identifiers, carried.appIds, carried.about, carried.attributes]);
    const row = rows.get(key) ?? { ...carried, domain, company, hosts: new Set(), purposes: new Set(), owners: new Set(), actions: new Set(), flows: [] };
    row.hosts.add(flow.host);
    row.owners.add(flow.owner);
    if (purpose !== undefined) row.purposes.add(purpose);
    for (const action of carried.actions) row.actions.add(action);
    row.flows.push(flow.id);
    rows.set(key, row);
  }
  return [...rows.values()].map(built).sort((one, other) => weight(other) - weight(one) || other.flows.length - one.flows.length || one.domain.localeCompare(other.domain));
}

interface Building extends Omit<LinkageRow, 'hosts' | 'purposes' | 'owners' | 'actions' | 'flows'> {
  readonly hosts: Set<string>;
  readonly purposes: Set<string>;
  readonly owners: Set<string>;
  readonly actions: Set<string>;
  readonly flows: string[];
}

function built({ hosts, purposes, owners, actions, ...row }: Building): LinkageRow {
  const { domain, company, identifiers, appIds, about, attributes, flows } = row;
  return {
    domain, company, hosts: sorted(hosts), purposes: sorted(purposes), identifiers, appIds, about, attributes,
    owners: sorted(owners), actions: sorted(actions), flows,
  };
}

/** Most where an identifier stands beside what somebody did. */
function weight({ identifiers, about, actions }: LinkageRow): number {
  return (identifiers.length > 0 ? 1 : 0) + (about.length > 0 && actions.length > 0 ? 2 : 0);
}

function carriedBy(flow: TellingFlow, actions: ReadonlyMap<string, ReadonlySet<string>>): Pick<LinkageRow, 'identifiers' | 'appIds' | 'about' | 'attributes' | 'actions'> {
  const { findings, appIds } = flow;
  return {
    identifiers: sorted(findings.filter((finding) => finding.class === 'personal').map(({ indicator }) => indicator)),
    appIds: sorted(appIds.map(({ name }) => name)),
    about: sorted(findings.filter((finding) => finding.class !== 'personal').map(({ indicator }) => indicator)),
    attributes: sorted(findings.flatMap(({ alongside }) => alongside ?? [])),
    actions: sorted(actions.get(flow.id) ?? []),
  };
}

function actionsByFlow(verdicts: readonly Verdict[]): ReadonlyMap<string, ReadonlySet<string>> {
  const actions = new Map<string, Set<string>>();
  for (const { verdict, spec, action, findings } of verdicts) {
    if (verdict !== 'leaked') continue;
    for (const { flow } of findings) actions.set(flow, (actions.get(flow) ?? new Set<string>()).add(`${spec}: ${action}`));
  }
  return actions;
}

function sorted(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].sort();
}
