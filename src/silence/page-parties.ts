import { getDomain } from 'tldts';
import { isBy, isProven } from '../attribute/owner.ts';
import { knownHost } from '../attribute/destination/hosts.ts';
import { Budget } from '../decode/budget.ts';
import { undoContentEncoding } from '../decode/content-encoding.ts';
import type { Party } from '../flow/finding.ts';
import type { Flow, Header, ReadBody } from '../flow/flow.ts';
import type { ActionRecord } from '../flow/window.ts';
import type { ExaminedFlow } from './examine.ts';
import { isCollector } from './over-wide.ts';

/** Who hears something in a flow, seen from the page that an action asked for. */
export interface PartyWord {
  readonly party: Party;
  /** What shows that the page brought the flow about; absent where nothing does. */
  readonly broughtBy?: string;
}

/** A flow, and whose it is. */
export type OwnedFlow = Pick<ExaminedFlow, 'flow' | 'owner'>;

/** Tells the parties of a page apart; made once a window. */
export type TellParty = (examined: OwnedFlow, action: Pick<ActionRecord, 'addressees'>) => PartyWord;

/** Longest page that is looked through for the hosts it names. */
const MOST_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * Tells the site that was asked for (by its registrable domain), what its page brought in, and others apart.
 *
 * That the page brought a flow about takes two things: the request says so (`Referer`, `Origin` or `Sec-Fetch-Site`), and the bytes of
 * the page, or of something it brought in, name the host. A request can claim anything; without the page's own word it is the sender's.
 */
export function tellParties(flows: readonly OwnedFlow[], { readBody, package: acting }: { readonly readBody: ReadBody; readonly package: string }): TellParty {
  const texts = new Map<string, string>();
  const textOf = (flow: Flow): string => {
    const known = texts.get(flow.id) ?? answeredText(flow, readBody);
    texts.set(flow.id, known);
    return known;
  };
  const mayBeActing = ({ owner }: OwnedFlow): boolean => owner.contradicts === undefined && (!isProven(owner) || isBy(owner, acting));
  const ofActing = flows.filter((one) => one.flow.request !== undefined && mayBeActing(one)).toSorted((one, other) => one.flow.startMs - other.flow.startMs);
  return (examined, { addressees }) => {
    const { flow } = examined;
    const sites = new Set(addressees.map(({ host }) => siteOf(host)));
    const party = partyOf(flow.host, sites);
    if (sites.size === 0 || flow.request === undefined || !mayBeActing(examined)) return { party };
    const claim = pageClaimed(flow.request.headers, sites);
    const page = claim === undefined ? undefined : namingPage(flow, { ofActing, sites, textOf });
    if (claim === undefined || page === undefined) return { party };
    return { party: party === 'other' ? 'third' : party, broughtBy: `${claim}, and ${page.host} names it (${page.id})` };
  };
}

/** Whether a flow is a part of the page asked for, from the site's own domain, which the page brought in: it is expected as the page is. */
export function isPartOfPage({ host }: Pick<Flow, 'host'>, { party, broughtBy }: PartyWord): boolean {
  return party === 'first' && broughtBy !== undefined && !isCollector(host) && knownHost(host)?.company !== VENDOR;
}

/** Whether a host lies on the registrable domain of another; tenants of one hosting service are apart. */
export function isSameSite(host: string, other: string): boolean {
  return siteOf(host) === siteOf(other);
}

const VENDOR = 'Xiaomi';

function partyOf(host: string, sites: ReadonlySet<string>): Party {
  if (sites.has(siteOf(host))) return 'first';
  return knownHost(host)?.company === VENDOR ? 'vendor' : 'other';
}

function siteOf(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host.toLowerCase();
}

/** What a request says of the page it is for; undefined where it says nothing of one of the sites. */
function pageClaimed(headers: readonly Header[], sites: ReadonlySet<string>): string | undefined {
  const value = (name: string): string | undefined => headers.find(([header]) => header.toLowerCase() === name)?.[1];
  for (const name of ['referer', 'origin']) {
    const said = value(name);
    if (said !== undefined && URL.canParse(said) && sites.has(siteOf(new URL(said).hostname))) return `its ${name} is of ${new URL(said).hostname}`;
  }
  // Fetch Metadata: a part of a page, not a page that was gone to and not what an app asks for by itself.
  const [site, destination] = [value('sec-fetch-site'), value('sec-fetch-dest')];
  const isPart = destination !== undefined && !['document', 'empty'].includes(destination);
  return isPart && (site === 'cross-site' || site === 'same-site') ? `its sec-fetch-site is ${site} (${destination})` : undefined;
}

interface Pages {
  /** The acting app's, in order of time. */
  readonly ofActing: readonly OwnedFlow[];
  readonly sites: ReadonlySet<string>;
  readonly textOf: (flow: Flow) => string;
}

/** The page of one of the sites, or a part of it, that names a flow's host before the flow began. */
function namingPage(flow: Flow, { ofActing, sites, textOf }: Pages): Flow | undefined {
  const hosts = new Set<string>();
  const isOfPage = (one: Flow): boolean => sites.has(siteOf(one.host)) || hosts.has(one.host);
  for (const { flow: earlier } of ofActing) {
    if (earlier.startMs > flow.startMs) break;
    if (earlier.id === flow.id || !isOfPage(earlier)) continue;
    const text = textOf(earlier);
    if (namesHost(text, flow.host)) return earlier;
    // What a part of the page names in its turn is the page's doing as well.
    for (const { flow: other } of ofActing) if (namesHost(text, other.host)) hosts.add(other.host);
  }
  return undefined;
}

function namesHost(text: string, host: string): boolean {
  for (let at = text.indexOf(host); at >= 0; at = text.indexOf(host, at + 1)) {
    const [before, behind] = [text[at - 1] ?? '', text.slice(at + host.length, at + host.length + 2)];
    if (!/[a-z0-9.-]/.test(before) && !/^(?:[a-z0-9-]|\.[a-z0-9])/.test(behind)) return true;
  }
  return false;
}

/** What a server answered, as text in lower case, with the address it sent the browser on to; empty where it is no text. */
function answeredText({ response }: Flow, readBody: ReadBody): string {
  if (response === undefined) return '';
  const value = (name: string): string | undefined => response.headers.find(([header]) => header.toLowerCase() === name)?.[1];
  const location = value('location') ?? '';
  const { body } = response;
  if (body === undefined || body.byteCount > MOST_PAGE_BYTES || !/text|html|javascript|json|xml/i.test(value('content-type') ?? '')) return location.toLowerCase();
  try {
    return `${location}\n${undoContentEncoding(readBody(body), value('content-encoding'), new Budget()).bytes.toString('latin1')}`.toLowerCase();
  } catch {
    // Gone from the ledger, which is told elsewhere: nothing is known of what it named.
    return location.toLowerCase();
  }
}
