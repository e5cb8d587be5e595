import type { Cause } from '../apps/app-event.ts';
import type { Rule } from '../profile/profile.ts';

/** An event as an SDK holds it until it is sent. */
export interface QueuedEvent {
  readonly rule: Rule;
  readonly packageName: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** When it happened, phone clock. */
  readonly eventMs: number;
  readonly trackId: number;
  readonly cause: Cause;
}

/** What an SDK puts into its HTTP request; address, method and headers of its own come on top. */
export interface Request {
  readonly body?: Buffer;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to the address; percent-encoded already. */
  readonly query?: string;
  /** Added to the address's path; percent-encoded already. */
  readonly path?: string;
}

/** What a queue needs of its surroundings. */
export interface QueueOptions {
  readonly flushIntervalMs: number;
  readonly bulkCount: number;
  readonly maxBatchCount: number;
  readonly retry: { readonly firstMs: number; readonly capMs: number };
  /** Sends a batch; false when the collector did not take it. Never rejects. */
  readonly send: (batch: readonly QueuedEvent[]) => Promise<boolean>;
}

/** One SDK's events of one app: waits, sends in batches, keeps what failed and comes back to it later. */
export class EventQueue {
  readonly #options: QueueOptions;
  #waiting: QueuedEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #sending: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  add(event: QueuedEvent): void {
    if (this.#isClosed) return;
    this.#waiting.push(event);
    if (this.#waiting.length >= this.#options.bulkCount && this.#failures === 0) this.flush();
    else this.#schedule(this.#options.flushIntervalMs);
  }

  /** Sends what is waiting now; a batch under way is not disturbed. */
  flush(): void {
    if (this.#sending !== undefined || this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = this.#drain().finally(() => {
      this.#sending = undefined;
      if (this.#waiting.length > 0) this.#schedule(this.#failures > 0 ? this.#backOffMs() : this.#options.flushIntervalMs);
    });
  }

  /** What has not been delivered. */
  waiting(): readonly QueuedEvent[] {
    return this.#waiting;
  }

  /** Ends all timers; resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#sending;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const batch = this.#waiting.slice(0, this.#options.maxBatchCount);
      if (!(await this.#options.send(batch))) {
        this.#failures += 1;
        return;
      }
      this.#failures = 0;
      this.#waiting = this.#waiting.filter((event) => !batch.includes(event));
    }
  }

  #schedule(delayMs: number): void {
    if (this.#isClosed || this.#timer !== undefined || this.#sending !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, delayMs);
  }

  #backOffMs(): number {
    const { firstMs, capMs } = this.#options.retry;
    return Math.min(capMs, firstMs * 2 ** (this.#failures - 1));
  }
}
