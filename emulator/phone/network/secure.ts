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

/** TLS contexts by the version of the trust store they were made from. */
export class TlsClient {
  readonly #clock: Clock;
  readonly #maxVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly #contexts = new Map<string, SecureContext>();

  constructor(clock: Clock, sdk: number) {
    this.#clock = clock;
    this.#maxVersion = sdk >= FIRST_SDK_WITH_TLS_1_3 ? 'TLSv1.3' : 'TLSv1.2';
  }

  /** Shakes hands over a wire; a chain that does not lead to an anchor is refused with an alert. */
  secure(wire: Wire, host: string, anchors: TrustAnchors): Promise<TLSSocket> {
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
        ALPNProtocols: ['http/1.1'],
        ...(isIP(host) === 0 ? { servername: host } : {}),
        host,
      });
      socket.on('keylog', (line: Buffer) => {
        const [label = '', , hex = ''] = line.toString('ascii').trim().split(' ');
        gate.learn(label, Buffer.from(hex, 'hex'));
      });
      // Node judges the chain too, later and in other words.
      const failed = (error: Error): void => reject(asFailure(gate.refusal ?? error, 'tls'));
      const closed = (): void => reject(new NetworkFailure('ECONNRESET', 'tls', `TLS to ${host}: the other side hung up in the handshake`));
      // Whoever uses the connection listens too; an error in between must not end the process.
      socket.on('error', () => undefined);
      socket.once('error', failed);
      socket.once('close', closed);
      socket.once('secureConnect', () => {
        socket.off('error', failed);
        socket.off('close', closed);
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
