import { createServer, type Server, type Socket } from 'node:net';

import type { Connections } from './connections.ts';
import type { FlowBook } from './flow-book.ts';
import { carryTunnel } from './tunnel.ts';
import type { Target, UpstreamDialer } from './upstream.ts';

/** A client that has said nothing for this long after its CONNECT may be waiting for the server to speak first. */
const SILENCE_MS = 150;

/** A CONNECT request longer than this is not one. */
const LONGEST_REQUEST_BYTES = 16 * 1024;

const CONNECT = 'CONNECT ';

const HEADER_END = '\r\n\r\n';

/** Where the front passes on what it does not carry itself. */
export interface Interceptor {
  /** Takes over a socket whose first bytes are unread; with the target of its CONNECT, already answered, if it had one. */
  take(socket: Socket, target?: Target): void;
}

interface FrontParts {
  readonly book: FlowBook;
  readonly connections: Connections;
  readonly dialer: UpstreamDialer;
  readonly interceptor: Interceptor;
}

/**
 * The port the phone connects to. It answers CONNECT itself, because mockttp decides by the client's first bytes what
 * a connection is and so waits for ever when the server speaks first, as mail and chat servers do.
 */
export function createFront(parts: FrontParts): Server {
  // Half open sockets: a phone that has sent its last byte may still be waiting for the answer.
  return createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy()); // What broke is recorded by whoever holds the flow.
    const { remotePort } = socket;
    if (remotePort !== undefined) socket.once('close', () => parts.connections.closed(remotePort));
    readRequest(socket, (head) => receive(socket, head, parts));
  });
}

function receive(socket: Socket, head: Buffer, parts: FrontParts): void {
  const startMs = Date.now();
  const target = parseConnect(head);
  parts.connections.opened(socket.remotePort ?? 0, { startMs, ...(target === undefined ? {} : { target }) });
  if (target === undefined && CONNECT.startsWith(head.toString('latin1', 0, CONNECT.length))) {
    refuse(socket, head, parts.book);
    return;
  }
  if (target === undefined) {
    socket.unshift(head);
    parts.interceptor.take(socket);
    return;
  }
  const rest = head.subarray(head.indexOf(HEADER_END) + HEADER_END.length);
  if (rest.length > 0) socket.unshift(rest);
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  awaitFirstWord(socket, target, { ...parts, startMs });
}

/** A CONNECT that names no host and port can go nowhere; it is an event all the same. */
function refuse(socket: Socket, head: Buffer, book: FlowBook): void {
  const nothing = { host: '', port: 0, secure: false, tunnel: { sentBytes: 0, receivedBytes: 0 } };
  const asked = head.toString('latin1').split('\r\n')[0] ?? '';
  book.begin({ kind: 'tunnel', startMs: Date.now(), ...nothing }).end('aborted', { error: `refused: ${asked.slice(0, 200)}` });
  socket.resume().end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

/**
 * Passes on the first bytes: all of a CONNECT request, or whatever came first when it is something else. Reads on
 * `readable` and never pauses: an explicitly paused socket would stay silent for the HTTP server that gets it next.
 */
function readRequest(socket: Socket, done: (head: Buffer) => void): void {
  let head = Buffer.alloc(0);
  const read = (): void => {
    const chunk: unknown = socket.read();
    if (!Buffer.isBuffer(chunk)) return;
    head = Buffer.concat([head, chunk]);
    const mayBeConnect = CONNECT.startsWith(head.toString('latin1', 0, CONNECT.length));
    if (mayBeConnect && !head.includes(HEADER_END) && head.length < LONGEST_REQUEST_BYTES) return;
    socket.off('readable', read).off('end', gone);
    done(head);
  };
  const gone = (): void => { socket.destroy(); };
  socket.on('readable', read).on('end', gone);
}

/** Target of a CONNECT request; nothing when the bytes are another request. */
export function parseConnect(head: Buffer): Target | undefined {
  const match = /^CONNECT \[?([^\s\]]+?)\]?:(\d{1,5}) HTTP\/1\.[01]\r\n/.exec(head.toString('latin1'));
  return match?.[1] === undefined ? undefined : { host: match[1].toLowerCase(), port: Number(match[2]) };
}

/** Gives the socket to the interceptor when the phone speaks first, and carries it as a tunnel when the server does. */
function awaitFirstWord(phone: Socket, target: Target, parts: FrontParts & { startMs: number }): void {
  let world: Socket | undefined;
  let settled = false;
  const phoneSpeaks = (): void => {
    const first: unknown = phone.read();
    if (settled || !Buffer.isBuffer(first)) return;
    settle();
    world?.destroy();
    phone.unshift(first);
    parts.interceptor.take(phone, target);
  };
  const serverSpeaks = (first: Buffer): void => {
    if (settled || world === undefined) return;
    settle();
    world.unshift(first);
    parts.connections.explain(phone.remotePort);
    carryTunnel(phone, world, { book: parts.book, target, secure: false, startMs: parts.startMs });
  };
  const settle = (): void => {
    settled = true;
    clearTimeout(silence);
    phone.off('readable', phoneSpeaks);
    phone.off('end', giveUp);
    world?.off('data', serverSpeaks).off('close', giveUp);
  };
  const giveUp = (): void => {
    settle();
    phone.destroy();
    world?.destroy();
  };
  const silence = setTimeout(() => {
    parts.dialer.dial(target).then((socket) => {
      world = socket.on('error', () => socket.destroy());
      if (settled) socket.destroy();
      else socket.once('data', serverSpeaks).once('close', giveUp);
    }, () => undefined); // The phone may still speak; what then becomes of its request is recorded there.
  }, SILENCE_MS);
  phone.once('close', () => { if (!settled) giveUp(); });
  phone.once('end', giveUp);
  phone.on('readable', phoneSpeaks);
}
