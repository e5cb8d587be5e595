import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { connect as connectTcp, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { createAuthority } from '../../../emulator/world/certificate-authority.ts';
import type { Loopback } from '../../../emulator/phone/system/services.ts';

/** A proxy that opens TLS under a CA of its own, as whoever records traffic does. */
export interface AProxy {
  readonly caPem: string;
  /** Request lines of what it was asked, `CONNECT` included, and `tls <what>` for handshakes. */
  readonly asked: string[];
  /** TLS versions of the handshakes that stood. */
  readonly versions: string[];
  /** Resolves with the next handshake error's message. */
  nextTlsError(): Promise<string>;
  /** Lets a port of a phone lead here, as `adb reverse` does. */
  reverse(loopback: Loopback, port: number): { close(): void };
  /** Breaks off what is open and stays there. */
  hangUp(): void;
  close(): Promise<void>;
}

export async function aProxy(tls: { readonly ecdhCurve?: string } = {}): Promise<AProxy> {
  const authority = await createAuthority('A Recorder');
  const fallback = await authority.leaf('fallback.test');
  const asked: string[] = [];
  const versions: string[] = [];
  const sockets = new Set<Socket>();
  const web = createHttpServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('content-type', 'text/plain');
    response.end(`via proxy: ${request.headers['user-agent'] ?? ''}`);
  });
  const secure = createTlsServer(
    {
      ...tls,
      key: fallback.keyPem,
      cert: fallback.certPem,
      SNICallback: (name, done) => {
        asked.push(`tls ${name}`);
        authority.context(name).then((context) => done(null, context), done);
      },
    },
    (socket: TLSSocket) => {
      versions.push(socket.getProtocol() ?? '');
      web.emit('connection', socket);
    },
  );
  web.on('connection', (socket: Socket) => sockets.add(socket));
  web.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    secure.emit('connection', socket);
  });
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;
  return {
    caPem: authority.certPem,
    asked,
    versions,
    nextTlsError: async () => {
      const [error] = (await once(secure, 'tlsClientError')) as [Error];
      return error.message;
    },
    reverse: (loopback, phonePort) =>
      loopback.listen(phonePort, (end) => {
        const host = connectTcp(port, '127.0.0.1');
        end.pipe(host).pipe(end);
        end.on('error', () => host.destroy());
        host.on('error', () => end.destroy());
        end.on('close', () => host.destroy());
      }),
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      const closed = once(web, 'close');
      web.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
