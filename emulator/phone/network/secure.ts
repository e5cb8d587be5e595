import { isIP } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Clock } from '../system/services.ts';
import { CertificateWatch, CERTIFICATE_UNKNOWN_ALERT } from './certificate-watch.ts';
import { chainFault } from './certificate-chain.ts';
import { asFailure, NetworkFailure } from './network-failure.ts';
import type { TrustAnchors } from './trust-store.ts';
import type { Wire } from './wire.ts';

// Android 9 does not offer TLS 1.3 by default; and in 1.2 a refusal is an alert in the clear, see CertificateWatch.
const MAX_VERSION = 'TLSv1.2';

/** TLS contexts by the version of the trust store they were made from. */
export class TlsClient {
  readonly #clock: Clock;
  readonly #contexts = new Map<string, SecureContext>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Shakes hands over a wire; a chain that does not lead to an anchor is refused with an alert. */
  secure(wire: Wire, host: string, anchors: TrustAnchors): Promise<TLSSocket> {
    const watch = new CertificateWatch();
    wire.inspect((chunk) => {
      const chain = watch.isOver ? undefined : watch.read(chunk);
      const fault = chain === undefined ? undefined : chainFault(chain, { host, anchors: anchors.certificates, atMs: this.#clock.now() });
      if (fault === undefined) return { pass: chunk };
      const refuse = new NetworkFailure(fault, 'tls', `TLS to ${host}: the certificate was refused (${fault})`);
      return { refuse, lastWords: CERTIFICATE_UNKNOWN_ALERT };
    });
    return new Promise((resolve, reject) => {
      const socket = connect({
        socket: wire,
        secureContext: this.#contextFor(anchors),
        ALPNProtocols: ['http/1.1'],
        ...(isIP(host) === 0 ? { servername: host } : {}),
        host,
      });
      const failed = (error: Error): void => reject(asFailure(error, 'tls'));
      const closed = (): void => reject(new NetworkFailure('ECONNRESET', 'tls', `TLS to ${host}: the other side hung up in the handshake`));
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
    const made = createSecureContext({ ca: [...anchors.pems], maxVersion: MAX_VERSION });
    this.#contexts.set(anchors.version, made);
    return made;
  }
}
