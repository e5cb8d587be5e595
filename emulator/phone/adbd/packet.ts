/**
 * The packets of the adb transport: a 24-byte header and a payload.
 *
 * Layout and constants: https://android.googlesource.com/platform/packages/modules/adb/+/refs/tags/android-14.0.0_r1/protocol.txt
 */
const HEADER_BYTES = 24;

/** Commands of the adb transport, four letters read as a little-endian number. */
export const COMMAND = {
  CNXN: 0x4e584e43,
  AUTH: 0x48545541,
  OPEN: 0x4e45504f,
  OKAY: 0x59414b4f,
  CLSE: 0x45534c43,
  WRTE: 0x45545257,
  STLS: 0x534c5453,
  SYNC: 0x434e5953,
} as const;

/** First protocol version; every packet carries the sum of its payload's bytes. */
export const VERSION_WITH_CHECKSUM = 0x01000000;

/** Protocol version from which payloads carry no checksum. */
export const VERSION_WITHOUT_CHECKSUM = 0x01000001;

/** One packet of the adb transport. */
export interface Packet {
  readonly command: number;
  readonly arg0: number;
  readonly arg1: number;
  readonly payload: Buffer;
}

/** Bytes of a packet; its checksum field is the payload's sum, or 0 for peers that do not look at it. */
export function encodePacket(packet: Packet, options: { readonly checksum: boolean }): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + packet.payload.length);
  bytes.writeUInt32LE(packet.command >>> 0, 0);
  bytes.writeUInt32LE(packet.arg0 >>> 0, 4);
  bytes.writeUInt32LE(packet.arg1 >>> 0, 8);
  bytes.writeUInt32LE(packet.payload.length, 12);
  bytes.writeUInt32LE(options.checksum ? checksumOf(packet.payload) : 0, 16);
  bytes.writeUInt32LE((packet.command ^ 0xffffffff) >>> 0, 20);
  packet.payload.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** Sum of the bytes modulo 2^32, which adb calls a CRC. */
export function checksumOf(payload: Uint8Array): number {
  let sum = 0;
  for (const byte of payload) sum = (sum + byte) >>> 0;
  return sum;
}

/** Cuts a byte stream into packets. Nothing can be read from it any more once it has thrown. */
export class PacketReader {
  /** Set once both ends have agreed on a version that carries none. */
  checksum = true;
  readonly #maxPayloadBytes: number;
  #chunks: Buffer[] = [];
  #byteCount = 0;

  constructor(maxPayloadBytes: number) {
    this.#maxPayloadBytes = maxPayloadBytes;
  }

  /**
   * The packets that are complete with this chunk.
   *
   * @throws on a wrong magic, a payload above the limit or a wrong checksum: the peer does not speak adb.
   */
  *feed(chunk: Buffer): Generator<Packet, void, undefined> {
    this.#chunks.push(chunk);
    this.#byteCount += chunk.length;
    for (;;) {
      if (this.#byteCount < HEADER_BYTES) return;
      const first = this.#joined(HEADER_BYTES);
      const payloadBytes = this.#payloadBytes(first);
      if (this.#byteCount < HEADER_BYTES + payloadBytes) return;
      yield this.#take(payloadBytes);
    }
  }

  #payloadBytes(header: Buffer): number {
    const command = header.readUInt32LE(0);
    const magic = header.readUInt32LE(20);
    if (magic !== (command ^ 0xffffffff) >>> 0) {
      throw new Error(`Reading an adb packet: magic 0x${magic.toString(16)} does not match command 0x${command.toString(16)}.`);
    }
    const payloadBytes = header.readUInt32LE(12);
    if (payloadBytes > this.#maxPayloadBytes) {
      throw new Error(`Reading an adb packet: payload of ${payloadBytes} bytes, expected at most ${this.#maxPayloadBytes}.`);
    }
    return payloadBytes;
  }

  #take(payloadBytes: number): Packet {
    const bytes = this.#joined(HEADER_BYTES + payloadBytes);
    const payload = bytes.subarray(HEADER_BYTES, HEADER_BYTES + payloadBytes);
    const rest = bytes.subarray(HEADER_BYTES + payloadBytes);
    this.#chunks[0] = rest;
    this.#byteCount -= HEADER_BYTES + payloadBytes;
    const expected = bytes.readUInt32LE(16);
    // adb's server leaves the sum out of a second CNXN, after it reconnected to a phone whose version it knows.
    if (this.checksum && expected !== 0 && checksumOf(payload) !== expected) {
      throw new Error(`Reading an adb packet: payload sums to ${checksumOf(payload)}, its header says ${expected}.`);
    }
    return { command: bytes.readUInt32LE(0), arg0: bytes.readUInt32LE(4), arg1: bytes.readUInt32LE(8), payload };
  }

  /** The first chunk, grown to at least this many bytes. */
  #joined(byteCount: number): Buffer {
    const first = this.#chunks[0];
    if (first !== undefined && first.length >= byteCount) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
