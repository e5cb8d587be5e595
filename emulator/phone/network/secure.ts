import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Clock } from '../system/services.ts';
import { chainFault } from './certificate-chain.ts';
import { HandshakeGate } from './handshake-gate.ts';
import { asFailure, NetworkFailure } from './network-failure.ts';
import type { TrustAnchors } from './trust-store.ts';
import type { Wire } from './wire.ts';

// Android 10 (API 29) is the first to offer TLS 1.3 by default.
const FIRST_SDK_WITH_TLS_1_3 = 29;
// OkHttp gives a handshake its connect timeout, 10 s.
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Whom a handshake is with, and what is offered and believed in it. */
export interface Handshake {
  /** A name, or an address, for which no name is sent (RFC 6066, 3). */
  readonly host: string;
  readonly anchors: TrustAnchors;
  /** Default: HTTP/1.1 alone. */
  readonly protocols?: readonly string[];
}

/** TLS contexts by the version of the trust store they were made from. */
export class TlsClient {
  readonly #clock: Clock;
  readonly #maxVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly #contexts = new Map<string, SecureContext>();

  constructor(clock: Clock, sdk: number) {
    this.#clock = clock;
    this.#maxVersion = sdk >= FIRST_SDK_WITH_TLS_1_3 ? 'TLSv1.3' : 'TLSv1.2';
  }

  /** Shakes hands over a wire; a chain that does not lead to an anchor is refused with an alert. Breaks the wire off when it fails. */
  secure(wire: Wire, { host, anchors, protocols = ['http/1.1'] }: Handshake): Promise<TLSSocket> {
    const judge = (chain: readonly X509Certificate[]): Error | undefined => {
      const fault = chainFault(chain, { host, anchors: anchors.certificates, atMs: this.#clock.now() });
      return fault === undefined ? undefined : new NetworkFailure(fault, 'tls', `TLS to ${host}: the certificate was refused (${fault})`);
    };
    const gate = new HandshakeGate(judge, (verdict) => wire.settle(verdict));
    wire.inspect((chunk) => gate.inspect(chunk));
    return new Promise((resolve, reject) => {
      const socket = connect({
        socket: wire,
        secureContext: this.#contextFor(anchors),
        ALPNProtocols: [...protocols],
        ...(isIP(host) === 0 ? { servername: host } : {}),
        host,
      });
      socket.on('keylog', (line: Buffer) => {
        const [label = '', , hex = ''] = line.toString('ascii').trim().split(' ');
        gate.learn(label, Buffer.from(hex, 'hex'));
      });
      const failed = (error: Error): void => {
        clearTimeout(timer);
        // Node judges the chain too, later and in other words.
        reject(asFailure(gate.refusal ?? error, 'tls'));
        // What was refused still has its alert to send; the wire ends itself then.
        if (gate.refusal === undefined) wire.destroy();
      };
      const closed = (): void => failed(new NetworkFailure('ECONNRESET', 'tls', `TLS to ${host}: the other side hung up in the handshake`));
      const timer = setTimeout(() => {
        failed(new NetworkFailure('ETIMEDOUT', 'tls', `TLS to ${host}: no end of the handshake within ${HANDSHAKE_TIMEOUT_MS} ms`));
      }, HANDSHAKE_TIMEOUT_MS);
      // Whoever uses the connection listens too; an error in between must not end the process.
      socket.on('error', () => undefined);
      socket.once('error', failed);
      socket.once('close', closed);
      socket.once('secureConnect', () => {
        clearTimeout(timer);
        socket.off('error', failed);
        socket.off('close', closed);
        // Node's HTTP/2 reads below the stream, which therefore never tells of its end; what came before it is read first.
        if (socket.alpnProtocol === 'h2') wire.once('end', () => setImmediate(() => socket.destroy()));
        resolve(socket);
      });
    });
  }

  #contextFor(anchors: TrustAnchors): SecureContext {
    const known = this.#contexts.get(anchors.version);
    if (known !== undefined) return known;
    const made = createSecureContext({ ca: [...anchors.pems], maxVersion: this.#maxVersion });
    this.#contexts.set(anchors.version, made);
    return made;
  }
}
