import { Duplex } from 'node:stream';

/** Looks at what comes in before anybody else does; an error breaks the connection off. */
export type Inspect = (chunk: Buffer) => { readonly pass: Buffer } | { readonly refuse: Error; readonly lastWords: Buffer };

/** Told of bytes as they cross. */
export type Meter = (bytes: { readonly received: number; readonly sent: number }) => void;

/** A connection whose bytes are counted, and whose incoming side may be inspected. */
export class Wire extends Duplex {
  readonly #inner: Duplex;
  readonly #meter: Meter;
  #inspect: Inspect | undefined;

  constructor(inner: Duplex, meter: Meter) {
    super({ allowHalfOpen: true });
    this.#inner = inner;
    this.#meter = meter;
    inner.on('data', (chunk: Buffer) => this.#receive(chunk));
    inner.on('end', () => this.push(null));
    inner.on('error', (error) => this.destroy(error));
    inner.on('close', () => {
      if (!inner.readableEnded) this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    });
  }

  /** Inspects everything that comes in from now on. */
  inspect(inspect: Inspect): void {
    this.#inspect = inspect;
  }

  #receive(chunk: Buffer): void {
    this.#meter({ received: chunk.length, sent: 0 });
    const seen = this.#inspect?.(chunk) ?? { pass: chunk };
    if ('refuse' in seen) {
      this.#meter({ received: 0, sent: seen.lastWords.length });
      this.#inner.pause();
      this.#inner.end(seen.lastWords, () => this.destroy(seen.refuse));
      return;
    }
    if (seen.pass.length > 0 && !this.push(seen.pass)) this.#inner.pause();
  }

  override _read(): void {
    this.#inner.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#meter({ received: 0, sent: chunk.length });
    this.#inner.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#inner.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inner.destroy();
    done(error);
  }

  // Node's HTTP client asks these of a socket.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
