import { mayHaveBeenHeldBack } from '../attribute/arrival.ts';
import { isDelegate, isOfVendor } from '../attribute/delegates.ts';
import type { Owner } from '../attribute/owner.ts';
import type { UidGroup } from '../attribute/uid-group.ts';
import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import { ASKED_AT_ONCE, SDK_CLOCKS } from './sdk-clocks.ts';

const FIRST_APP_UID = 10_000;
const UIDS_A_USER = 100_000;

/** What is known of something that was held back nobody knows how long. */
export interface UnknownDelay {
  readonly host: string;
  /** When it came, host clock. */
  readonly atMs: number;
  /** A member of the group is known to have sent it, not merely not known not to. */
  readonly isOfGroup: boolean;
}

/**
 * Whether nobody knows how long what was sent had been held back: it may be an upload, no SDK whose clock is known speaks to that
 * host, it asks for nothing that is shown at once, and it may be of the group. It may then be of any earlier action, however long a window drained in between.
 */
export function isOfUnknownDelay({ flow, owner }: { readonly flow: Flow; readonly owner: Owner }, group: UidGroup): boolean {
  return mayHaveBeenHeldBack(flow) && !hasKnownClock(flow.host) && !isAskedAtOnce(flow) && mayBeOfGroup(owner, group);
}

/** Whether an SDK speaks to a host whose habits of sending are known. */
export function hasKnownClock(host: string): boolean {
  return SDK_CLOCKS.some(({ hosts }) => hosts.some((known) => isWithinHost(host, known)));
}

/** A model, a hash, a time: what is longer may be a load, whatever it is asked for with. */
const LONGEST_PARAMETER = 64;
const MOST_PARAMETERS = 16;

function isAskedAtOnce({ host, request }: Flow): boolean {
  const url = request?.url ?? '';
  if (!URL.canParse(url) || request?.method !== 'GET' || (request.body?.byteCount ?? 0) > 0) return false;
  const { pathname, searchParams } = new URL(url);
  const parameters = [...searchParams].flat();
  if (parameters.length > MOST_PARAMETERS * 2 || parameters.some(({ length }) => length > LONGEST_PARAMETER)) return false;
  return ASKED_AT_ONCE.some(({ hosts, path }) => hosts.includes(host) && pathname === path);
}

/**
 * Whether a flow may be of the group. What is likely a stranger's is held against the action it came with all the same; to put
 * every earlier one in doubt it is not enough. The vendor's other packages, and those that came with the phone, may collect for the app.
 */
export function mayBeOfGroup({ owner, rung, says, contradicts, onBehalfOf, socket }: Owner, group: Pick<UidGroup, 'packages' | 'uids' | 'preinstalled'>): boolean {
  const mayBe = (name: string): boolean => group.packages.includes(name) || group.preinstalled?.includes(name) === true || isOfVendor(name) || isDelegate(name);
  if (contradicts !== undefined || [says, onBehalfOf].some((name) => name !== undefined && mayBe(name))) return true;
  if (socket !== undefined && socket.confidence !== 'possible') {
    const appId = socket.uid % UIDS_A_USER;
    return appId < FIRST_APP_UID || group.uids.some((uid) => uid % UIDS_A_USER === appId) || socket.packages.some(mayBe);
  }
  return rung === 'unknown' || mayBe(owner);
}

/** Whether a member of the group is known to have sent it, by more than where it goes. */
export function isKnownOfGroup({ owner, rung, onBehalfOf }: Owner, { packages }: Pick<UidGroup, 'packages'>): boolean {
  return rung !== 'unknown' && rung !== 'host table' && [owner, onBehalfOf].some((name) => name !== undefined && packages.includes(name));
}
