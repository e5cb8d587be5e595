import type { EventEmitter } from 'node:events';
import { Server, type Socket } from 'node:net';

import type { OngoingRequest, TlsHandshakeFailure } from 'mockttp';
import { MockttpServer } from 'mockttp/dist/server/mockttp-server';
import { LastHopEncrypted, LastTunnelAddress, TlsMetadata } from 'mockttp/dist/util/socket-extensions';

import { probeAnswer, type SidecarConfig } from '../sidecar-config.ts';
import type { Connections } from './connections.ts';
import { Exchanges } from './exchanges.ts';
import type { FlowBook } from './flow-book.ts';
import type { Interceptor } from './front.ts';
import { carryTunnel } from './tunnel.ts';
import type { UpstreamDialer } from './upstream.ts';
import { recordWebSocket } from './web-sockets.ts';

interface InterceptorParts {
  readonly config: SidecarConfig;
  readonly book: FlowBook;
  readonly connections: Connections;
  readonly dialer: UpstreamDialer;
}

/**
 * The part that looks inside TLS and HTTP: mockttp, set up so that every exchange is on disk before it goes on, and
 * fed with sockets by the front. It has no port of its own.
 */
export async function createInterceptor(parts: InterceptorParts): Promise<Interceptor> {
  const { config, book, connections } = parts;
  const server = new MockttpServer({
    https: { certPath: config.ca.cert, keyPath: config.ca.key },
    http2: true,
    // The default keeps every request in memory for as long as the server lives.
    recordTraffic: false,
    suggestChanges: false,
    passthrough: ['unknown-protocol'],
  });
  takeOverRawTraffic(server, parts);
  takeOverWebSockets(server, parts);
  await startWithoutPort(server);
  await setRules(server, parts, new Exchanges(book, connections));
  return {
    take: (socket, target) => {
      if (target !== undefined) socket[LastTunnelAddress] = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
      server['server']?.emit('connection', socket);
    },
  };
}

async function setRules(server: MockttpServer, { config, book, connections }: InterceptorParts, exchanges: Exchanges): Promise<void> {
  const { upstream } = config;
  const connection = {
    // A failure upstream looks to the phone as it would without a sidecar: a broken connection, not an answer of ours.
    simulateConnectionErrors: true,
    ...(upstream.kind === 'proxy'
      ? { proxyConfig: { proxyUrl: upstream.url }, additionalTrustedCAs: [{ certPath: upstream.ca }] }
      : {}),
  };
  await server.forAnyRequest().thenPassThrough({
    ...connection,
    beforeRequest: (request) => {
      const token = exchanges.request(request);
      if (token === undefined) return undefined;
      const body = probeAnswer(token, book.recorder);
      exchanges.response(request.id, { statusCode: 200, statusMessage: 'OK', rawHeaders: [['content-type', 'text/plain']] }, Buffer.from(body));
      return { response: { statusCode: 200, headers: { 'content-type': 'text/plain' }, body } };
    },
    beforeResponse: (response, request) => exchanges.response(request.id, response, response.body.buffer),
  });
  await server.forAnyWebSocket().thenPassThrough(connection);
  await server.on('response-initiated', (response) => exchanges.responseInitiated(response));
  await server.on('abort', (request) => exchanges.aborted(request));
  await server.on('client-error', (event) => exchanges.clientError(event));
  await server.on('tls-client-error', (failure) => recordRefusal(failure, book, connections));
}

function recordRefusal(failure: TlsHandshakeFailure, book: FlowBook, connections: Connections): void {
  const connection = connections.explain(failure.remotePort);
  const host = (failure.tlsMetadata.sniHostname ?? connection?.target?.host ?? '').toLowerCase();
  const startMs = Math.round(failure.timingEvents.startTime);
  const flow = book.begin({ kind: 'tls-refused', startMs, host, port: connection?.target?.port ?? 443, secure: true });
  flow.end('aborted', { tlsFailure: { reason: failure.failureCause } });
}

/** mockttp carries raw bytes straight to the internet, past any upstream proxy; here they go the one way there is. */
function takeOverRawTraffic(server: MockttpServer, { book, connections, dialer }: InterceptorParts): void {
  server['passthroughSocket'] = (_type: 'raw' | 'tls', socket: Socket, hostname: string, port = 443) => {
    const target = { host: hostname.toLowerCase(), port };
    const about = { book, target, secure: socket[LastHopEncrypted] === true, startMs: Date.now() };
    connections.explain(socket.remotePort);
    const tls = socket[TlsMetadata];
    const dialling = about.secure
      ? dialer.dialTls(target, {
          ...(tls?.sniHostname === undefined ? {} : { servername: tls.sniHostname }),
          ...(tls?.clientAlpn === undefined ? {} : { alpn: tls.clientAlpn }),
        })
      : dialer.dial(target);
    dialling.then(
      (world) => carryTunnel(socket, world, about),
      (error: unknown) => {
        const nothing = { tunnel: { sentBytes: 0, receivedBytes: 0 } };
        book.begin({ kind: 'tunnel', ...about.target, secure: about.secure, startMs: about.startMs, ...nothing })
          .end('aborted', { error: `not connected: ${error instanceof Error ? error.message : String(error)}` });
        socket.destroy();
      },
    );
  };
}

/** mockttp calls this for each upgrade request before it forwards it. */
function takeOverWebSockets(server: MockttpServer, parts: InterceptorParts): void {
  const track = server['trackWebSocketEvents'].bind(server);
  server['trackWebSocketEvents'] = (emitter: EventEmitter, request: OngoingRequest, socket: Socket) => {
    track(emitter, request, socket);
    recordWebSocket(request, socket, parts);
  };
}

/**
 * mockttp listens on every interface of the machine and offers no other choice. It is started on the loopback and
 * its port closed again at once: its sockets come from the front.
 */
async function startWithoutPort(server: MockttpServer): Promise<void> {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function listenOnLoopback(this: Server) {
    return listen.call(this, { port: 0, host: '127.0.0.1' });
  };
  try {
    await server.start(0);
  } finally {
    Server.prototype.listen = listen;
  }
  const { port } = server;
  Object.defineProperty(server, 'port', { value: port });
  server['server']?.close();
}
