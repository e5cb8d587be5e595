import { Duplex } from 'node:stream';

/** What a stream asks of its transport. */
export interface StreamLink {
  readonly maxPayloadBytes: number;
  /** Sends WRTE. */
  write(payload: Buffer): void;
  /** Sends OKAY: the payload before has been taken. */
  ready(): void;
  /** Sends CLSE, once. */
  close(): void;
}

/**
 * One stream of an adb transport, as a Node stream.
 *
 * adb allows one WRTE in flight a stream, answered by OKAY once the reader took it. Writes are therefore collected until
 * the next turn of the event loop or until that OKAY: a response written as head and body would otherwise cost two
 * round trips, and 40 ms more where the host's socket delays its acknowledgements.
 * Ending the writable side closes the stream in both directions, since adb knows no half-closed stream.
 */
export class AdbStream extends Duplex {
  readonly #link: StreamLink;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #inFlight = false;
  #scheduled = false;
  #peerClosed = false;
  #inputEnded = false;
  #owesReady = false;
  #afterFlush: (() => void)[] = [];
  #afterRoom: (() => void) | undefined;

  constructor(link: StreamLink) {
    super({ allowHalfOpen: false, writableHighWaterMark: link.maxPayloadBytes, readableHighWaterMark: link.maxPayloadBytes });
    this.#link = link;
  }

  /** A WRTE of the peer. */
  onData(payload: Buffer): void {
    if (this.destroyed || this.#inputEnded || payload.length === 0) this.#link.ready();
    else if (this.push(payload)) this.#link.ready();
    else this.#owesReady = true;
  }

  /** An OKAY of the peer: the last WRTE was taken. */
  onReady(): void {
    this.#inFlight = false;
    this.#flush();
  }

  /** A CLSE of the peer, or the end of the transport: what was not sent is lost. Emits `hangup`. */
  onClosed(): void {
    if (this.#peerClosed) return;
    this.#peerClosed = true;
    this.#discardPending();
    this.#link.close();
    this.#endInput();
    this.end();
    this.emit('hangup');
  }

  /** Whether the peer went away. */
  get hungUp(): boolean {
    return this.#peerClosed;
  }

  override _read(): void {
    if (!this.#owesReady) return;
    this.#owesReady = false;
    this.#link.ready();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#peerClosed) {
      done();
      return;
    }
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    this.#schedule();
    if (this.#pendingBytes < this.#link.maxPayloadBytes) done();
    else this.#afterRoom = done;
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#afterFlush.push(() => {
      this.#link.close();
      this.#endInput();
      done();
    });
    this.#flush();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#discardPending();
    this.#link.close();
    done(error);
  }

  #endInput(): void {
    if (this.#inputEnded) return;
    this.#inputEnded = true;
    this.push(null);
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#inFlight) return;
    if (this.#pendingBytes > 0) {
      const all = this.#pending.length === 1 ? (this.#pending[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#pending);
      const rest = all.subarray(this.#link.maxPayloadBytes);
      this.#pending = rest.length > 0 ? [rest] : [];
      this.#pendingBytes = rest.length;
      this.#inFlight = true;
      this.#link.write(all.subarray(0, this.#link.maxPayloadBytes));
    }
    this.#tellWriters();
  }

  #discardPending(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#tellWriters();
  }

  #tellWriters(): void {
    if (this.#pendingBytes < this.#link.maxPayloadBytes) {
      const room = this.#afterRoom;
      this.#afterRoom = undefined;
      room?.();
    }
    if (this.#pendingBytes > 0) return;
    const waiting = this.#afterFlush;
    this.#afterFlush = [];
    for (const done of waiting) done();
  }
}
