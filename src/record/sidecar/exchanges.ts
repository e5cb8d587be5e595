import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

import type { AbortedRequest, ClientError, CompletedRequest, InitiatedResponse, Request } from 'mockttp';

import type { FlowRequest, FlowResponse, Header } from '../../flow/flow.ts';
import { PROBE_HOST } from '../../flow/probe.ts';
import { questionsOfRequest } from '../dns-questions.ts';
import { type Connections, unusable } from './connections.ts';
import type { FlowBook, FlowStart, OpenFlow } from './flow-book.ts';

/** Finished exchanges kept at hand, in case their answer fails on the way to the phone. */
const REMEMBERED = 512;

/** The head of an answer, as mockttp's several kinds of it have it in common. */
interface AnswerHead {
  readonly statusCode: number;
  readonly statusMessage?: string | undefined;
  readonly rawHeaders: readonly Header[];
}

/** Turns what mockttp says about HTTP exchanges into flows. */
export class Exchanges {
  readonly #book: FlowBook;
  readonly #connections: Connections;
  readonly #byId = new Map<string, OpenFlow>();
  readonly #finished: string[] = [];

  constructor(book: FlowBook, connections: Connections) {
    this.#book = book;
    this.#connections = connections;
  }

  /** A request has come in full and is about to go on. Returns its probe token when it is a liveness probe. */
  request(request: CompletedRequest): string | undefined {
    const probe = probeToken(request);
    const body = this.#book.body(request.body.buffer);
    const questions = questionsOfRequest({ ...requestOf(request), method: request.method }, request.body.buffer);
    this.#byId.set(request.id, this.#book.begin({
      ...startOf(request),
      ...this.#connections.of(request.remotePort),
      request: { ...requestOf(request), ...body },
      bytes: { sent: requestHeadBytes(request) + request.body.buffer.length, received: 0 },
      ...(questions.length === 0 ? {} : { dns: { questions } }),
      ...(probe === undefined ? {} : { probe }),
    }));
    return probe;
  }

  /** An answer has come in full and is about to go to the phone. */
  response(id: string, response: AnswerHead, bytes: Uint8Array): void {
    const body = this.#book.body(bytes);
    const sent = this.#byId.get(id)?.flow.bytes?.sent ?? 0;
    this.#finish(id, 'complete', { response: { ...responseOf(response), ...body }, bytes: { sent, received: answerHeadBytes(responseOf(response)) + bytes.length } });
  }

  /** An answer is going out; when it did not come from upstream this is the first that is heard of it. */
  responseInitiated(response: InitiatedResponse): void {
    const open = this.#byId.get(response.id);
    if (open?.flow.state !== 'open') return;
    this.#finish(response.id, 'aborted', { response: responseOf(response), error: 'answered by the sidecar because the exchange failed' });
  }

  /** An exchange broke off, on either side. */
  aborted(request: AbortedRequest): void {
    const connection = this.#connections.of(request.remotePort);
    const error = request.error?.message ?? 'the phone closed the connection before the exchange was over';
    if (!this.#byId.has(request.id)) {
      this.#byId.set(request.id, this.#book.begin({ ...startOf(request), ...connection, request: requestOf(request), bytes: { sent: requestHeadBytes(request), received: 0 } }));
    }
    this.#finish(request.id, 'aborted', { error });
  }

  /** A request whose URL cannot be read; it is refused. */
  unreadable(request: IncomingMessage, error: unknown): void {
    const seen = this.#connections.explain(request.socket.remotePort);
    const target = seen?.target ?? { host: '', port: 0 };
    const { method = '', url = '', httpVersion, rawHeaders } = request;
    const headers = rawHeaders.flatMap((name, index): Header[] => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : []));
    const start = { kind: 'http' as const, startMs: Date.now(), ...target, secure: request.socket instanceof TLSSocket };
    this.#book.begin({ ...start, ...(seen === undefined ? {} : { connection: seen.about }), request: { method, url, httpVersion, headers } })
      .end('aborted', { error: `refused: ${error instanceof Error ? error.message : String(error)}` });
  }

  /** Something came that is not a request, or the end came in the middle of one; an abort then speaks of it too. */
  clientError(event: ClientError): void {
    this.#connections.unlessExplained(event.request.remotePort, (connection) => {
      const { method, url, httpVersion, rawHeaders } = event.request;
      const startMs = Math.round(event.request.timingEvents.startTime);
      const isRequest = method !== undefined && url !== undefined && URL.canParse(url);
      const start: FlowStart = isRequest
        ? { kind: 'http', startMs, ...placeOf(url), request: { method, url, httpVersion, headers: rawHeaders } }
        : { ...unusable(this.#book, connection), startMs };
      this.#book.begin({ ...start, ...(connection === undefined ? {} : { connection: connection.about }) }).end('aborted', { error: `not a request: ${event.errorCode ?? 'unknown'}` });
    });
  }

  #finish(id: string, state: 'complete' | 'aborted', news: Parameters<OpenFlow['end']>[1]): void {
    this.#byId.get(id)?.end(state, news);
    this.#finished.push(id);
    if (this.#finished.length > REMEMBERED) this.#byId.delete(this.#finished.shift() ?? '');
  }
}

/** The host, port and security a URL speaks of. */
export function placeOf(url: string): { host: string; port: number; secure: boolean } {
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === 'https:' || protocol === 'wss:';
  return { host: hostname.toLowerCase().replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 443 : 80) : Number(port), secure };
}

/** A request's head in the ledger's words. */
export function requestOf(request: Request): FlowRequest {
  return { method: request.method, url: request.url, httpVersion: request.httpVersion, headers: request.rawHeaders };
}

/** When a request began and where it goes; a URL that cannot be read leaves where it was sent. */
export function whenAndWhere(request: Request): Pick<FlowStart, 'startMs' | 'host' | 'port' | 'secure'> {
  const { hostname, port } = request.destination;
  const sentTo = { host: hostname.toLowerCase(), port, secure: /^(https|wss)$/.test(request.protocol) };
  return { startMs: Math.round(request.timingEvents.startTime), ...(URL.canParse(request.url) ? placeOf(request.url) : sentTo) };
}

/** Bytes of a request's head as HTTP/1.1 would write it, whatever it came as. */
export function requestHeadBytes(request: Request): number {
  const { pathname, search } = URL.canParse(request.url) ? new URL(request.url) : { pathname: request.url, search: '' };
  return `${request.method} ${pathname}${search} HTTP/1.1\r\n`.length + headerBytes(request.rawHeaders);
}

/** Bytes of an answer's head as HTTP/1.1 would write it. */
export const answerHeadBytes = ({ status, statusText, headers }: Pick<FlowResponse, 'status' | 'statusText' | 'headers'>): number =>
  `HTTP/1.1 ${status} ${statusText}\r\n`.length + headerBytes(headers);

const headerBytes = (headers: readonly Header[]): number =>
  headers.reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, '\r\n'.length);

const startOf = (request: Request): FlowStart => ({ kind: 'http', ...whenAndWhere(request) });

function responseOf(response: AnswerHead): FlowResponse {
  // HTTP/2 has no status message, and mockttp then gives none.
  return { status: response.statusCode, statusText: response.statusMessage ?? '', headers: response.rawHeaders.filter(([name]) => !name.startsWith(':')) };
}

function probeToken(request: Request): string | undefined {
  return whenAndWhere(request).host === PROBE_HOST ? new URL(request.url).pathname.slice(1) : undefined;
}
