/** Bounds on one decoding, so that no bytes a phone sends can exhaust the reader. */
export interface Limits {
  readonly maxDepth: number;
  /** Bytes one step may give out. */
  readonly maxLayerBytes: number;
  /** Bytes all steps together may give out. */
  readonly maxTotalBytes: number;
  /** Output of a decompression divided by its input, above a floor of 1 MiB. */
  readonly maxRatio: number;
  readonly maxLayers: number;
  /** Bytes that guesses may look at, for each byte of an entry point. */
  readonly maxGuessedRatio: number;
  /** Bytes that guesses may look at, however small the entry point. */
  readonly guessedFloorBytes: number;
  /** Values of one kind that are tried in costly ways, however small the entry point. */
  readonly triesFloor: number;
}

/** Wide enough for any telemetry seen (50 events, 32 MiB caches), far below what hurts. */
export const DEFAULT_LIMITS: Limits = {
  maxDepth: 20,
  maxLayerBytes: 64 * 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024,
  // No deflate stream expands more than 1032 times (RFC 1951: 258 bytes from two bits).
  maxRatio: 1100,
  maxLayers: 50_000,
  maxGuessedRatio: 16,
  guessedFloorBytes: 512 * 1024,
  triesFloor: 128,
};

const RATIO_FLOOR_BYTES = 1024 * 1024;
const BYTES_A_TRY = 1024;
const MAX_GUESSED_BYTES = 64 * 1024 * 1024;

/** `digest`: hexadecimal digits that may be one. `noise`: bytes without a sign of what they are. `text`: text that may be garbled. */
export type TriedKind = 'digest' | 'noise' | 'text';

/** What is left of the limits while one entry point is decoded. */
export class Budget {
  readonly limits: Limits;
  #bytes: number;
  #layers: number;
  #guessedBytes: number;
  #tries: Record<TriedKind, number>;

  constructor(limits: Limits = DEFAULT_LIMITS) {
    this.limits = limits;
    this.#bytes = limits.maxTotalBytes;
    this.#layers = limits.maxLayers;
    this.#guessedBytes = limits.guessedFloorBytes;
    this.#tries = { digest: limits.triesFloor, noise: limits.triesFloor, text: limits.triesFloor };
  }

  /** Bytes a decompression of `inputBytes` may give out now. */
  outputAllowance(inputBytes: number): number {
    const byRatio = Math.max(RATIO_FLOOR_BYTES, inputBytes * this.limits.maxRatio);
    return Math.max(0, Math.min(this.limits.maxLayerBytes, this.#bytes, byRatio));
  }

  /** Accounts for one more layer that holds so many new bytes; false once there is no room for it. */
  take(byteCount: number): boolean {
    if (this.#layers <= 0 || this.#bytes < byteCount) return false;
    this.#layers -= 1;
    this.#bytes -= byteCount;
    return true;
  }

  /** Begins with another entry point: what may be guessed is measured by its size. */
  enter(byteCount: number): void {
    this.#guessedBytes = Math.min(MAX_GUESSED_BYTES, this.limits.guessedFloorBytes + byteCount * this.limits.maxGuessedRatio);
    const tries = this.limits.triesFloor + Math.floor(byteCount / BYTES_A_TRY);
    this.#tries = { digest: tries, noise: tries, text: tries };
  }

  /**
   * Accounts for one value that looks like noise and is tried in costly ways; false once enough of its kind were. Nearly all such
   * values are identifiers and digests, of which an upload of telemetry holds thousands.
   */
  takeTry(kind: TriedKind): boolean {
    if (this.#tries[kind] <= 0) return false;
    this.#tries[kind] -= 1;
    return true;
  }

  /** Accounts for a guess that looks at so many bytes; false once enough was guessed. */
  takeGuess(byteCount: number): boolean {
    if (this.#guessedBytes < byteCount) return false;
    this.#guessedBytes -= byteCount;
    return true;
  }

  /**
   * Does something that may guess with no more than half of what is left: a reading that turns out to be wrong leaves
   * enough to find the right one behind it.
   */
  withHalfOfGuesses<T>(work: () => T): T {
    const kept = Math.floor(this.#guessedBytes / 2);
    this.#guessedBytes -= kept;
    const done = work();
    this.#guessedBytes += kept;
    return done;
  }

  /** Layers that may still be made. */
  get layersLeft(): number {
    return this.#layers;
  }
}
