import type { InterfaceName, Kernel, UidRow } from './kernel.ts';
import { NO_TRAFFIC, plus, type Traffic } from './tcp-packets.ts';

/** What a network is, as netstats tells networks apart. */
export interface NetworkIdentity {
  readonly interfaceName: InterfaceName;
  readonly kind: 'wifi' | 'mobile';
  /** SSID of a wireless network, subscriber of a mobile one. */
  readonly name: string;
}

/** Traffic of one key in one span of time. */
export interface Bucket extends Traffic {
  readonly startMs: number;
}

/** One history of netstats: a network, a uid (-1: the whole interface), a set, a tag. */
export interface History {
  readonly identity: NetworkIdentity;
  readonly uid: number;
  readonly set: 'all' | 'default' | 'foreground';
  readonly tag: number;
  readonly buckets: readonly Bucket[];
}

/** What netstats knows at a moment. */
export interface NetstatsState {
  readonly active: NetworkIdentity | undefined;
  readonly dev: readonly History[];
  readonly uid: readonly History[];
  readonly tag: readonly History[];
}

/** Spans of the recorders (NetworkStatsService's defaults). */
export const DEV_BUCKET_MS = 3_600_000;
export const UID_BUCKET_MS = 7_200_000;
const POLL_INTERVAL_MS = 30 * 60_000;

/**
 * NetworkStatsService: looks at the kernel's counters every 30 minutes, when the connectivity changes and when it is
 * told to (`--poll`), and keeps what it saw. In between it knows nothing new.
 */
export class Netstats {
  readonly #kernel: Kernel;
  readonly #options: { readonly nowMs: () => number; readonly identity: () => NetworkIdentity | undefined };
  readonly #histories = new Map<string, History>();
  readonly #identities = new Map<InterfaceName, NetworkIdentity>();
  #seen: ReadonlyMap<string, Traffic> = new Map();
  #lastPollMs: number;

  constructor(kernel: Kernel, options: { readonly nowMs: () => number; readonly identity: () => NetworkIdentity | undefined }) {
    this.#kernel = kernel;
    this.#options = options;
    this.#lastPollMs = options.nowMs();
    this.#learnIdentity();
  }

  /** Reads the kernel's counters now. */
  poll(): void {
    const nowMs = this.#options.nowMs();
    this.#lastPollMs = nowMs;
    const seen = new Map<string, Traffic>();
    for (const row of this.#kernel.rows()) {
      const identity = this.#identities.get(row.interfaceName);
      // Interfaces that never were a network, lo among them, are not recorded.
      if (identity === undefined) continue;
      const key = `${row.interfaceName} ${row.uid} ${row.set} ${row.tag} ${row.protocol}`;
      seen.set(key, row);
      const fresh = minus(row, this.#seen.get(key) ?? NO_TRAFFIC);
      if (fresh.receivedPackets > 0 || fresh.sentPackets > 0) this.#record(identity, row, fresh, nowMs);
    }
    this.#seen = seen;
  }

  /** The phone is on another network, or on none: what went before belongs to the old one. */
  connectivityChanged(): void {
    this.poll();
    this.#learnIdentity();
  }

  /** What a dump shows: stale by up to half an hour. */
  state(): NetstatsState {
    if (this.#options.nowMs() - this.#lastPollMs >= POLL_INTERVAL_MS) this.poll();
    const all = [...this.#histories.values()];
    return {
      active: this.#options.identity(),
      dev: all.filter(({ set }) => set === 'all'),
      uid: all.filter(({ set, tag }) => set !== 'all' && tag === 0),
      tag: all.filter(({ tag }) => tag !== 0),
    };
  }

  #learnIdentity(): void {
    const identity = this.#options.identity();
    if (identity !== undefined) this.#identities.set(identity.interfaceName, identity);
  }

  #record(identity: NetworkIdentity, row: UidRow, fresh: Traffic, nowMs: number): void {
    this.#add({ identity, uid: row.uid, set: row.set, tag: row.tag }, fresh, bucketStart(nowMs, UID_BUCKET_MS));
    if (row.tag === 0) this.#add({ identity, uid: -1, set: 'all', tag: 0 }, fresh, bucketStart(nowMs, DEV_BUCKET_MS));
  }

  #add(key: Omit<History, 'buckets'>, fresh: Traffic, startMs: number): void {
    const id = `${key.identity.interfaceName} ${key.identity.name} ${key.uid} ${key.set} ${key.tag}`;
    const buckets = this.#histories.get(id)?.buckets ?? [];
    const last = buckets.at(-1);
    const sum =
      last?.startMs === startMs ? [...buckets.slice(0, -1), { startMs, ...plus(last, fresh) }] : [...buckets, { startMs, ...fresh }];
    this.#histories.set(id, { ...key, buckets: sum });
  }
}

function bucketStart(nowMs: number, bucketMs: number): number {
  return Math.floor(nowMs / bucketMs) * bucketMs;
}

function minus(one: Traffic, other: Traffic): Traffic {
  return {
    receivedBytes: one.receivedBytes - other.receivedBytes,
    receivedPackets: one.receivedPackets - other.receivedPackets,
    sentBytes: one.sentBytes - other.sentBytes,
    sentPackets: one.sentPackets - other.sentPackets,
  };
}
