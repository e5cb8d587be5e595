import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders, type IncomingHttpStatusHeader } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { DeadConnection, decoded, flatHeaders, type Exchange } from './http-exchange.ts';
import { asFailure, NetworkFailure } from './network-failure.ts';
import type { AppResponse } from './network.ts';

// What OkHttp 3 tells a server of itself (Http2Connection).
const WINDOW_BYTES = 16 * 1024 * 1024;
// RFC 9113, 8.2.2: what speaks of one connection has no place here; the host is :authority.
const LEFT_OUT = new Set(['connection', 'host', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/** Begins HTTP/2 over a connection on which it was agreed. */
export function http2Over(socket: TLSSocket, origin: string): ClientHttp2Session {
  const session = connect(origin, { createConnection: () => socket, settings: { enablePush: false, initialWindowSize: WINDOW_BYTES } });
  // Whoever has a request on it hears of it by that; without one it is only gone.
  session.on('error', () => undefined);
  return session;
}

/**
 * Sends a request over a session and reads the whole answer.
 * @throws {DeadConnection} when the session was over before the server had answered anything.
 */
export function exchangeOverHttp2(session: ClientHttp2Session, what: Exchange): Promise<AppResponse> {
  return new Promise((resolve, reject) => {
    const stream = openStream(session, what);
    const chunks: Buffer[] = [];
    let head: (IncomingHttpHeaders & IncomingHttpStatusHeader) | undefined;
    let isEnded = false;
    const failed = (error: unknown): void => {
      clearTimeout(timer);
      const failure = asFailure(error, 'exchange');
      const isDead = head === undefined && failure.code !== 'ETIMEDOUT' && failure.code !== 'ECONNABORTED';
      reject(isDead ? new DeadConnection(failure.code, failure.stage, failure.message, { cause: failure }) : failure);
    };
    const timer = setTimeout(() => {
      failed(new NetworkFailure('ETIMEDOUT', 'exchange', `${what.method} ${what.target}: no answer within ${what.timeoutMs} ms`));
      stream.close(constants.NGHTTP2_CANCEL);
    }, what.timeoutMs);
    stream.on('response', (headers) => (head = headers));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => (isEnded = true));
    stream.on('error', (error: Error) => failed(readable(error)));
    // A connection that is cut ends its streams without an error: only what was closed in order is whole.
    stream.on('close', () => {
      if (head === undefined || !isEnded || stream.rstCode !== constants.NGHTTP2_NO_ERROR || isCutShort(head, chunks)) {
        failed(new NetworkFailure('ECONNRESET', 'exchange', `${what.method} ${what.target}: the connection ended before its answer did`));
        return;
      }
      clearTimeout(timer);
      try {
        resolve(answer(head, Buffer.concat(chunks)));
      } catch (error) {
        failed(error);
      }
    });
    stream.end(what.body);
  });
}

function openStream(session: ClientHttp2Session, what: Exchange): ClientHttp2Stream {
  const headers = Object.entries(what.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const authority = headers.find(([name]) => name === 'host')?.[1];
  try {
    return session.request({
      ':method': what.method,
      ':path': what.target,
      ...(authority === undefined ? {} : { ':authority': authority }),
      ...Object.fromEntries(headers.filter(([name]) => !LEFT_OUT.has(name))),
      ...(what.body === undefined ? {} : { 'content-length': String(what.body.length) }),
    });
  } catch (error) {
    // The server has said goodbye, or the session has ended, since it was chosen.
    throw new DeadConnection('ECONNRESET', 'exchange', `${what.method} ${what.target}: the connection is over`, { cause: error });
  }
}

function isCutShort(head: IncomingHttpHeaders, chunks: readonly Buffer[]): boolean {
  const announced = head['content-length'];
  return announced !== undefined && Number(announced) !== chunks.reduce((sum, { length }) => sum + length, 0);
}

function answer(head: IncomingHttpHeaders & IncomingHttpStatusHeader, body: Buffer): AppResponse {
  const headers = Object.fromEntries(Object.entries(head).filter(([name]) => !name.startsWith(':')));
  return { status: head[':status'] ?? 0, headers: flatHeaders(headers), body: decoded(body, headers['content-encoding']?.toString()) };
}

/** Node's own words for a stream that was reset are no errno's. */
function readable(error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_HTTP2') ? new NetworkFailure('ECONNRESET', 'exchange', error.message, { cause: error }) : error;
}
