import type { X509Certificate } from 'node:crypto';
import { CertificateWatch, CERTIFICATE_UNKNOWN_ALERT } from './certificate-watch.ts';
import { SealedCertificateWatch, sealedRefusal, tls13Suite } from './sealed-certificate-watch.ts';
import type { Verdict } from './wire.ts';

const HEADER_BYTES = 5;
const CHANGE_CIPHER_SPEC = 20;
const HANDSHAKE = 22;
const PASS_NOTHING: Verdict = { pass: Buffer.alloc(0) };

/**
 * Stands between the wire and the TLS library until the server's chain has been judged. In TLS 1.2 the chain comes in
 * the clear; in 1.3 what follows the ServerHello is held back until the library has the key to read it. OpenSSL works
 * out the client's key only at the end of the server's flight: a chain that is refused is let through so far, but nothing
 * goes out any more except the alert.
 */
export class HandshakeGate {
  readonly #judge: (chain: readonly X509Certificate[]) => Error | undefined;
  readonly #release: (verdict: Verdict) => void;
  readonly #plain = new CertificateWatch();
  #state: 'hello' | 'plain' | 'sealed' | 'open' = 'hello';
  #held = Buffer.alloc(0);
  #suite = 0;
  #watch: SealedCertificateWatch | undefined;
  #refuse: Error | undefined;

  /** `release` passes on what was held back. */
  constructor(judge: (chain: readonly X509Certificate[]) => Error | undefined, release: (verdict: Verdict) => void) {
    this.#judge = judge;
    this.#release = release;
  }

  /** Why the chain was refused, if it was. */
  get refusal(): Error | undefined {
    return this.#refuse;
  }

  /** What to do with bytes that came in. */
  inspect(chunk: Buffer): Verdict {
    if (this.#state === 'hello') return this.#readHello(chunk);
    if (this.#state === 'plain') return this.#readPlain(chunk);
    if (this.#state === 'open') return { pass: chunk };
    this.#held = Buffer.concat([this.#held, chunk]);
    return this.#readSealed();
  }

  /** The TLS library has worked out a secret of the handshake, named as in NSS's key log. */
  learn(label: string, secret: Buffer): void {
    if (label === 'SERVER_HANDSHAKE_TRAFFIC_SECRET' && this.#state === 'sealed' && this.#watch === undefined) {
      this.#watch = new SealedCertificateWatch(this.#suite, secret);
      this.#release(this.#readSealed());
    } else if (label === 'CLIENT_HANDSHAKE_TRAFFIC_SECRET' && this.#refuse !== undefined) {
      this.#release({ refuse: this.#refuse, lastWords: sealedRefusal(this.#suite, secret) });
    }
  }

  #readHello(chunk: Buffer): Verdict {
    this.#held = Buffer.concat([this.#held, chunk]);
    if (this.#held.length < HEADER_BYTES) return PASS_NOTHING;
    const end = HEADER_BYTES + this.#held.readUInt16BE(3);
    if (this.#held[0] === HANDSHAKE && this.#held.length < end) return PASS_NOTHING;
    const hello = this.#held.subarray(0, end);
    // Between a retry and the ServerHello that follows it.
    if (hello[0] === CHANGE_CIPHER_SPEC && this.#held.length === end) return { pass: this.#taken() };
    const suite = tls13Suite(hello);
    if (suite === undefined) {
      const all = this.#taken();
      this.#state = 'plain';
      return this.#readPlain(all);
    }
    this.#suite = suite;
    this.#held = this.#held.subarray(end);
    // A ServerHello that only asks for another key share leaves no secrets behind: the next one will.
    this.#state = isRetry(hello) ? 'hello' : 'sealed';
    return { pass: this.#state === 'hello' ? Buffer.concat([hello, this.#taken()]) : hello };
  }

  #readPlain(chunk: Buffer): Verdict {
    const chain = this.#plain.isOver ? undefined : this.#plain.read(chunk);
    const refuse = chain === undefined ? undefined : this.#judge(chain);
    if (refuse === undefined) return { pass: chunk };
    this.#refuse = refuse;
    return { refuse, lastWords: CERTIFICATE_UNKNOWN_ALERT };
  }

  #readSealed(): Verdict {
    const watch = this.#watch;
    if (watch === undefined) return PASS_NOTHING;
    const ready: Buffer[] = [];
    while (this.#held.length >= HEADER_BYTES && this.#held.length >= HEADER_BYTES + this.#held.readUInt16BE(3)) {
      const end = HEADER_BYTES + this.#held.readUInt16BE(3);
      const record = this.#held.subarray(0, end);
      this.#held = this.#held.subarray(end);
      const found = readOrGiveUp(watch, record);
      ready.push(record);
      if (found === undefined) continue;
      this.#refuse = found === 'over' ? undefined : this.#judge(found);
      this.#state = 'open';
      return { pass: Buffer.concat([...ready, this.#taken()]), isGagged: this.#refuse !== undefined };
    }
    return { pass: Buffer.concat(ready) };
  }

  #taken(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }
}

/** What cannot be opened was not protected by the server: the library will say so itself. */
function readOrGiveUp(watch: SealedCertificateWatch, record: Buffer): ReturnType<SealedCertificateWatch['read']> {
  try {
    return watch.read(record);
  } catch {
    return 'over';
  }
}

/** RFC 8446, 4.1.3: a HelloRetryRequest is a ServerHello with this random. */
function isRetry(hello: Buffer): boolean {
  const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
  return hello.subarray(HEADER_BYTES + 6, HEADER_BYTES + 38).toString('hex') === RETRY_RANDOM;
}
