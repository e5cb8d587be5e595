import { isOfVendor } from '../attribute/delegates.ts';
import { isForeign, isLikelyForeign } from '../attribute/owner.ts';
import type { Owner } from '../attribute/owner.ts';
import type { UidGroup } from '../attribute/uid-group.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import type { ExaminedFlow } from './examine.ts';

const FIRST_APP_UID = 10_000;

/** What the kernel's word that a flow is a stranger's means for the window: it explains the flow, or leaves a doubt. */
export interface StrangersWord {
  readonly explanation?: string;
  readonly doubt?: string;
}

/**
 * What a flow with nothing of ours means when the kernel's socket table says that no member of the group sent it.
 *
 * A package that the phone's owner installed lives a life of its own: that explains the flow. One of the vendor's, and one that came with
 * the phone, may collect for another, known to or not, or be asked to fetch something: that it speaks by itself is believed where it did
 * before anything was done in the window, with the same host. Otherwise nobody can say; no more can they of what is likely a stranger's and not proven to be, as short connections are on
 * a busy phone, and of what nobody is known to have sent to a host that only strangers are known to speak to. Undefined for whatever may
 * well be the group's, and for a package that the action is about: who opens an app, makes it speak.
 */
export function strangersWord({ examined, action }: { readonly examined: ExaminedFlow; readonly action: Pick<ActionRecord, 'subjects'> }, where: { readonly group: UidGroup; readonly window: WindowRecord; readonly flows: readonly ExaminedFlow[] }): StrangersWord | undefined {
  const { owner, flow } = examined;
  if (!isForeign(owner, where.group)) return unprovenWord({ examined, action }, where);
  const packages = owner.socket?.packages ?? [];
  if (packages.some((name) => action.subjects.includes(name))) return undefined;
  const who = packages.join(', ');
  const isPreinstalled = packages.some((name) => where.group.preinstalled?.includes(name) === true);
  if (!packages.some(isOfVendor) && !isPreinstalled) return { explanation: `sent by ${who}, no member of the group, by the kernel's socket table` };
  if (spokeByItself(examined, where)) {
    return { explanation: `sent by ${who}, no member of the group, by the kernel's socket table; it spoke to ${flow.host} before anything was done, too` };
  }
  return { doubt: `${who} sent something to ${flow.host} (${flow.id}); it ${packages.some(isOfVendor) ? "is the vendor's" : 'came with the phone'} and is no known member of the group, and nobody can say whether it sends for the app` };
}

/** The doubt that a connection leaves which the socket tables missed. A flow that names its sender, or contradicts itself, has none. */
function unprovenWord({ examined, action }: { readonly examined: ExaminedFlow; readonly action: Pick<ActionRecord, 'subjects'> }, { group, flows }: { readonly group: UidGroup; readonly flows: readonly ExaminedFlow[] }): StrangersWord | undefined {
  const { owner, flow } = examined;
  const isStranger = (one: Owner): boolean => isForeign(one, group) || isLikelyForeign(one, group);
  const isAbout = (one: Owner): boolean => one.socket?.packages.some((name) => action.subjects.includes(name)) === true;
  const likely = isLikelyForeign(owner, group);
  if (!likely && (owner.rung !== 'unknown' || owner.contradicts !== undefined || owner.says !== undefined)) return undefined;
  const known = likely ? [owner] : flows.filter((other) => other.flow.host === flow.host && other.flow.port === flow.port && other.owner.rung !== 'unknown').map((other) => other.owner);
  if (known.length === 0 || !known.every(isStranger) || known.some(isAbout)) return undefined;
  const who = [...new Set(known.flatMap(({ socket }) => socket?.packages ?? []))].join(', ');
  const because = likely ? `${who} likely sent something to ${flow.host} (${flow.id}), but its connection was too short to be seen` : `nobody knows who sent something to ${flow.host} (${flow.id}); of the connections to it that were seen all were of ${who}`;
  return { doubt: because };
}

function spokeByItself({ flow, owner }: ExaminedFlow, { window, flows }: { readonly window: WindowRecord; readonly flows: readonly ExaminedFlow[] }): boolean {
  const firstMs = Math.min(...window.actions.filter(({ kind }) => kind !== 'sham').map(({ act }) => act?.startMs ?? Infinity));
  return flows.some((other) => other.flow.host === flow.host && other.flow.startMs < firstMs
    && other.owner.socket?.confidence === 'certain' && other.owner.socket.uid === owner.socket?.uid);
}

/** Google's push messages come over a connection past every proxy, which nothing tells from a message of somebody else's. */
const HOLD_A_CONNECTION: readonly string[] = ['com.google.android.gms', 'com.google.android.gsf'];

/** UIDs of packages that are the vendor's own by their names, or came with the phone: what goes past the recorder under them may be for the app. */
export function uidsOfVendor({ packages, uids = {}, preinstalled = [] }: Pick<PhoneFacts, 'packages' | 'uids' | 'preinstalled'>): readonly number[] {
  const all = [...Object.entries(uids), ...Object.entries(packages).map(([name, { uid }]): [string, number] => [name, uid])];
  const mayAct = (name: string): boolean => isOfVendor(name) || (preinstalled.includes(name) && !HOLD_A_CONNECTION.includes(name));
  return [...new Set(all.filter(([name]) => mayAct(name)).map(([, uid]) => uid))].filter((uid) => uid >= FIRST_APP_UID);
}
