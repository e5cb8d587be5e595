import type { Socket } from 'node:net';

import type { MockttpServer, TlsHandshakeFailure } from 'mockttp';
import { LastHopEncrypted, LastTunnelAddress, TlsMetadata } from 'mockttp/dist/util/socket-extensions';

import { probeAnswer } from '../../flow/probe.ts';
import type { SidecarConfig } from '../sidecar-config.ts';
import type { Connections, PhoneConnection } from './connections.ts';
import { Exchanges } from './exchanges.ts';
import type { FlowBook } from './flow-book.ts';
import type { Interceptor } from './front.ts';
import { IpLeaves, serveAddresses } from './ip-leaf.ts';
import { startMockttp } from './mockttp-inside.ts';
import { carryTunnel } from './tunnel.ts';
import type { Target, UpstreamDialer } from './upstream.ts';
import type { WireMeter } from './wire-meter.ts';
import { recordWebSocket } from './web-sockets.ts';

interface InterceptorParts {
  readonly config: SidecarConfig;
  readonly book: FlowBook;
  readonly connections: Connections;
  readonly dialer: UpstreamDialer;
  readonly meter: WireMeter;
}

/**
 * The part that looks inside TLS and HTTP: mockttp, set up so that every exchange is on disk before it goes on, and
 * fed with sockets by the front. It has no port of its own.
 */
export async function createInterceptor(parts: InterceptorParts): Promise<Interceptor> {
  const { config, book, connections } = parts;
  const options = {
    https: { certPath: config.ca.cert, keyPath: config.ca.key },
    http2: true as const,
    // The default keeps every request in memory for as long as the server lives.
    recordTraffic: false,
    suggestChanges: false,
    passthrough: ['unknown-protocol' as const],
  };
  const exchanges = new Exchanges(book, connections);
  const { server, take } = await startMockttp(options, {
    tlsBroke: (remotePort, error) => connections.note(remotePort, { tlsError: error.message }),
    secured: (remotePort) => connections.note(remotePort, { secured: true }),
    unreadable: (request, error) => exchanges.unreadable(request, error),
    carryRaw: (socket, target) => carryRaw(socket, target, parts),
    upgradeRequested: (request, socket) => recordWebSocket(request, socket, parts),
  });
  serveAddresses(new IpLeaves(config.ca));
  await setRules(server, parts, exchanges);
  return {
    take: (socket, target) => {
      if (target !== undefined) socket[LastTunnelAddress] = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
      take(socket);
    },
  };
}

async function setRules(server: MockttpServer, { config, book, connections, meter }: InterceptorParts, exchanges: Exchanges): Promise<void> {
  const { upstream } = config;
  const connection = {
    // A failure upstream looks to the phone as it would without a sidecar: a broken connection, not an answer of ours.
    simulateConnectionErrors: true,
    ...(upstream.kind === 'proxy'
      ? { proxyConfig: { proxyUrl: upstream.url }, ...(upstream.ca === undefined ? {} : { additionalTrustedCAs: [{ certPath: upstream.ca }] }) }
      : {}),
  };
  await server.forAnyRequest().thenPassThrough({
    ...connection,
    beforeRequest: (request) => {
      const token = exchanges.request(request);
      if (token === undefined) return undefined;
      const body = probeAnswer(token, book.recorder);
      exchanges.response(request.id, { statusCode: 200, statusMessage: 'OK', rawHeaders: [['content-type', 'text/plain']] }, Buffer.from(body));
      meter.write(); // A probe that is answered vouches for the byte series too.
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

/**
 * Alerts 42, 46 and 48 (RFC 8446, 6.2), in OpenSSL's words. Under TLS 1.3 they come after the server has finished its
 * handshake, and mockttp then says no more than `closed`, which an unused preconnection looks like too.
 */
const CERTIFICATE_ALERT = /alert (bad certificate|certificate unknown|unknown ca)/;

/** An answered CONNECT and a handshake without a certificate stay below; a certificate of 2048-bit RSA alone is longer. */
const LEAST_CERTIFICATE_BYTES = 600;

function recordRefusal(failure: TlsHandshakeFailure, book: FlowBook, connections: Connections): void {
  const connection = connections.explain(failure.remotePort);
  const host = (failure.tlsMetadata.sniHostname ?? connection?.target?.host ?? '').toLowerCase();
  const startMs = Math.round(failure.timingEvents.startTime);
  const message = connection?.tlsError;
  book.begin({
    kind: 'tls-refused',
    startMs,
    host,
    port: connection?.target?.port ?? 443,
    secure: true,
    ...(connection === undefined ? {} : { connection: connection.about, bytes: connection.bytes }),
  }).end('aborted', { tlsFailure: { reason: refusalReason(failure.failureCause, connection), ...(message === undefined ? {} : { message }) } });
}

/** mockttp's reason, made exact by what was seen of the connection. */
function refusalReason(cause: string, connection: PhoneConnection | undefined): string {
  if (connection?.tlsError !== undefined && CERTIFICATE_ALERT.test(connection.tlsError)) return 'cert-rejected';
  if (cause === 'handshake-timeout') return 'handshake-not-finished';
  if (cause !== 'closed' && cause !== 'reset') return cause;
  if (connection?.secured === true) return 'closed-after-handshake';
  return (connection?.bytes.received ?? 0) > LEAST_CERTIFICATE_BYTES ? 'closed-after-certificate' : 'handshake-not-finished';
}

/** Carries what is neither TLS nor HTTP, and what is not HTTP inside TLS, by the one way there is. */
function carryRaw(socket: Socket, target: Target, { book, connections, dialer }: InterceptorParts): void {
  const secure = socket[LastHopEncrypted] === true;
  const startMs = Date.now();
  const connection = connections.of(socket.remotePort);
  const tls = socket[TlsMetadata];
  const dialling = secure
    ? dialer.dialTls(target, {
        ...(tls?.sniHostname === undefined ? {} : { servername: tls.sniHostname }),
        ...(tls?.clientAlpn === undefined ? {} : { alpn: tls.clientAlpn }),
      })
    : dialer.dial(target);
  dialling.then(
    (world) => carryTunnel(socket, world, { book, target, secure, startMs, ...connection }),
    (error: unknown) => {
      // What the phone wanted to say is evidence, although it went nowhere.
      const unsent: unknown = socket.read();
      const bytes = Buffer.isBuffer(unsent) ? unsent : Buffer.alloc(0);
      const { body } = book.body(bytes);
      const tunnel = { ...(body === undefined ? {} : { sent: body }), sentBytes: bytes.length, receivedBytes: 0 };
      const why = error instanceof Error ? error.message.trim() : String(error);
      book.begin({ kind: 'tunnel', ...target, secure, startMs, ...connection, tunnel, bytes: { sent: bytes.length, received: 0 } }).end('aborted', { error: `not connected: ${why}` });
      socket.destroy();
    },
  );
}
