import type { Flow } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { SocketWatch } from '../flow/socket.ts';
import type { WindowRecord } from '../flow/window.ts';
import { ownerOf } from './owner.ts';
import type { OracleTie, Owner } from './owner.ts';
import { prepareSocketOwners, socketOwnerOf } from './socket-owner.ts';

/** What owners are told from beside the flows themselves. */
export interface OwnerSources {
  readonly window: Pick<WindowRecord, 'package' | 'sockets'>;
  readonly phone: Pick<PhoneFacts, 'packages' | 'uids'>;
  /** What was seen of the phone's socket tables in this window; absent where nobody looked. */
  readonly sockets?: SocketWatch;
  /** What the SDKs' log says of a flow; absent where nobody asked. */
  readonly tieOf?: (flow: Flow) => OracleTie | undefined;
}

/** Tells whose each flow of a window is, by all that the window knows. */
export function flowOwners({ window, phone, sockets, tieOf }: OwnerSources): (flow: Flow) => Owner {
  const record = window.sockets;
  const tables = sockets === undefined || record?.readable !== true ? undefined : prepareSocketOwners(sockets, record.proxyPort);
  const installed = [window.package, ...Object.keys(phone.packages)];
  const uids = { ...phone.uids, ...Object.fromEntries(Object.entries(phone.packages).map(([name, { uid }]) => [name, uid])) };
  return (flow) => {
    const [oracle, table] = [tieOf?.(flow), tables === undefined ? undefined : socketOwnerOf(flow, tables)];
    return ownerOf(flow, installed, { uids, ...(oracle !== undefined && { oracle }), ...(table !== undefined && { sockets: table }) });
  };
}

/** An owner in a few words, for people: `com.miui.analytics (OT_sender, likely)`. */
export function describeOwner({ owner, rung, confidence, onBehalfOf, contradicts }: Owner): string {
  const who = rung === 'unknown' ? 'an unknown sender' : `${owner} (${rung}, ${confidence})`;
  const whose = onBehalfOf === undefined ? '' : ` on behalf of ${onBehalfOf}`;
  return `${who}${whose}${contradicts === undefined ? '' : `, contradicted: ${contradicts}`}`;
}
