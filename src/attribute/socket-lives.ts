import type { SocketSighting } from '../flow/socket.ts';

/** A connection as the looks at the socket tables show it. */
export interface SocketLife {
  readonly protocol: 'tcp' | 'udp';
  readonly local: string;
  readonly remote: string;
  /** Absent when it was first seen after its process had let go of it: then the kernel names nobody. */
  readonly uid?: number;
  /** The first look that saw it. */
  readonly seenMs: number;
  /** The first look that did not see it any more; absent when the last look still did. */
  readonly goneMs?: number;
}

/** The process may have closed such a socket already; the kernel then gives it to uid 0 (`sock_i_uid` in net/core/sock.c). */
const ENDING: ReadonlySet<string> = new Set(['FIN_WAIT1', 'FIN_WAIT2', 'CLOSING', 'LAST_ACK', 'TIME_WAIT', 'CLOSE', 'NEW_SYN_RECV']);
const OPENING: ReadonlySet<string> = new Set(['SYN_SENT', 'SYN_RECV', 'NEW_SYN_RECV']);

/** Connections out of what was sighted, by when they were first seen. Listeners are none. */
export function socketLives(sightings: readonly SocketSighting[]): readonly SocketLife[] {
  const lives: Mutable[] = [];
  const open = new Map<string, Mutable>();
  for (const sighting of sightings) {
    const { protocol, local, remote, state, atMs } = sighting;
    if (state === 'LISTEN') continue;
    const key = `${protocol} ${local} ${remote}`;
    const known = open.get(key);
    if (state === 'gone') {
      if (known !== undefined) known.goneMs = atMs;
      open.delete(key);
      continue;
    }
    if (known !== undefined && isSame(known, sighting)) {
      known.state = state;
      const seenUid = uidOf(sighting);
      if (known.uid === undefined && seenUid !== undefined) known.uid = seenUid;
      continue;
    }
    if (known !== undefined) known.goneMs = atMs;
    const uid = uidOf(sighting);
    const life: Mutable = { protocol, local, remote, seenMs: atMs, state, ...(uid !== undefined && { uid }) };
    open.set(key, life);
    lives.push(life);
  }
  return lives.map(({ protocol, local, remote, seenMs, uid, goneMs }) => ({
    protocol,
    local,
    remote,
    seenMs,
    ...(uid !== undefined && { uid }),
    ...(goneMs !== undefined && { goneMs }),
  }));
}

type Mutable = { -readonly [Key in keyof SocketLife]: SocketLife[Key] } & { state: string };

// The same addresses may be used again between two looks: by another uid, or by a connection that starts over.
function isSame(known: Mutable, { uid, state }: SocketSighting): boolean {
  if (ENDING.has(state)) return uid === 0 || known.uid === undefined || known.uid === uid;
  return OPENING.has(known.state) ? known.uid === uid : known.uid === uid && known.state !== state && !ENDING.has(known.state);
}

function uidOf({ uid, state }: SocketSighting): number | undefined {
  return uid === 0 && ENDING.has(state) ? undefined : uid;
}
