import { InOrder } from '../in-order.ts';

/** How good the connection to the world is. */
export interface LinkQuality {
  /** One way. */
  readonly latencyMs: number;
  /** Each way; no limit when absent. */
  readonly bytesPerSecond?: number;
  /** Share of packets that are lost, 0 to 1. TCP sends them again, later; a lost datagram is gone. */
  readonly lossRatio?: number;
}

/** A link that nothing slows down. */
export const PERFECT: LinkQuality = { latencyMs: 0 };

const SEGMENT_BYTES = 1448;
// RFC 6298 asks for at least a second; Linux starts again after 200 ms (TCP_RTO_MIN).
const RETRANSMISSION_MS = 200;

/** One direction of one connection: what is passed comes out in its order, late as the link makes it. */
export interface Lane {
  /** Returns how many bytes were lost on the way and had to be sent again. */
  pass(bytes: number, deliver: () => void): number;
}

/** The link everything crosses; its quality may change at any time. */
export class Link {
  #quality = PERFECT;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  set(quality: LinkQuality): void {
    this.#quality = quality;
  }

  get isPerfect(): boolean {
    return this.#quality === PERFECT;
  }

  /** A new lane. Packets in flight are in no hurry when the link gets better: order is kept. */
  lane(): Lane {
    let freeAtMs = 0;
    const line = new InOrder();
    return {
      pass: (bytes, deliver) => {
        if (line.isEmpty && this.isPerfect) {
          deliver();
          return 0;
        }
        const nowMs = performance.now();
        const startMs = Math.max(nowMs, freeAtMs);
        const lost = this.#lostSegments(bytes);
        freeAtMs = startMs + this.#sendingMs(bytes) + lost.length * RETRANSMISSION_MS;
        line.send(freeAtMs + this.#quality.latencyMs - nowMs, deliver);
        return lost.reduce((sum, each) => sum + each, 0);
      },
    };
  }

  /** How long a datagram takes one way; undefined when it gets lost. */
  datagramMs(bytes: number): number | undefined {
    if (this.#isLost()) return undefined;
    const { latencyMs, bytesPerSecond } = this.#quality;
    return latencyMs + (bytesPerSecond === undefined ? 0 : (bytes / bytesPerSecond) * 1000);
  }

  #sendingMs(bytes: number): number {
    const { bytesPerSecond } = this.#quality;
    return bytesPerSecond === undefined ? 0 : (bytes / bytesPerSecond) * 1000;
  }

  /** Sizes of the segments that get lost once. */
  #lostSegments(bytes: number): readonly number[] {
    const lost: number[] = [];
    for (let sent = 0; sent < bytes; sent += SEGMENT_BYTES) {
      if (this.#isLost()) lost.push(Math.min(SEGMENT_BYTES, bytes - sent));
    }
    return lost;
  }

  #isLost(): boolean {
    return this.#random() < (this.#quality.lossRatio ?? 0);
  }
}
