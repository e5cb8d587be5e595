import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { CertificateAuthority, Leaf } from './certificate-authority.ts';

/** What the world's TLS servers are made of. */
export interface SecureWebOptions {
  readonly ca: CertificateAuthority;
  readonly handle: (incoming: IncomingMessage | Http2ServerRequest, outgoing: ServerResponse | Http2ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Told of what came behind a handshake and was no HTTP. */
  readonly overheard: (host: string, payload: Buffer) => void;
}

/** Every HTTPS server of the world: HTTP/1.1 and 2, under a certificate for the very name, or the very address. */
export class SecureWeb {
  readonly #options: SecureWebOptions;
  /** Whoever asks for a bare address sends no name (RFC 6066, 3): its server is known by the address alone. */
  readonly #servers = new Map<string, Promise<Http2SecureServer>>();

  constructor(options: SecureWebOptions) {
    this.#options = options;
  }

  /** Takes a connection over; `nameless` is whom it is with when the client names nobody. */
  accept(socket: Duplex, nameless: string): void {
    const server = this.#servers.get(nameless) ?? this.#serverFor(nameless);
    this.#servers.set(nameless, server);
    server.then((each) => each.emit('connection', socket), () => socket.destroy());
  }

  async #serverFor(nameless: string): Promise<Http2SecureServer> {
    return this.#createServer(await this.#options.ca.leaf(nameless));
  }

  #createServer(nameless: Leaf): Http2SecureServer {
    const { ca, handle, upgrade, overheard } = this.#options;
    const server = createSecureServer({
      allowHTTP1: true,
      key: nameless.keyPem,
      cert: nameless.certPem,
      SNICallback: (name, done) => {
        ca.context(name).then((context) => done(null, context), done);
      },
    });
    server.on('request', handle);
    server.on('upgrade', upgrade);
    // A phone that refuses the certificate is its own business; the sidecar or the phone tells of it.
    server.on('tlsClientError', (_error, socket: Duplex) => void socket.destroy());
    server.on('sessionError', () => undefined);
    server.on('clientError', (error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }, socket: TLSSocket) => {
      // What is not HTTP behind the handshake is somebody's own protocol: it is listened to, and not answered.
      const { rawPacket, code } = error;
      if (code === 'HPE_HEADER_OVERFLOW') socket.end('HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\r\n');
      else if (rawPacket === undefined) socket.destroy();
      else overheard(typeof socket.servername === 'string' ? socket.servername : '', rawPacket);
    });
    return server;
  }
}
