import { connectionsPast } from '../attribute/socket-owner.ts';
import type { SocketLife } from '../attribute/socket-lives.ts';
import type { UidTraffic } from '../flow/counters.ts';
import type { SocketWatch } from '../flow/socket.ts';
import type { Span } from '../flow/window.ts';

/** What a UID moved in a stretch. */
export interface UidStretch extends Span, UidTraffic {
  readonly uid: number;
  /** Whether the UID received anything in the stretch right before. */
  readonly hadReceived: boolean;
}

/** IPv4 and TCP headers; IPv6's are 20 bytes longer. */
const RESET_BYTES = 40;
/** Timestamps make every other segment 12 bytes longer (RFC 7323; Linux always sends them). */
const TIMESTAMP_BYTES = 12;
const IPV6_EXTRA_BYTES = 20;
/** FIN and the acknowledgements of what came and of the other side's FIN; the other side's FIN and its acknowledgement. */
const MOST_BARE = { sent: 3, received: 2 } as const;

/**
 * Tells packets with which connections end from packets that say something: connections past the recorder, as the looks
 * at the socket tables saw them, each of which ends once.
 *
 * A connection that was opened and used in one stretch and ends in a later one would be held against the wrong action,
 * or, reset at a barrier, against all of them. Its opening and its payload stay held where they were counted.
 */
export class ConnectionEnds {
  readonly #lives: readonly SocketLife[];
  readonly #looksMs: readonly number[];
  readonly #ended = new Set<SocketLife>();

  constructor(watch: SocketWatch | undefined) {
    this.#lives = connectionsPast(watch?.sightings ?? []).filter(({ protocol }) => protocol === 'tcp');
    this.#looksMs = watch?.looksMs ?? [];
  }

  /**
   * Remote addresses of connections of the UID whose end is all that it moved in the stretch; undefined when it is not.
   *
   * Each must have been sighted before the stretch and be gone in it; then it may have sent one RST, or FIN and what
   * acknowledges, no packet of which has payload. One that stands may send and receive the delayed acknowledgement of
   * what came in the stretch before. Counters tell sizes only, so what is exactly as large can hide here: a datagram of 12
   * or 24 bytes at the moment a known connection ends, once for each connection, and the choice of that moment. A SYN is
   * larger, so that no new connection can.
   */
  explain(moved: UidStretch): readonly string[] | undefined {
    for (const isIpv6 of [false, true]) {
      const standing = this.#lives.filter(({ uid, remote, seenMs, goneMs = Infinity }) =>
        uid === moved.uid && remote.startsWith('[') === isIpv6 && seenMs < moved.startMs && goneMs > moved.startMs);
      const ending = standing.filter((life) => !this.#ended.has(life) && this.#lastSightedMs(life) < moved.endMs);
      const others = moved.hadReceived ? standing.length - ending.length : 0;
      const extra = isIpv6 ? IPV6_EXTRA_BYTES : 0;
      const sent = bare(moved.sentPackets, moved.sentBytes, extra);
      const received = bare(moved.receivedPackets, moved.receivedBytes, extra);
      if (sent === undefined || received === undefined || standing.length === 0) continue;
      const needed = Math.max(
        sent.resets + Math.ceil(Math.max(0, sent.others - others) / MOST_BARE.sent),
        received.resets + Math.ceil(Math.max(0, received.others - others) / MOST_BARE.received),
      );
      if (needed > ending.length) continue;
      const ended = ending.toSorted((one, other) => (one.goneMs ?? Infinity) - (other.goneMs ?? Infinity)).slice(0, needed);
      for (const life of ended) this.#ended.add(life);
      return [...new Set((needed > 0 ? ended : standing).map(({ remote }) => remote))];
    }
    return undefined;
  }

  /** The last look that still saw it: it ended after that. Never, where the last look of all saw it. */
  #lastSightedMs({ goneMs }: SocketLife): number {
    if (goneMs === undefined) return Infinity;
    return this.#looksMs.findLast((lookMs) => lookMs < goneMs) ?? -Infinity;
  }
}

/** How many packets without payload make up so many bytes, resets apart; undefined when one of them has payload. */
function bare(packets: number, bytes: number, extra: number): { readonly resets: number; readonly others: number } | undefined {
  const others = (bytes - packets * (RESET_BYTES + extra)) / TIMESTAMP_BYTES;
  return Number.isInteger(others) && others >= 0 && others <= packets ? { resets: packets - others, others } : undefined;
}
