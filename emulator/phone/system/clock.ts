import type { Clock } from './services.ts';

/** The phone's clock, set apart from the host's by an offset that can be changed. */
export interface PhoneClock extends Clock {
  /** `CLOCK_BOOTTIME`: ms since the phone was switched on. */
  uptimeMs(): number;
  /** Sets the wall clock. */
  set(nowMs: number): void;
  /** The phone is switched on again: `uptimeMs` begins anew, the wall clock went on. */
  restart(): void;
}

/** A clock that runs with the host's. */
export function createClock(offsetMs = 0, hostNow: () => number = Date.now): PhoneClock {
  let bootedAtMs = hostNow();
  let offset = offsetMs;
  return {
    now: () => hostNow() + offset,
    uptimeMs: () => hostNow() - bootedAtMs,
    set: (nowMs) => void (offset = nowMs - hostNow()),
    restart: () => void (bootedAtMs = hostNow()),
  };
}
