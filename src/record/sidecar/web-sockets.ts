import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

import type { OngoingRequest } from 'mockttp';

import type { Flow, Header } from '../../flow/flow.ts';
import type { Connections } from './connections.ts';
import { answerHeadBytes, requestHeadBytes, requestOf, whenAndWhere } from './exchanges.ts';
import type { FlowBook, OpenFlow } from './flow-book.ts';

const HEADER_END = '\r\n\r\n';

/** The part of a `ws` WebSocket that carries messages. */
interface MessageSocket extends EventEmitter {
  send(data: Buffer | string, ...rest: readonly unknown[]): void;
}

/**
 * Records a WebSocket from its upgrade request on. Called before mockttp forwards the request; its own events speak
 * of messages only after they have gone on, so the messages are taken from the socket itself.
 */
export function recordWebSocket(request: OngoingRequest, socket: Socket, parts: { book: FlowBook; connections: Connections }): void {
  const open = parts.book.begin({
    kind: 'websocket',
    ...whenAndWhere(request),
    ...parts.connections.of(request.remotePort),
    request: requestOf(request),
    messages: [],
    bytes: { sent: requestHeadBytes(request), received: 0 },
  });
  const stopWatching = recordAnswer(socket, open, parts.book);
  let upgraded = false;
  socket.once('ws-upgrade', (phone: MessageSocket) => {
    upgraded = true;
    stopWatching();
    recordMessages(phone, open, parts.book);
  });
  socket.once('close', () => {
    if (upgraded) return;
    const refused = open.flow.response !== undefined;
    open.end(refused ? 'complete' : 'aborted', refused ? {} : { error: 'closed before the upgrade was answered' });
  });
}

/** Records the answer to the upgrade before it is written to the phone. */
function recordAnswer(socket: Socket, open: OpenFlow, book: FlowBook): () => void {
  // The instance's own method: replaced while the answer is written, as mockttp does, and put back after.
  const write = socket._write.bind(socket);
  let written = Buffer.alloc(0);
  let watching = true;
  socket._write = (chunk: Buffer | string, encoding, done) => {
    if (watching) {
      written = Buffer.concat([written, typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk]);
      const response = parseAnswer(written);
      if (response !== undefined) {
        const received = answerHeadBytes(response.head) + response.body.length;
        open.update({ response: { ...response.head, ...book.body(response.body) }, bytes: { sent: open.flow.bytes?.sent ?? 0, received } });
      }
    }
    write(chunk, encoding, done);
  };
  return () => { watching = false; };
}

function recordMessages(phone: MessageSocket, open: OpenFlow, book: FlowBook): void {
  const record = (from: 'phone' | 'server', data: Buffer | string): void =>
    open.message({ atMs: Date.now(), from, body: book.bodyRef(typeof data === 'string' ? Buffer.from(data) : data) });
  phone.on('message', (data: Buffer) => record('phone', data));
  const send = phone.send.bind(phone);
  phone.send = (data, ...rest) => {
    record('server', data);
    send(data, ...rest);
  };
  phone.on('close', (code: number) => {
    // 1006 is never sent: it says that the connection ended without a closing frame (RFC 6455, 7.1.5).
    const bytes = allBytes(open.flow);
    open.end(code === 1006 ? 'aborted' : 'complete', code === 1006 ? { bytes, error: 'ended without a closing frame' } : { bytes });
  });
}

/** Heads and messages; the messages' frames are few bytes and not counted. */
function allBytes({ bytes, messages }: Flow): NonNullable<Flow['bytes']> {
  const of = (from: 'phone' | 'server'): number =>
    (messages ?? []).reduce((sum, message) => sum + (message.from === from ? message.body.byteCount : 0), 0);
  return { sent: (bytes?.sent ?? 0) + of('phone'), received: (bytes?.received ?? 0) + of('server') };
}

/** The answer to an upgrade request as written so far; nothing before its headers are whole. */
export function parseAnswer(bytes: Buffer): { head: { status: number; statusText: string; headers: Header[] }; body: Buffer } | undefined {
  const end = bytes.indexOf(HEADER_END);
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, status = '0', statusText = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(statusLine) ?? [];
  const headers = lines.map((line): Header => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  return { head: { status: Number(status), statusText, headers }, body: bytes.subarray(end + HEADER_END.length) };
}
