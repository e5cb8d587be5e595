/** What a command on the phone left behind. */
export interface ShellResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

// Packet ids of the shell protocol: one byte id, four bytes length (little endian), data.
// https://android.googlesource.com/platform/packages/modules/adb/+/refs/heads/main/shell_protocol.h
const ID_STDIN = 0;
const ID_STDOUT = 1;
const ID_STDERR = 2;
const ID_EXIT = 3;
const HEADER_BYTES = 5;

/** Tells the phone that the command's standard input has ended. */
export const CLOSE_STDIN_PACKET: Buffer = Buffer.from([4, 0, 0, 0, 0]);

/** Bytes for the command's standard input. */
export function stdinPacket(text: string): Buffer {
  const data = Buffer.from(text);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(ID_STDIN);
  header.writeUInt32LE(data.length, 1);
  return Buffer.concat([header, data]);
}

/** Collects the packets of one command, in chunks of any size. */
export class ShellV2Reader {
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  #pending: Buffer = Buffer.alloc(0);
  #exitCode: number | undefined;

  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.#pending.readUInt32LE(1);
      if (this.#pending.length < end) return;
      this.#take(this.#pending.readUInt8(0), this.#pending.subarray(HEADER_BYTES, end));
      this.#pending = this.#pending.subarray(end);
    }
  }

  /** Undefined until the exit packet has come. */
  result(): ShellResult | undefined {
    if (this.#exitCode === undefined) return undefined;
    return { exitCode: this.#exitCode, stdout: textOf(this.#stdout), stderr: textOf(this.#stderr) };
  }

  /** Standard output that has come since the last call, taken out: for commands that speak for long. */
  takeStdout(): Buffer {
    return Buffer.concat(this.#stdout.splice(0));
  }

  #take(id: number, data: Buffer): void {
    // Other ids travel to the phone only; a newer protocol may send more, which is nothing to us.
    if (id === ID_STDOUT) this.#stdout.push(data);
    if (id === ID_STDERR) this.#stderr.push(data);
    if (id === ID_EXIT) this.#exitCode = data[0] ?? 0;
  }
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString();
}
