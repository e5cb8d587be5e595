/** Ends what gives no sign of life for longer than its patience. */
export class Watchdog {
  readonly #onStalled: () => void;
  #patienceMs: number;
  #timer: NodeJS.Timeout;

  constructor(patienceMs: number, onStalled: () => void) {
    this.#onStalled = onStalled;
    this.#patienceMs = patienceMs;
    this.#timer = setTimeout(onStalled, patienceMs);
  }

  /** A sign of life, which may say how long the next one may take, ms. */
  alive(patienceMs = this.#patienceMs): void {
    this.#patienceMs = patienceMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onStalled, patienceMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
