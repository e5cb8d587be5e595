/** Bytes and packets as they cross an interface, headers included. */
export interface Traffic {
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
}

/** How large packets are on a link. */
export interface PacketSizes {
  readonly mtuBytes: number;
  /** 20 for IPv4, 40 for IPv6. */
  readonly ipHeaderBytes: number;
}

// Linux sends timestamps (10 bytes, padded to 12) in every segment, and in a SYN maximum segment size, SACK and window
// scale too (20 bytes together).
const HEADER_BYTES = 20;
const TIMESTAMP_BYTES = 12;
const SYN_OPTION_BYTES = 20;
// RFC 1122, 4.2.3.2: at least every second segment is acknowledged. Linux waits 40 ms for something to carry the rest.
const SEGMENTS_AN_ACK = 2;
const DELAYED_ACK_MS = 40;

/** No traffic. */
export const NO_TRAFFIC: Traffic = { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };

/** Both together. */
export function plus(one: Traffic, other: Traffic): Traffic {
  return {
    receivedBytes: one.receivedBytes + other.receivedBytes,
    receivedPackets: one.receivedPackets + other.receivedPackets,
    sentBytes: one.sentBytes + other.sentBytes,
    sentPackets: one.sentPackets + other.sentPackets,
  };
}

/** The packets of one TCP connection, worked out from the bytes an app wrote and read. */
export class TcpPackets {
  readonly #sizes: PacketSizes;
  readonly #count: (traffic: Traffic) => void;
  readonly #nowMs: () => number;
  /** Segments that came and the phone has not acknowledged; and the other way round. */
  #owed = { byUs: 0, byThem: 0 };
  #lastMs = 0;

  constructor(sizes: PacketSizes, nowMs: () => number, count: (traffic: Traffic) => void) {
    this.#sizes = sizes;
    this.#nowMs = nowMs;
    this.#count = count;
  }

  /** SYN, SYN-ACK, ACK. */
  open(): void {
    const synBytes = this.#sizes.ipHeaderBytes + HEADER_BYTES + SYN_OPTION_BYTES;
    this.#count({ sentBytes: synBytes + this.#headerBytes(), sentPackets: 2, receivedBytes: synBytes, receivedPackets: 1 });
  }

  sent(bytes: number): void {
    this.settle();
    const packets = this.#segments(bytes);
    // What goes out acknowledges what came in.
    this.#owed = { byUs: 0, byThem: this.#owed.byThem + packets };
    this.#count({ ...NO_TRAFFIC, sentBytes: bytes + packets * this.#headerBytes(), sentPackets: packets });
    this.#acknowledge();
  }

  /** What got lost beyond the phone was counted as it left and is counted again; nobody acknowledges it twice. */
  resent(bytes: number): void {
    const packets = this.#segments(bytes);
    this.#count({ ...NO_TRAFFIC, sentBytes: bytes + packets * this.#headerBytes(), sentPackets: packets });
  }

  received(bytes: number): void {
    this.settle();
    const packets = this.#segments(bytes);
    this.#owed = { byUs: this.#owed.byUs + packets, byThem: 0 };
    this.#count({ ...NO_TRAFFIC, receivedBytes: bytes + packets * this.#headerBytes(), receivedPackets: packets });
    this.#acknowledge();
  }

  /** Sends the acknowledgements that have waited long enough; called before anybody reads the counters, too. */
  settle(): void {
    const nowMs = this.#nowMs();
    if (nowMs - this.#lastMs >= DELAYED_ACK_MS) this.#sendOwed({ byUs: Math.min(this.#owed.byUs, 1), byThem: Math.min(this.#owed.byThem, 1) });
    this.#lastMs = nowMs;
  }

  /** FIN, FIN-ACK, ACK. */
  close(): void {
    this.#sendOwed({ byUs: 0, byThem: Math.min(this.#owed.byThem, 1) });
    this.#pure({ sent: 2, received: 1 });
  }

  /** A connection torn down: one RST, which has no options. */
  reset(): void {
    this.#count({ ...NO_TRAFFIC, sentBytes: this.#sizes.ipHeaderBytes + HEADER_BYTES, sentPackets: 1 });
  }

  #acknowledge(): void {
    const { byUs, byThem } = this.#owed;
    this.#pure({ sent: Math.floor(byUs / SEGMENTS_AN_ACK), received: Math.floor(byThem / SEGMENTS_AN_ACK) });
    this.#owed = { byUs: byUs % SEGMENTS_AN_ACK, byThem: byThem % SEGMENTS_AN_ACK };
  }

  #sendOwed(acks: { readonly byUs: number; readonly byThem: number }): void {
    this.#pure({ sent: acks.byUs, received: acks.byThem });
    this.#owed = { byUs: 0, byThem: 0 };
  }

  /** Packets without payload. */
  #pure(packets: { readonly sent: number; readonly received: number }): void {
    if (packets.sent === 0 && packets.received === 0) return;
    const headerBytes = this.#headerBytes();
    this.#count({
      sentBytes: packets.sent * headerBytes,
      sentPackets: packets.sent,
      receivedBytes: packets.received * headerBytes,
      receivedPackets: packets.received,
    });
  }

  #segments(bytes: number): number {
    return Math.ceil(bytes / (this.#sizes.mtuBytes - this.#headerBytes()));
  }

  #headerBytes(): number {
    return this.#sizes.ipHeaderBytes + HEADER_BYTES + TIMESTAMP_BYTES;
  }
}
