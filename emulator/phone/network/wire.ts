import type { Duplex } from 'node:stream';
import { SocketDuplex } from '../system/socket-duplex.ts';
import type { Lane, Link } from './link.ts';

/** What becomes of bytes that came in: some of them go on, or the connection is broken off. */
export type Verdict = { readonly pass: Buffer; /** Nothing more goes out. */ readonly isGagged?: boolean } | { readonly refuse: Error; readonly lastWords: Buffer };

/** Looks at what comes in before anybody else does. */
export type Inspect = (chunk: Buffer) => Verdict;

/** Told of bytes as they cross; `resent` are those that were lost on their way out. */
export type Meter = (bytes: { readonly received: number; readonly sent: number; readonly resent?: number }) => void;

/** A connection whose bytes are counted and as slow as its link, and whose incoming side may be inspected. */
export class Wire extends SocketDuplex {
  readonly #inner: Duplex;
  readonly #meter: Meter;
  readonly #up: Lane;
  #inspect: Inspect | undefined;
  #isGagged = false;

  constructor(inner: Duplex, meter: Meter, link: Link) {
    super();
    this.#inner = inner;
    this.#meter = meter;
    const down = link.lane();
    inner.on('data', (chunk: Buffer) => down.pass(chunk.length, () => this.#receive(chunk)));
    inner.on('end', () => down.pass(0, () => this.push(null)));
    inner.on('error', (error) => this.destroy(error));
    inner.on('close', () => {
      if (!inner.readableEnded) down.pass(0, () => this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })));
    });
    this.#up = link.lane();
  }

  /** Inspects everything that comes in from now on. */
  inspect(inspect: Inspect): void {
    this.#inspect = inspect;
  }

  #receive(chunk: Buffer): void {
    if (this.destroyed) return;
    this.#meter({ received: chunk.length, sent: 0 });
    this.settle(this.#inspect?.(chunk) ?? { pass: chunk });
  }

  /** Does what an inspection came to, now or later. */
  settle(seen: Verdict): void {
    if (this.destroyed) return;
    if ('refuse' in seen) {
      this.#meter({ received: 0, sent: seen.lastWords.length });
      this.#inner.pause();
      this.#inner.end(seen.lastWords, () => this.destroy(seen.refuse));
      return;
    }
    if (seen.isGagged === true) this.#isGagged = true;
    if (seen.pass.length > 0 && !this.push(seen.pass)) this.#inner.pause();
  }

  override _read(): void {
    this.#inner.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#isGagged) {
      done();
      return;
    }
    this.#meter({ received: 0, sent: chunk.length });
    const resent = this.#up.pass(chunk.length, () => this.#inner.write(chunk, done));
    if (resent > 0) this.#meter({ received: 0, sent: 0, resent });
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#up.pass(0, () => this.#inner.end(() => done()));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inner.destroy();
    done(error);
  }
}
