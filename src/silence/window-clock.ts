/** The clocks of the SDKs that may hold an event back, and how long a window waits for them. */
export interface WindowClock {
  /** After each action: the flush interval of an SDK that batches. */
  readonly settleMs: number;
  /** At the end of the window, after the app went to the background. */
  readonly drainMs: number;
  /** One line for the report. */
  readonly because: string;
}

/** Flush interval of the Sensors Analytics SDK unless the app sets another (sa-sdk-android, `AbstractSAConfigOptions`). */
const SENSORS_FLUSH_MS = 15_000;

/** OneTrack's interval for events without a level; MiStat's retry starts below it. */
const ONETRACK_FALLBACK_MS = 60_000;

/** Time for a request to leave the app and reach the sidecar: not the SDK's, so `timeScale` leaves it alone. */
const TRAVEL_MS = 500;

/** How long to listen on a phone whose SDK delays are shortened by `timeScale` (1 on real phones). */
export function windowClock(timeScale: number): WindowClock {
  return {
    settleMs: Math.ceil(SENSORS_FLUSH_MS * timeScale) + TRAVEL_MS,
    drainMs: Math.ceil(ONETRACK_FALLBACK_MS * timeScale) + TRAVEL_MS,
    because:
      `15 s flush interval of Sensors Analytics after each action, 60 s fallback interval of OneTrack at the end, ` +
      `times ${timeScale}, plus ${TRAVEL_MS} ms to travel`,
  };
}
