/**
 * Packets of adb's shell protocol (`shell,v2`): a kind, a little-endian length, the bytes.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r1/adb/shell_service.h
 */
export const SHELL_PACKET = { STDIN: 0, STDOUT: 1, STDERR: 2, EXIT: 3, CLOSE_STDIN: 4, WINDOW_SIZE: 5 } as const;

const HEADER_BYTES = 5;

/** One packet of the shell protocol. */
export interface ShellPacket {
  readonly kind: number;
  readonly data: Buffer;
}

/** Bytes of a packet. */
export function encodeShellPacket(packet: ShellPacket): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(packet.kind, 0);
  header.writeUInt32LE(packet.data.length, 1);
  return Buffer.concat([header, packet.data]);
}

/** Cuts a byte stream into packets of the shell protocol. */
export class ShellPacketReader {
  #buffered: Buffer = Buffer.alloc(0);

  /** The packets that are complete with this chunk. */
  *feed(chunk: Buffer): Generator<ShellPacket, void, undefined> {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    while (this.#buffered.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.#buffered.readUInt32LE(1);
      if (this.#buffered.length < end) return;
      const packet = { kind: this.#buffered.readUInt8(0), data: this.#buffered.subarray(HEADER_BYTES, end) };
      this.#buffered = this.#buffered.subarray(end);
      yield packet;
    }
  }
}
