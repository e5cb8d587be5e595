/** Bounds on one decoding, so that no bytes a phone sends can exhaust the reader. */
export interface Limits {
  readonly maxDepth: number;
  /** Bytes one step may give out. */
  readonly maxLayerBytes: number;
  /** Bytes all steps together may give out. */
  readonly maxTotalBytes: number;
  /** Output of a decompression divided by its input, above a floor of 64 KiB. */
  readonly maxRatio: number;
  readonly maxLayers: number;
}

/** Wide enough for any telemetry seen (50 events, 32 MiB caches), far below what hurts. */
export const DEFAULT_LIMITS: Limits = {
  maxDepth: 16,
  maxLayerBytes: 16 * 1024 * 1024,
  maxTotalBytes: 64 * 1024 * 1024,
  maxRatio: 250,
  maxLayers: 20_000,
};

const RATIO_FLOOR_BYTES = 64 * 1024;

/** What is left of the limits while one entry point is decoded. */
export class Budget {
  readonly limits: Limits;
  private remainingBytes: number;
  private remainingLayers: number;

  constructor(limits: Limits = DEFAULT_LIMITS) {
    this.limits = limits;
    this.remainingBytes = limits.maxTotalBytes;
    this.remainingLayers = limits.maxLayers;
  }

  /** Bytes a decompression of `inputBytes` may give out now. */
  outputAllowance(inputBytes: number): number {
    const byRatio = Math.max(RATIO_FLOOR_BYTES, inputBytes * this.limits.maxRatio);
    return Math.max(0, Math.min(this.limits.maxLayerBytes, this.remainingBytes, byRatio));
  }

  /** Accounts for one more layer; false once there is no room for it. */
  take(byteCount: number): boolean {
    if (this.remainingLayers <= 0 || this.remainingBytes < byteCount) return false;
    this.remainingLayers -= 1;
    this.remainingBytes -= byteCount;
    return true;
  }

  /** Layers that may still be made. */
  get layersLeft(): number {
    return this.remainingLayers;
  }
}
