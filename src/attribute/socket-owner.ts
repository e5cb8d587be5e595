import type { Flow } from '../flow/flow.ts';
import type { SocketSighting, SocketWatch } from '../flow/socket.ts';
import type { Span } from '../flow/window.ts';
import { socketLives } from './socket-lives.ts';
import type { SocketLife } from './socket-lives.ts';

/**
 * Whose connection a flow came on, by the phone's kernel. `certain`: the tables were looked at while the connection
 * stood, and one UID alone had one to the proxy. `likely`: nobody looked just then, and around it one UID alone opened one.
 * `possible`: several could be it, or one that was open all the time; it proves nothing.
 */
export interface SocketOwner {
  readonly confidence: 'certain' | 'likely' | 'possible';
  /** Candidates, ascending; exactly one where it is certain or likely. */
  readonly uids: readonly number[];
  /** The evidence in one line. */
  readonly because: string;
}

/** Connections to the proxy in a window, ready to be asked whose a flow is. */
export interface SocketOwners {
  readonly looksMs: readonly number[];
  readonly toProxy: readonly SocketLife[];
}

/** A connection that went past the proxy. */
export interface BypassConnection {
  readonly protocol: 'tcp' | 'udp';
  /** Absent when only its end was seen. */
  readonly uid?: number;
  /** `address:port`. */
  readonly remote: string;
  /** How many of them, and when the first and the last were first seen, host clock. */
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The clocks of a look and of a flow agree to this; a look nearer to an end of a flow may have missed its connection. */
const CLOCK_TOLERANCE_MS = 100;
/** The recorder hears of a connection after the phone has opened it: all of adb lies between. A later one of the phone's is not it. */
const ADB_LAG_MS = 2_000;
/** How far around a flow connections are looked for when nobody looked during it: more than a look is apart from the next. */
const AROUND_MS = 500;
/** Root and the shell: liveness probes and adbd come from there. */
const SHELL_UIDS: ReadonlySet<number> = new Set([0, 2000]);

/** Makes what was watched ready for many flows. */
export function prepareSocketOwners(watch: SocketWatch, proxyPort: number): SocketOwners {
  const proxies = [`127.0.0.1:${proxyPort}`, `[::1]:${proxyPort}`];
  return { looksMs: watch.looksMs, toProxy: socketLives(watch.sightings).filter(({ protocol, remote }) => protocol === 'tcp' && proxies.includes(remote)) };
}

/** Whose connection to the proxy a flow came on; undefined when the tables say nothing of it. Pure. */
export function socketOwnerOf(flow: Flow, { looksMs, toProxy }: SocketOwners): SocketOwner | undefined {
  const { connection } = flow;
  if (connection !== undefined && connection.by !== 'proxy' && connection.by !== 'connect') return undefined;
  const openedMs = connection?.openedMs ?? flow.startMs;
  const heldMs = heldUntil(flow);
  // Of a connection that was opened for this flow, what stood long before is not it. Without the record of it, it may be.
  const isNew = (life: SocketLife): boolean => life.seenMs >= openedMs - ADB_LAG_MS;
  const possible = connection === undefined ? toProxy : toProxy.filter(isNew);
  // The first look only: of two looks the later one may have come after the phone let go of it, before the recorder heard.
  const lookMs = looksMs.find((atMs) => atMs >= openedMs + CLOCK_TOLERANCE_MS);
  if (lookMs !== undefined && lookMs <= heldMs - CLOCK_TOLERANCE_MS) {
    const standing = possible.filter(({ seenMs, goneMs = Infinity }) => seenMs <= lookMs && goneMs > lookMs);
    return judge(standing, 'a look at the socket tables while it was under way', 'certain');
  }
  const near = possible.filter(({ seenMs, goneMs = Infinity }) => before(seenMs, looksMs) <= heldMs + AROUND_MS && goneMs >= openedMs - AROUND_MS);
  return judge(near, 'the looks at the socket tables around it', near.every(isNew) ? 'likely' : 'possible');
}

/** Each connection past the proxy, in order of its first sighting. Loopback is left out. */
export function connectionsPast(sightings: readonly SocketSighting[]): readonly SocketLife[] {
  return socketLives(sightings).filter(({ remote }) => !LOCAL.test(remote));
}

/**
 * Connections past the proxy, by UID and remote address: where bytes went that no flow explains. Loopback is left out.
 *
 * @param during Those only that may have stood at some moment of it.
 */
export function bypassConnections(sightings: readonly SocketSighting[], during?: Span): readonly BypassConnection[] {
  const found = new Map<string, BypassConnection>();
  for (const { protocol, uid, remote, seenMs, goneMs = Infinity } of connectionsPast(sightings)) {
    if (during !== undefined && (seenMs > during.endMs + AROUND_MS || goneMs < during.startMs)) continue;
    const key = `${protocol} ${uid ?? ''} ${remote}`;
    const { count = 0, firstMs = seenMs } = found.get(key) ?? {};
    found.set(key, { protocol, ...(uid !== undefined && { uid }), remote, count: count + 1, firstMs, lastMs: seenMs });
  }
  return [...found.values()];
}

// Loopback, and sockets without a peer.
const LOCAL = /^(127\.[\d.]+|0\.0\.0\.0|\[::1?\]):\d+$/;

/** Until when the phone surely held the connection: its last word, or an answer that went through. What broke off may have been left long before. */
function heldUntil({ kind, state, startMs, endMs, response, messages = [], tunnel }: Flow): number {
  if (kind === 'http') return state === 'complete' && response !== undefined ? (endMs ?? startMs) : startMs;
  const spokenMs = kind === 'websocket' ? messages.filter(({ from }) => from === 'phone').map(({ atMs }) => atMs) : (tunnel?.sendings ?? []).map(({ atMs }) => atMs);
  return Math.max(startMs, ...spokenMs);
}

/** The look before one at which something was first seen: it began after that. */
function before(seenMs: number, looksMs: readonly number[]): number {
  return looksMs.findLast((lookMs) => lookMs < seenMs) ?? -Infinity;
}

function judge(lives: readonly SocketLife[], where: string, best: SocketOwner['confidence']): SocketOwner | undefined {
  const uids = [...new Set(lives.map(({ uid }) => uid))].filter((uid) => uid !== undefined).sort((one, other) => one - other);
  const others = uids.filter((uid) => !SHELL_UIDS.has(uid));
  const [only, second] = others;
  if (only === undefined) return undefined;
  if (second !== undefined) return { confidence: 'possible', uids: others, because: `${where} found connections to the proxy of the uids ${others.join(', ')}; any of them could be it` };
  const aside = [...(uids.length > 1 ? ["the shell's"] : []), ...(lives.some(({ uid }) => uid === undefined) ? ["nobody's any more"] : [])];
  const count = lives.filter(({ uid }) => uid === only).length;
  const because = `${where} found ${count === 1 ? 'one connection' : `${count} connections`} to the proxy, of uid ${only}${aside.length === 0 ? '' : `, beside ${aside.join(' and ')}`}`;
  return { confidence: aside.length > 0 && best === 'certain' ? 'likely' : best, uids: [only], because };
}
