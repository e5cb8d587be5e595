/**
 * Host time of what a phone stamps with its uptime. Nothing arrives before it was sent, so the shortest way so far tells
 * the offset best; the error is that shortest way, and what is known later does not change what was told before.
 */
export class UptimeClock {
  #offsetMs = Infinity;
  #lastMs = -Infinity;

  /** The middle of a stretch of uptime that had arrived at a host time; that time itself where the phone told none. Never goes back. */
  hostTime(uptimeMs: { readonly start: number; readonly end: number } | undefined, arrivedMs: number): number {
    let atMs = arrivedMs;
    if (uptimeMs !== undefined) {
      this.#offsetMs = Math.min(this.#offsetMs, arrivedMs - uptimeMs.end);
      atMs = Math.round((uptimeMs.start + uptimeMs.end) / 2 + this.#offsetMs);
    }
    this.#lastMs = Math.max(this.#lastMs, Math.min(atMs, arrivedMs));
    return this.#lastMs;
  }
}
