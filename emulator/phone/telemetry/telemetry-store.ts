import type { QueuedEvent } from './queued-event.ts';

/** An event that waits for its moment before it comes into a queue. */
export interface HeldEvent {
  readonly event: QueuedEvent;
  readonly sdk: string;
  /** Phone clock; absent while it waits for something else than time. */
  readonly dueMs?: number;
  readonly until?: 'app-start' | 'screen-on';
}

/** One queue's rows. */
export interface StoredQueue {
  readonly sdk: string;
  /** Package whose database they lie in. */
  readonly holder: string;
  /** Events of one SDK that are sent apart from each other. */
  readonly lane: string;
  rows: readonly QueuedEvent[];
}

/** What the SDKs keep in flash, in the databases and preferences of their apps: it outlives processes and boots. */
export class TelemetryStore {
  readonly #queues = new Map<string, StoredQueue>();
  readonly #values = new Map<string, Map<string, string>>();
  readonly #cleared = new Set<string>();
  held: readonly HeldEvent[] = [];
  #trackId = 0;

  queue(sdk: string, holder: string, lane: string): StoredQueue {
    const key = JSON.stringify([sdk, holder, lane]);
    const queue = this.#queues.get(key) ?? { sdk, holder, lane, rows: [] };
    this.#queues.set(key, queue);
    return queue;
  }

  queues(): readonly StoredQueue[] {
    return [...this.#queues.values()];
  }

  nextTrackId(): number {
    this.#trackId += 1;
    return this.#trackId;
  }

  /** A preference of an app. */
  get(packageName: string, name: string): string | undefined {
    return this.#values.get(packageName)?.get(name);
  }

  put(packageName: string, name: string, value: string): void {
    const values = this.#values.get(packageName) ?? new Map<string, string>();
    values.set(name, value);
    this.#values.set(packageName, values);
  }

  /** The app's data were cleared: what lay there is gone, and returned. */
  clear(packageName: string): readonly Pick<HeldEvent, 'sdk' | 'event'>[] {
    this.#values.delete(packageName);
    this.#cleared.add(packageName);
    const gone = this.queues().filter(({ holder }) => holder === packageName).flatMap((queue) => {
      const { sdk, rows } = queue;
      queue.rows = [];
      return rows.map((event) => ({ sdk, event }));
    });
    const held = this.held.filter(({ event }) => event.packageName === packageName);
    this.held = this.held.filter((entry) => !held.includes(entry));
    return [...gone, ...held];
  }

  /** Whether the app is no longer as the phone came. */
  wasCleared(packageName: string): boolean {
    return this.#cleared.has(packageName);
  }
}
