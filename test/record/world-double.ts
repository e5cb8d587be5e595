import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { selfSigned } from './self-signed.ts';

/** A small internet behind an HTTP proxy, for tests: what a host is to do is said by the test. */
export interface WorldDouble {
  readonly proxyUrl: string;
  readonly caPath: string;
  /** Every CONNECT target, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

interface WorldOptions {
  readonly folder: string;
  readonly answer: RequestListener;
  /** Speaks on ports that are neither 80 nor 443. */
  readonly raw?: (socket: Socket) => void;
}

/** Made once: an RSA key takes longer than most tests do. */
let made: Readonly<Record<'trusted' | 'stranger', ReturnType<typeof selfSigned>>> | undefined;

function certificates(): NonNullable<typeof made> {
  made ??= { trusted: selfSigned('*.world.test'), stranger: selfSigned('*.stranger.test') };
  return made;
}

/** Serves `*.world.test` under a certificate of its own (port 853 as TLS without HTTP), `*.stranger.test` under one nobody trusts, refuses `refused.world.test`. */
export async function startWorldDouble({ folder, answer, raw }: WorldOptions): Promise<WorldDouble> {
  const { trusted, stranger } = certificates();
  const caPath = join(folder, 'world-ca.pem');
  writeFileSync(caPath, trusted.cert);
  const web = withWebSocketEcho(createHttpServer(answer));
  const tls = createTlsServer({ ...trusted, ALPNProtocols: ['http/1.1'] }, (socket) => web.emit('connection', socket)).on('tlsClientError', () => undefined);
  const strangerTls = createTlsServer({ ...stranger }, (socket) => web.emit('connection', socket)).on('tlsClientError', () => undefined);
  const rawTls = createTlsServer({ ...trusted }, (socket) => raw?.(socket)).on('tlsClientError', () => undefined);
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createHttpServer((_request, response) => response.writeHead(400).end());
  proxy.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    socket.on('error', () => socket.destroy());
    if (host === 'refused.world.test') {
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 7\r\n\r\nno host');
      return;
    }
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    if (port === '853') rawTls.emit('connection', socket);
    else if (port === '443') (host.endsWith('.stranger.test') ? strangerTls : tls).emit('connection', socket);
    else if (port === '80') web.emit('connection', socket);
    else raw?.(socket);
  });
  proxy.on('connection', (socket: Socket) => sockets.add(socket).size);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  };
  return { proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, caPath, asked, close };
}

/** A plain TCP server on the loopback that counts who called: nobody should, when there is an upstream proxy. */
export async function startBystander(): Promise<{ port: number; calls: () => number; close: () => Promise<void> }> {
  let calls = 0;
  const server = createServer((socket) => { calls += 1; socket.destroy(); });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, calls: () => calls, close: () => new Promise((resolve) => { server.close(() => resolve()); }) };
}

/** Answers upgrades, and every short text frame with the same text. */
function withWebSocketEcho(server: HttpServer): HttpServer {
  return server.on('upgrade', (request, socket: Socket) => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.on('data', (frame: Buffer) => {
      const length = (frame[1] ?? 0) & 0x7f;
      const mask = frame.subarray(2, 6);
      const opcode = (frame[0] ?? 0) & 0x0f;
      const text = frame.subarray(6, 6 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
      socket.write(Buffer.concat([Buffer.from([0x80 | opcode, text.length]), text]));
      if (opcode === 8) socket.end();
    });
  });
}
