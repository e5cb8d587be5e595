import type { Flow, Header } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
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
  if (destination.pathPrefix !== undefined && !pathOf(flow).startsWith(destination.pathPrefix)) return false;
  return carriesNoMore(flow, destination);
}

// An entry is for a request whose data is known. One that goes to the same place with a load of its own is another one.
function carriesNoMore(flow: Flow, { query, headers, pathPrefix = '' }: WireDestination): boolean {
  const { request } = flow;
  if (request === undefined) return true;
  if (['GET', 'HEAD'].includes(request.method) && (request.body?.byteCount ?? 0) > 0) return false;
  if (LOADED_SEGMENT.test(pathOf(flow).slice(pathPrefix.length))) return false;
  const isOrdinary = ([name, value]: Header): boolean =>
    headers.includes(name.toLowerCase()) || (ORDINARY_HEADERS.test(name) && !LOADED_VALUE.test(value) && (SHAPES[name.toLowerCase()]?.test(value) ?? true));
  if (!request.headers.every(isOrdinary) || !URL.canParse(request.url)) return false;
  return [...new URL(request.url).searchParams].every(([name, value]) => {
    const pattern = Object.hasOwn(query, name) ? query[name] : undefined;
    return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(value);
  });
}

// Names of files are short or end in their kind.
const LOADED_SEGMENT = /[^/]{32,}/;

// Product names, versions and package names are broken by dots, blanks and slashes.
const LOADED_VALUE = /[A-Za-z0-9+=_-]{32,}|(%[0-9a-f]{2}){3}|\d{10,}/i;

/** What the values of headers look like that clients choose from few; those of others are free. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'accept-language': listOf('[a-z]{1,3}(-[a-z0-9]{1,8}){0,2}'),
  'accept-encoding': listOf('[a-z]{1,8}'),
  'cache-control': /^(no-cache|no-store|no-transform|only-if-cached|max-age=\d{1,8}|max-stale(=\d{1,8})?|[, ])*$/i,
  connection: /^(keep-alive|close|upgrade|te|[, -])*$/i,
  'proxy-connection': /^(keep-alive|close)$/i,
  pragma: /^no-cache$/i,
  dnt: /^[01]$/,
  'upgrade-insecure-requests': /^1$/,
};

/** A few of something, each with its weight (RFC 9110, 12.4.2). */
function listOf(item: string): RegExp {
  const weighed = `(?:\\*|${item})(?:;q=[01](?:\\.\\d{1,3})?)?`;
  return new RegExp(`^${weighed}(?:\\s*,\\s*${weighed}){0,9}$`, 'i');
}

/** Headers of any request; what they say is searched all the same. */
const ORDINARY_HEADERS =
  /^(host|connection|proxy-connection|user-agent|accept(-[a-z]+)?|cache-control|pragma|upgrade-insecure-requests|referer|origin|range|te|dnt|content-(type|length)|if-[a-z-]+|sec-[a-z-]+|x-requested-with)$/i;

function matchesHost(host: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return host === pattern;
  const below = pattern.slice(2);
  return host !== below && isWithinHost(host, below);
}

function pathOf(flow: Flow): string {
  const url = flow.request?.url ?? '';
  return URL.canParse(url) ? new URL(url).pathname : '';
}
