import { createServer, type Server, type Socket } from 'node:net';

import type { Connections } from './connections.ts';
import { awaitFirstWord } from './first-word.ts';
import type { FlowBook } from './flow-book.ts';
import { isSocks, socksStep, type SocksState } from './socks.ts';
import type { Target, UpstreamDialer } from './upstream.ts';
import type { WireMeter } from './wire-meter.ts';

/** A CONNECT or SOCKS request longer than this is not one. */
const LONGEST_REQUEST_BYTES = 16 * 1024;

const CONNECT = 'CONNECT ';

const HEADER_END = '\r\n\r\n';

/** Where the front passes on what it does not carry itself. */
export interface Interceptor {
  /** Takes over a socket whose first bytes are unread; with the target it asked for, already answered, if it asked for one. */
  take(socket: Socket, target?: Target): void;
}

/** What the front works with. */
export interface FrontParts {
  readonly book: FlowBook;
  readonly connections: Connections;
  readonly dialer: UpstreamDialer;
  readonly interceptor: Interceptor;
  readonly meter: WireMeter;
}

/**
 * The port the phone connects to. It answers CONNECT and SOCKS itself, because mockttp decides by the client's first
 * bytes what a connection is and so waits for ever when the server speaks first, as mail and chat servers do.
 */
export function createFront(parts: FrontParts): Server {
  // Half open sockets: a phone that has sent its last byte may still be waiting for the answer.
  return createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy()); // What broke is recorded by whoever holds the flow.
    parts.meter.watch(socket);
    parts.connections.accepted(socket);
    readRequest(socket, parts);
  });
}

/**
 * Waits for all of a CONNECT request, or for whatever comes first when it is something else. Reads on `readable` and
 * never pauses: an explicitly paused socket would stay silent for the HTTP server that gets it next.
 */
function readRequest(socket: Socket, parts: FrontParts): void {
  let head = Buffer.alloc(0);
  const read = (): void => {
    const chunk: unknown = socket.read();
    if (!Buffer.isBuffer(chunk)) return;
    head = Buffer.concat([head, chunk]);
    parts.connections.note(socket.remotePort, { head: head.subarray(0, LONGEST_REQUEST_BYTES), startMs: Date.now() });
    if (isUndecided(head) && head.length < LONGEST_REQUEST_BYTES) return;
    socket.off('readable', read).off('end', gone);
    receive(socket, head, parts);
  };
  const gone = (): void => { socket.destroy(); };
  socket.on('readable', read).on('end', gone);
}

/** Whether more has to come before it is known what a connection is. */
function isUndecided(head: Buffer): boolean {
  if (head.length === 1 && (head[0] === 4 || head[0] === 5)) return true;
  return CONNECT.startsWith(head.toString('latin1', 0, CONNECT.length)) && !head.includes(HEADER_END);
}

function receive(socket: Socket, head: Buffer, parts: FrontParts): void {
  if (isSocks(head)) {
    negotiateSocks(socket, head, parts);
    return;
  }
  const target = parseConnect(head);
  if (target !== undefined) {
    const rest = head.subarray(head.indexOf(HEADER_END) + HEADER_END.length);
    connectTo(target, { socket, rest, by: 'connect', answer: Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n') }, parts);
  } else if (CONNECT.startsWith(head.toString('latin1', 0, CONNECT.length))) {
    refuse(socket, { why: head.toString('latin1').split('\r\n')[0] ?? '', answer: BAD_REQUEST }, parts);
  } else {
    if (!isTls(head)) parts.connections.note(socket.remotePort, { by: isAbsolute(head) ? 'proxy' : 'transparent' });
    socket.unshift(head);
    parts.interceptor.take(socket);
  }
}

const BAD_REQUEST = Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');

const isTls = (head: Buffer): boolean => head[0] === 0x16;

/** A request for a whole URL is one to a proxy (RFC 9112, 3.2.2). */
const isAbsolute = (head: Buffer): boolean => /^[A-Z]+ https?:\/\//i.test(head.toString('latin1', 0, 32));

/** Goes through a SOCKS handshake with what has come and what still comes. */
function negotiateSocks(socket: Socket, head: Buffer, parts: FrontParts): void {
  const version = head[0] === 4 ? 4 : 5;
  let unread = head;
  let state: SocksState = 'greeting';
  const done = (): void => { socket.off('readable', read).off('end', gone); };
  const proceed = (): void => {
    for (;;) {
      const step = socksStep(unread, version, state);
      if (step.next === 'read more' && unread.length < LONGEST_REQUEST_BYTES) return;
      if (step.next === 'answer') {
        socket.write(step.answer);
        unread = unread.subarray(step.used);
        state = step.state;
        continue;
      }
      done();
      if (step.next === 'connect') connectTo(step.target, { socket, rest: unread.subarray(step.used), by: `socks${version}`, answer: step.answer }, parts);
      else refuse(socket, step.next === 'refuse' ? step : { why: 'a SOCKS request without end', answer: Buffer.alloc(0) }, parts);
      return;
    }
  };
  const read = (): void => {
    const chunk: unknown = socket.read();
    if (!Buffer.isBuffer(chunk)) return;
    unread = Buffer.concat([unread, chunk]);
    proceed();
  };
  const gone = (): void => { socket.destroy(); };
  parts.connections.note(socket.remotePort, { by: `socks${version}` });
  socket.on('readable', read).on('end', gone);
  proceed();
}

interface Asked {
  readonly socket: Socket;
  /** What came behind the request. */
  readonly rest: Buffer;
  readonly by: 'connect' | 'socks4' | 'socks5';
  readonly answer: Buffer;
}

function connectTo(target: Target, { socket, rest, by, answer }: Asked, parts: FrontParts): void {
  if (isOurs(target, socket)) {
    refuse(socket, { why: 'a connection to the recorder itself, through the recorder', answer: by === 'connect' ? BAD_REQUEST : Buffer.alloc(0), target }, parts);
    return;
  }
  const startMs = Date.now();
  parts.connections.note(socket.remotePort, { startMs, target, by, head: rest });
  socket.write(answer);
  if (rest.length > 0) socket.unshift(rest);
  awaitFirstWord(socket, target, { ...parts, startMs });
}

/** What asks to be led back to this very port would be led round for ever. */
function isOurs(target: Target, socket: Socket): boolean {
  return target.port === socket.localPort && /^(127\.[\d.]+|localhost|::1|::ffff:127\.[\d.]+|0\.0\.0\.0|::)$/.test(target.host);
}

/** What can go nowhere is an event all the same. */
function refuse(socket: Socket, { why, answer, target }: { why: string; answer: Buffer; target?: Target }, { book, connections }: FrontParts): void {
  const nothing = { host: '', port: 0, secure: false, tunnel: { sentBytes: 0, receivedBytes: 0 } };
  book.begin({ kind: 'tunnel', startMs: Date.now(), ...nothing, ...target, ...connections.of(socket.remotePort) }).end('aborted', { error: `refused: ${why.slice(0, 200)}` });
  socket.resume().end(answer);
}

/** Target of a CONNECT request; nothing when the bytes are another request. */
export function parseConnect(head: Buffer): Target | undefined {
  const match = /^CONNECT \[?([^\s\]]+?)\]?:(\d{1,5}) HTTP\/1\.[01]\r\n/.exec(head.toString('latin1'));
  return match?.[1] === undefined ? undefined : { host: match[1].toLowerCase(), port: Number(match[2]) };
}
