import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import { HOST_TABLE } from './host-table.ts';
import { HTTP_DELEGATES, isDelegate } from './delegates.ts';
import { saidOf } from './said.ts';
import type { Said } from './said.ts';
import type { SocketOwner } from './socket-owner.ts';

/** What an owner is known by. What witnesses are certain of comes before what the flow says of itself, what they suppose after it. */
export type OwnerRung = 'oracle tie' | 'OT_sender' | 'x-requested-with' | 'user agent' | 'socket table' | 'host table' | 'unknown';

/** `certain`: a witness outside the flow. `likely`: the flow's own word, or a witness that did not see all. `possible`: where it goes. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** Who sent a flow, as far as it is known. */
export interface Owner {
  /** Package, or `unknown`. */
  readonly owner: string;
  readonly rung: OwnerRung;
  readonly confidence: Confidence;
  /** The evidence, in one line. */
  readonly because: string;
  /** What the flow says of itself and a witness denies; nothing such a flow says exonerates it. */
  readonly contradicts?: string;
  /** The package that the flow itself names as its sender, true or not. */
  readonly says?: string;
  /** The package that had it sent, where the sender is known to act for others. */
  readonly onBehalfOf?: string;
  /** The one UID whose connection it came on, by the socket tables, and its packages; more than one when they share it. */
  readonly socket?: { readonly uid: number; readonly confidence: Confidence; readonly packages: readonly string[] };
}

/** What the telemetry SDK's own log says of a flow. */
export interface OracleTie {
  /** The package whose event it is; not always the one that sends it. */
  readonly package: string;
  readonly confidence: Confidence;
  readonly because?: string;
}

/** What witnesses outside the flow know of it. */
export interface OwnerEvidence {
  readonly oracle?: OracleTie;
  readonly sockets?: SocketOwner;
  /** UID of each package on the phone, as far as known. */
  readonly uids?: Readonly<Record<string, number>>;
}

/**
 * Who sent a flow, by the strongest evidence there is: the SDK's log, the phone's kernel, what the flow says of itself,
 * what is known of the host. The kernel's word stands against the flow's own, and the contradiction is told.
 *
 * @param installed Packages on the phone; where evidence fits several packages, the first installed one is meant.
 */
export function ownerOf(flow: Flow, installed: readonly string[], evidence: OwnerEvidence = {}): Owner {
  const said = saidOf(flow.request?.headers ?? [], installed);
  const seen = seenBy(evidence);
  const found = byKernel(seen, said) ?? byOracle(evidence.oracle, said) ?? bySelf(said) ?? bySupposition(evidence.oracle, seen) ?? byHost(flow, installed) ?? nobody(evidence.sockets);
  const socket = seen === undefined ? {} : { socket: { uid: seen.uid, confidence: seen.confidence, packages: seen.packages } };
  const says = said.statement === undefined ? {} : { says: said.statement.owner };
  return { ...behalf(found, evidence.oracle), ...says, ...socket, ...(said.ambiguous !== undefined && found.contradicts === undefined && { contradicts: said.ambiguous }) };
}

/** Whether the sender is known by more than where a flow goes; what a witness only supposes is no proof. */
export function isProven({ rung, confidence }: Owner): boolean {
  if (rung === 'oracle tie' || rung === 'socket table') return confidence === 'certain';
  return rung !== 'unknown' && rung !== 'host table';
}

/** Whether what was sent is a package's own doing: it sent it, or had it fetched by one that fetches for others. */
export function isBy(owner: Owner, name: string): boolean {
  return owner.owner === name || (HTTP_DELEGATES.has(owner.owner) && owner.onBehalfOf === name);
}

/** Packages and UIDs that are judged together. */
export interface GroupMembers {
  readonly packages: readonly string[];
  readonly uids: readonly number[];
}

/** UIDs of apps; below are the system's, whose daemons act for anybody. */
const FIRST_APP_UID = 10_000;
const UIDS_A_USER = 100_000;

/**
 * Whether the kernel says that a flow is a stranger's: it came on a connection of one UID for certain, all packages of
 * that UID are known, none is of the group, and none acts for others. What a flow says of itself never makes it one;
 * but a flow that names a member of the group, or contradicts the kernel, is none.
 */
export function isForeign(owner: Owner, group: GroupMembers): boolean {
  return owner.socket?.confidence === 'certain' && isStrangersSocket(owner, group);
}

/** As `isForeign`, where nobody looked at the tables while the connection stood, and one UID alone opened one around then: no proof. */
export function isLikelyForeign(owner: Owner, group: GroupMembers): boolean {
  return owner.socket?.confidence === 'likely' && isStrangersSocket(owner, group);
}

