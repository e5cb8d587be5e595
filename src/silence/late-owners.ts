import { flowOwners } from '../attribute/flow-owners.ts';
import { ownerOf } from '../attribute/owner.ts';
import type { Owner } from '../attribute/owner.ts';
import type { Flow } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { SocketWatch } from '../flow/socket.ts';
import type { WindowRecord } from '../flow/window.ts';

/** A window during which somebody may have looked at the phone's socket tables. */
export interface WatchedWindow {
  readonly window: Pick<WindowRecord, 'package' | 'sockets' | 'startMs' | 'endMs'>;
  readonly phone: Pick<PhoneFacts, 'packages' | 'uids'>;
  /** Reads what was seen; asked once at most. Undefined where nobody looked. */
  readonly readSockets: () => SocketWatch | undefined;
}

/**
 * Tells whose each flow of a run is: by what it says of itself, and by the socket tables of the window it came in where they are certain
 * of it and know who has the UID. What they only suppose is left out: it would clear an action, and here nothing else is asked.
 */
export function lateOwners(watched: readonly WatchedWindow[], installed: readonly string[]): (flow: Flow) => Owner {
  const known = new Map<WatchedWindow, (flow: Flow) => Owner>();
  return (flow) => {
    const bySelf = ownerOf(flow, installed);
    const at = watched.find(({ window }) => flow.startMs >= window.startMs && flow.startMs <= window.endMs);
    if (at === undefined) return bySelf;
    const tell = known.get(at) ?? ownersIn(at);
    known.set(at, tell);
    const bySockets = tell(flow);
    return bySockets.socket?.confidence === 'certain' && bySockets.socket.packages.length > 0 ? bySockets : bySelf;
  };
}

function ownersIn({ window, phone, readSockets }: WatchedWindow): (flow: Flow) => Owner {
  const sockets = readSockets();
  return flowOwners({ window, phone, ...(sockets !== undefined && { sockets }) });
}
