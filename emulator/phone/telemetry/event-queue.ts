import type { QueuedEvent } from './queued-event.ts';
import type { StoredQueue } from './telemetry-store.ts';
import { after } from './timer.ts';

/** What a queue needs of its surroundings. */
export interface QueueOptions {
  readonly stored: StoredQueue;
  readonly intervalMs: () => number;
  readonly bulkCount: number;
  readonly maxBatchCount: number;
  readonly retry: { readonly firstMs: number; readonly capMs: number };
  /** Sends a batch; false when the collector did not take it. Never rejects. */
  readonly send: (batch: readonly QueuedEvent[]) => Promise<boolean>;
}

/**
 * One SDK's events of one app: waits, sends in batches, keeps what failed and comes back to it later. The events lie in
 * flash; the waiting is done by a process and ends with it.
 */
export class EventQueue {
  readonly #options: QueueOptions;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #sending: Promise<void> | undefined;
  #isRunning = true;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get stored(): StoredQueue {
    return this.#options.stored;
  }

  add(event: QueuedEvent): void {
    const { stored } = this.#options;
    stored.rows = [...stored.rows, event];
    if (!this.#isRunning) return;
    if (stored.rows.length >= this.#options.bulkCount && this.#failures === 0) this.flush();
    else this.#schedule(this.#options.intervalMs());
  }

  /** Sends what is waiting now; a batch under way is not disturbed. */
  flush(): void {
    if (this.#sending !== undefined || !this.#isRunning) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.stored.rows.length === 0) return;
    this.#sending = this.#drain().finally(() => {
      this.#sending = undefined;
      this.#wait();
    });
  }

  /** Forgets how often sending failed, and tries again. */
  retryNow(): void {
    this.#failures = 0;
    this.flush();
  }

  /** Its process has begun: what lies there waits anew. */
  resume(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#wait();
  }

  /** Its process has ended: nobody waits any more. */
  suspend(): void {
    this.#isRunning = false;
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Ends all timers; resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.suspend();
    await this.#sending;
  }

  #wait(): void {
    if (this.stored.rows.length > 0) this.#schedule(this.#failures > 0 ? this.#backOffMs() : this.#options.intervalMs());
  }

  async #drain(): Promise<void> {
    const { stored, maxBatchCount, send } = this.#options;
    while (stored.rows.length > 0 && this.#isRunning) {
      const batch = stored.rows.slice(0, maxBatchCount);
      if (!(await send(batch))) {
        this.#failures += 1;
        return;
      }
      this.#failures = 0;
      stored.rows = stored.rows.filter((event) => !batch.includes(event));
    }
  }

  #schedule(delayMs: number): void {
    if (!this.#isRunning || this.#timer !== undefined || this.#sending !== undefined) return;
    this.#timer = after(delayMs, () => {
      this.#timer = undefined;
      this.flush();
    });
  }

  #backOffMs(): number {
    const { firstMs, capMs } = this.#options.retry;
    return Math.min(capMs, firstMs * 2 ** (this.#failures - 1));
  }
}