function isStrangersSocket(owner: Owner, group: GroupMembers): boolean {
  const { socket } = owner;
  if (socket === undefined || socket.packages.length === 0 || owner.contradicts !== undefined) return false;
  const appId = socket.uid % UIDS_A_USER;
  if (appId < FIRST_APP_UID || group.uids.some((uid) => uid % UIDS_A_USER === appId)) return false;
  if ([owner.owner, owner.onBehalfOf ?? '', ...socket.packages].some((name) => group.packages.includes(name))) return false;
  return !socket.packages.some(isDelegate);
}

interface Seen {
  readonly uid: number;
  readonly confidence: Confidence;
  readonly packages: readonly string[];
  readonly because: string;
}

function seenBy({ sockets, uids = {} }: OwnerEvidence): Seen | undefined {
  const [uid, other] = sockets?.uids ?? [];
  if (sockets === undefined || uid === undefined || other !== undefined) return undefined;
  const packages = Object.entries(uids).filter(([, of]) => of % UIDS_A_USER === uid % UIDS_A_USER).map(([name]) => name).sort();
  const whose = packages.length === 0 ? ', a package nobody asked about' : packages.length === 1 ? ` (${packages.join()})` : `, shared by ${packages.join(', ')}`;
  return { uid, confidence: sockets.confidence, packages, because: sockets.because + whose };
}

function byKernel(seen: Seen | undefined, { statement }: Said): Owner | undefined {
  if (seen?.confidence !== 'certain' || seen.packages.length === 0) return undefined;
  const { packages, because } = seen;
  const [first = 'unknown'] = packages;
  const rung = 'socket table';
  if (statement === undefined) return { owner: first, rung, confidence: packages.length === 1 ? 'certain' : 'likely', because };
  const agreed = statement.packages.find((name) => packages.includes(name));
  if (agreed !== undefined) return { owner: agreed, rung, confidence: 'certain', because: `${because}; ${statement.because}` };
  const told: Owner = { owner: first, rung, confidence: 'certain', because };
  // Such packages fetch what others ask them for, and use the other's words.
  if (statement.rung !== 'OT_sender' && packages.some((name) => HTTP_DELEGATES.has(name))) return { ...told, onBehalfOf: statement.owner };
  return { ...told, contradicts: `${statement.because}, but it came on a connection of ${packages.join(', ')}` };
}

function byOracle(oracle: OracleTie | undefined, { statement }: Said): Owner | undefined {
  if (oracle?.confidence !== 'certain') return undefined;
  const because = oracle.because ?? `the SDK's log of ${oracle.package} tells of it`;
  if (statement === undefined) return { owner: oracle.package, rung: 'oracle tie', confidence: 'certain', because };
  const { packages, owner, rung } = statement;
  if (packages.includes(oracle.package)) return { owner: oracle.package, rung: 'oracle tie', confidence: 'certain', because: `${because}; ${statement.because}` };
  // The SDK hands events over by Binder: who sends them is not whose they are.
  if (isDelegate(owner)) return { owner, rung, confidence: 'likely', because: `${statement.because}; ${because}` };
  return { owner: oracle.package, rung: 'oracle tie', confidence: 'certain', because, contradicts: `${statement.because}, but ${because}` };
}

function bySelf({ statement }: Said): Owner | undefined {
  if (statement === undefined) return undefined;
  const { owner, rung, because } = statement;
  return { owner, rung, confidence: 'likely', because };
}

function bySupposition(oracle: OracleTie | undefined, seen: Seen | undefined): Owner | undefined {
  if (oracle !== undefined && oracle.confidence !== 'possible') {
    return { owner: oracle.package, rung: 'oracle tie', confidence: 'likely', because: oracle.because ?? `the SDK's log of ${oracle.package} seems to tell of it` };
  }
  const [first] = seen?.packages ?? [];
  if (seen === undefined || first === undefined || seen.confidence === 'possible') return undefined;
  return { owner: first, rung: 'socket table', confidence: 'likely', because: seen.because };
}

function byHost(flow: Flow, installed: readonly string[]): Owner | undefined {
  const known = HOST_TABLE.find(({ host }) => isWithinHost(flow.host, host));
  if (known === undefined) return undefined;
  const owner = known.packages.find((name) => installed.includes(name)) ?? known.packages[0] ?? 'unknown';
  return { owner, rung: 'host table', confidence: 'possible', because: `${known.host} is known as a host of ${known.packages.join(', ')} (${known.source})` };
}

function nobody(sockets: SocketOwner | undefined): Owner {
  const because = `it does not say who sent it, and its host is not known${sockets === undefined ? '' : `; ${sockets.because}`}`;
  return { owner: 'unknown', rung: 'unknown', confidence: 'possible', because };
}

function behalf(found: Owner, oracle: OracleTie | undefined): Owner {
  if (oracle === undefined || oracle.confidence === 'possible' || oracle.package === found.owner || found.contradicts !== undefined) return found;
  return isDelegate(found.owner) ? { ...found, onBehalfOf: oracle.package } : found;
}
