/**
 * Packets of adb's shell protocol (`shell,v2`): a kind, a little-endian length, the bytes.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r1/adb/shell_service.h
 */
export const SHELL_PACKET = { STDIN: 0, STDOUT: 1, STDERR: 2, EXIT: 3, CLOSE_STDIN: 4, WINDOW_SIZE: 5 } as const;

const HEADER_BYTES = 5;

/** A packet that is longer is handed on in pieces, as adbd does with its small buffer. */
const PIECE_BYTES = 64 * 1024;

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
  /** A packet that is being handed on in pieces, and how much of it is still to come. */
  #rest: { readonly kind: number; readonly byteCount: number } | undefined;

  /** The packets that are complete with this chunk, and pieces of long ones. */
  *feed(chunk: Buffer): Generator<ShellPacket, void, undefined> {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    for (;;) {
      if (this.#rest !== undefined) {
        if (this.#buffered.length === 0) return;
        yield this.#piece(this.#rest);
        continue;
      }
      if (this.#buffered.length < HEADER_BYTES) return;
      const kind = this.#buffered.readUInt8(0);
      const byteCount = this.#buffered.readUInt32LE(1);
      if (byteCount <= PIECE_BYTES && this.#buffered.length < HEADER_BYTES + byteCount) return;
      this.#buffered = this.#buffered.subarray(HEADER_BYTES);
      if (byteCount > PIECE_BYTES) this.#rest = { kind, byteCount };
      else yield { kind, data: this.#taken(byteCount) };
    }
  }

  #piece({ kind, byteCount }: { readonly kind: number; readonly byteCount: number }): ShellPacket {
    const data = this.#taken(Math.min(byteCount, this.#buffered.length));
    this.#rest = data.length === byteCount ? undefined : { kind, byteCount: byteCount - data.length };
    return { kind, data };
  }

  #taken(byteCount: number): Buffer {
    const bytes = this.#buffered.subarray(0, byteCount);
    this.#buffered = this.#buffered.subarray(byteCount);
    return bytes;
  }
}
