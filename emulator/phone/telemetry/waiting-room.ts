import type { HeldEvent, TelemetryStore } from './telemetry-store.ts';
import { after } from './timer.ts';

/** What the room needs of the phone. */
export interface RoomOptions {
  readonly store: TelemetryStore;
  readonly nowMs: () => number;
  readonly release: (held: HeldEvent) => void;
}

/** Events that wait outside their queue: for their time, for the screen, for the app to begin again. */
export class WaitingRoom {
  readonly #options: RoomOptions;
  readonly #timers = new Map<HeldEvent, NodeJS.Timeout>();

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  hold(held: HeldEvent): void {
    const { store } = this.#options;
    store.held = [...store.held, held];
    this.#arm(held);
  }

  /** What has waited for this moment comes out; of one app only where it is that app's moment. */
  let(until: NonNullable<HeldEvent['until']>, packageName?: string): void {
    for (const held of this.#options.store.held) {
      if (held.until === until && (packageName === undefined || held.event.packageName === packageName)) this.#release(held);
    }
  }

  /** An app's process has begun: its timers run again. */
  resume(packageName: string): void {
    for (const held of this.#options.store.held) if (held.event.packageName === packageName) this.#arm(held);
  }

  /** An app's process has ended, or every one's: its timers with it. */
  suspend(packageName?: string): void {
    for (const [held, timer] of this.#timers) {
      if (packageName !== undefined && held.event.packageName !== packageName) continue;
      clearTimeout(timer);
      this.#timers.delete(held);
    }
  }

  #arm(held: HeldEvent): void {
    if (held.dueMs === undefined || this.#timers.has(held)) return;
    this.#timers.set(held, after(Math.max(0, held.dueMs - this.#options.nowMs()), () => this.#release(held)));
  }

  #release(held: HeldEvent): void {
    const { store, release } = this.#options;
    clearTimeout(this.#timers.get(held));
    this.#timers.delete(held);
    if (!store.held.includes(held)) return;
    store.held = store.held.filter((entry) => entry !== held);
    release(held);
  }
}
