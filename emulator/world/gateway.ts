import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { once } from 'node:events';
import { isIP, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AddressBook } from './address-book.ts';
import type { CertificateAuthority } from './certificate-authority.ts';
import { serveDnsOverTcp, type AnswerQuery } from './dns-server.ts';
import { PUSH_PORT, servePush } from './push-server.ts';
import type { SiteRequest, SiteResponse } from './site.ts';
import { answerOf, resolves } from './sites.ts';
import { SecureWeb } from './secure-web.ts';
import { EchoWebSockets } from './web-socket-server.ts';

const DNS_PORT = 53;
/** Whose certificate those get who send no name to a server that has one. */
const NAMELESS = 'nameless.test';
const HTTPS_PORT = 443;
const TLS_HANDSHAKE = 0x16;
const HTTP_VERB = /^(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|PRI) /;

/** The proxy through which everything reaches the world. */
export interface Gateway {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Bytes that reached a server of the world without HTTP. */
export interface Overheard {
  readonly transport: 'tcp' | 'tls' | 'udp' | 'quic' | 'dns' | 'websocket';
  /** The name its address was given out for; the address itself when there is none. */
  readonly host: string;
  readonly port: number;
  readonly payload: Buffer;
}

/** What the gateway's servers are made of. */
export interface GatewayOptions {
  readonly ca: CertificateAuthority;
  readonly book: AddressBook;
  readonly names: AnswerQuery;
  /** Told of each request once its body is complete. */
  readonly heard: (request: SiteRequest) => void;
  readonly overheard: (message: Overheard) => void;
}

type Incoming = IncomingMessage | Http2ServerRequest;
type Outgoing = ServerResponse | Http2ServerResponse;

/** Starts the gateway on a free loopback port. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { ca, heard } = options;
  const sockets = new Set<Duplex>();
  const handle = (incoming: Incoming, outgoing: Outgoing, scheme: string): void => {
    // Whoever broke off in the middle of a request gets no answer.
    serve(incoming, outgoing, { scheme, heard }).catch(() => incoming.destroy());
  };
  const webSockets = new EchoWebSockets((host, payload) => options.overheard({ transport: 'websocket', host, port: 443, payload }));
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => webSockets.accept(request, socket, head);
  const secure = new SecureWeb({
    ca,
    handle: (incoming, outgoing) => handle(incoming, outgoing, 'https'),
    upgrade,
    overheard: (host, payload) => options.overheard({ transport: 'tls', host, port: HTTPS_PORT, payload }),
  });
  const plain = createHttpServer((incoming, outgoing) => handle(incoming, outgoing, 'http'));
  plain.on('upgrade', upgrade);
  plain.on('connection', (socket: Duplex) => keep(sockets, socket));
  plain.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    tunnel({ authority: incoming.url ?? '', socket, head, options }, (accepted) => {
      const { socket: client, host } = accepted;
      if (accepted.kind === 'http') plain.emit('connection', client);
      else secure.accept(client, isIP(host) !== 0 && options.book.nameOf(host) === undefined ? host : NAMELESS);
    });
  });
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const address = plain.address() as AddressInfo;

  return {
    host: '127.0.0.1',
    port: address.port,
    close: async () => {
      const closed = new Promise((resolve) => plain.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function keep(sockets: Set<Duplex>, socket: Duplex): void {
  if (sockets.has(socket)) return;
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

interface Tunnel {
  readonly authority: string;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly options: GatewayOptions;
}

/** Opens a CONNECT tunnel and finds out what is spoken in it: by the port where it is raw, by the first byte otherwise. */
function tunnel(request: Tunnel, accept: (accepted: { kind: 'tls' | 'http'; socket: Duplex; host: string }) => void): void {
  const { socket, head } = request;
  const { host, port } = splitAuthority(request.authority);
  socket.on('error', () => socket.destroy());
  // Node leaves the world's half open when the other side has ended; nobody here has more to say then.
  socket.on('end', () => socket.end());
  if (!resolves(host)) {
    socket.end(`HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nno such host: ${host}\n`);
    return;
  }
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  if (head.length > 0) socket.unshift(head);
  if (port === PUSH_PORT) {
    servePush(socket);
    return;
  }
  if (port === DNS_PORT) {
    serveDnsOverTcp(socket, request.options.names);
    return;
  }
  socket.once('readable', () => {
    const first: unknown = socket.read();
    if (!Buffer.isBuffer(first)) return;
    socket.unshift(first);
    if (first[0] === TLS_HANDSHAKE) accept({ kind: 'tls', socket, host });
    else if (HTTP_VERB.test(first.toString('latin1', 0, 8))) accept({ kind: 'http', socket, host });
    else listen(socket, (payload) => request.options.overheard({ transport: 'tcp', host: request.options.book.nameOf(host) ?? host, port, payload }));
  });
}

/** Something private is spoken here: the world listens and keeps its mouth shut. */
function listen(socket: Duplex, overheard: (payload: Buffer) => void): void {
  socket.on('data', (chunk: Buffer) => overheard(chunk));
}

function splitAuthority(authority: string): { host: string; port: number } {
  const match = /^\[?([^\]]*)\]?:(\d+)$/.exec(authority);
  return { host: (match?.[1] ?? authority).toLowerCase(), port: Number(match?.[2] ?? 443) };
}

async function serve(
  incoming: Incoming,
  outgoing: Outgoing,
  options: { readonly scheme: string; readonly heard: (request: SiteRequest) => void },
): Promise<void> {
  const url = targetOf(incoming, options.scheme);
  if (url === undefined) {
    send(outgoing, { status: 400, body: `this is a proxy: send an absolute address, not ${incoming.url ?? ''}\n` });
    return;
  }
  const host = url.hostname.toLowerCase();
  if (!resolves(host)) {
    incoming.resume();
    send(outgoing, { status: 502, headers: { 'content-type': 'text/plain' }, body: `no such host: ${host}\n` });
    return;
  }
  const request: SiteRequest = {
    method: incoming.method ?? 'GET',
    host,
    url,
    headers: plainHeaders(incoming),
    body: await readBody(incoming),
  };
  options.heard(request);
  send(outgoing, answerOf(request));
}

/** Where a request is meant to go: its absolute address, or its path with the host it names inside a tunnel. */
function targetOf(incoming: Incoming, scheme: string): URL | undefined {
  const target = incoming.url ?? '/';
  if (/^https?:\/\//.test(target)) return parseUrl(target);
  const authority = incoming.headers[':authority'] ?? incoming.headers.host;
  return typeof authority === 'string' ? parseUrl(`${scheme}://${authority}${target}`) : undefined;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function plainHeaders(incoming: Incoming): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

async function readBody(incoming: Incoming): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function send(outgoing: Outgoing, response: SiteResponse): void {
  const body = typeof response.body === 'string' ? Buffer.from(response.body) : (response.body ?? Buffer.alloc(0));
  const hasBody = response.status !== 204 && response.status !== 304;
  outgoing.statusCode = response.status;
  for (const [name, value] of Object.entries(response.headers ?? {})) outgoing.setHeader(name, value);
  if (hasBody) outgoing.setHeader('content-length', body.length);
  outgoing.end(hasBody ? body : '');
}
