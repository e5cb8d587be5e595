import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import { isMadeUp, isOrdinary } from './ordinary-request.ts';
import { overdueOn } from './register-review.ts';
import type { ExpectedTraffic, Register, WireDestination } from './register-schema.ts';

export { REGISTER_FILE, loadRegister, parseRegister } from './register-file.ts';
export type { ExpectedTraffic, Register } from './register-schema.ts';

/** Who sent a flow, when, and what those it may be of allow. */
export interface AskedBy {
  readonly owner: string;
  readonly ownerIsProven: boolean;
  readonly onDay: string;
  /** Ids of entries that count beside those that always do; absent in records of before specs named them: then all count. */
  readonly allows?: readonly string[];
}

/** What the register says of a flow. */
export interface RegisterWord {
  readonly entry: ExpectedTraffic;
  /** `allowed`: it is expected. `overdue`: it was, until its review was missed. `not allowed`: it is known, and not expected here. */
  readonly state: 'allowed' | 'overdue' | 'not allowed';
  /** Why it is overdue. */
  readonly because?: string;
}

/** The entry that explains a flow by where it goes and who sends it; what it carries is for the judge to see. */
export function findEntry(register: Register, flow: Flow, by: AskedBy): ExpectedTraffic | undefined {
  const word = lookUp(register, flow, by);
  return word?.state === 'allowed' ? word.entry : undefined;
}

/** What the register says of a flow: by an entry that explains it, else by one that would, had it been reviewed or named. */
export function lookUp(register: Register, flow: Flow, by: AskedBy): RegisterWord | undefined {
  const words = register.filter((entry) => isAbout(entry, flow, by)).map((entry) => wordOf(entry, by));
  return words.find(({ state }) => state === 'allowed') ?? words.find(({ state }) => state === 'overdue') ?? words[0];
}

function wordOf(entry: ExpectedTraffic, { onDay, allows }: AskedBy): RegisterWord {
  if (entry.appliesTo === 'by id' && allows?.includes(entry.id) === false) return { entry, state: 'not allowed' };
  const because = overdueOn(entry, onDay);
  return because === undefined ? { entry, state: 'allowed' } : { entry, state: 'overdue', because };
}

function isAbout(entry: ExpectedTraffic, flow: Flow, by: AskedBy): boolean {
  if (by.ownerIsProven && !entry.sender.includes(by.owner)) return false;
  return goesTo(flow, entry.destination);
}

function goesTo(flow: Flow, destination: ExpectedTraffic['destination']): boolean {
  if (destination.kind === 'past-proxy') return false;
  if (flow.kind !== destination.kind || !matchesHost(flow.host, destination.host)) return false;
  if (destination.method !== undefined && flow.request?.method !== destination.method) return false;
  if (destination.paths !== undefined && !destination.paths.includes(pathOf(flow))) return false;
  if (destination.pathPrefix !== undefined && !pathOf(flow).startsWith(destination.pathPrefix)) return false;
  return carriesNoMore(flow, destination);
}

// An entry is for a request whose data is known. One that goes to the same place with a load of its own is another one.
function carriesNoMore(flow: Flow, { query, headers, agent, paths, pathPrefix = '' }: WireDestination): boolean {
  const { request } = flow;
  if (request === undefined) return true;
  if (['GET', 'HEAD'].includes(request.method) && (request.body?.byteCount ?? 0) > 0) return false;
  const behind = pathOf(flow).slice(pathPrefix.length);
  if (paths === undefined && (behind.length > LONGEST_BEHIND || isMadeUp(behind))) return false;
  const agents = request.headers.filter(([name]) => name.toLowerCase() === 'user-agent').map(([, value]) => value);
  if (agent !== undefined && !agents.every((value) => new RegExp(`^(?:${agent})$`).test(value))) return false;
  if (!isOrdinary(request.headers, headers) || !URL.canParse(request.url)) return false;
  const parameters = [...new URL(request.url).searchParams];
  if (new Set(parameters.map(([name]) => name)).size < parameters.length) return false;
  return parameters.every(([name, value]) => {
    const pattern = Object.hasOwn(query, name) ? query[name] : undefined;
    return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(value);
  });
}

/** What follows the part of a path that an entry names is the name of a file or two. */
const LONGEST_BEHIND = 48;

function matchesHost(host: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return host === pattern;
  const below = pattern.slice(2);
  return host !== below && isWithinHost(host, below);
}

function pathOf(flow: Flow): string {
  const url = flow.request?.url ?? '';
  return URL.canParse(url) ? new URL(url).pathname : '';
}
