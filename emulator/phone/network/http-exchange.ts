import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import { asFailure, NetworkFailure } from './network-failure.ts';
import type { AppResponse } from './network.ts';

/** One HTTP request as it goes over an open connection. */
export interface Exchange {
  readonly method: string;
  /** Request target: a path, or an absolute address when a proxy is asked. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly timeoutMs: number;
}

/** Sends a request over a connection of the agent's and reads the whole answer; one that turns out dead is replaced once. */
export async function exchange(agent: Agent, what: Exchange): Promise<AppResponse> {
  try {
    return await exchangeOnce(agent, what);
  } catch (error) {
    // The server had closed a connection that was idle: OkHttp, too, tries again with a new one.
    if (error instanceof DeadConnection) return exchangeOnce(agent, what);
    throw error;
  }
}

/** A connection that had been used before and was no more when it was needed. */
export class DeadConnection extends NetworkFailure {}

function exchangeOnce(agent: Agent, what: Exchange): Promise<AppResponse> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      agent,
      method: what.method,
      path: what.target,
      headers: withLength(what),
      setHost: false,
    });
    let isAnswered = false;
    const failed = (error: unknown): void => {
      clearTimeout(timer);
      const failure = asFailure(error, 'exchange');
      // Once an answer has begun the server has done what it was asked; to ask again would do it twice.
      const isDead = request.reusedSocket && !isAnswered && failure.code !== 'ETIMEDOUT' && failure.code !== 'ECONNABORTED';
      request.destroy();
      reject(isDead ? new DeadConnection(failure.code, failure.stage, failure.message, { cause: failure }) : failure);
    };
    // A request without a connection yet does not tell of being destroyed: what waits for it is told here.
    const timer = setTimeout(() => {
      failed(new NetworkFailure('ETIMEDOUT', 'exchange', `${what.method} ${what.target}: no answer within ${what.timeoutMs} ms`));
    }, what.timeoutMs);
    request.on('error', failed);
    request.on('response', (incoming) => {
      isAnswered = true;
      readAll(incoming)
        .then((body) => {
          resolve({ status: incoming.statusCode ?? 0, headers: flatHeaders(incoming.headers), body: decoded(body, incoming.headers['content-encoding']) });
          clearTimeout(timer);
        })
        .catch(failed);
    });
    request.end(what.body);
  });
}

function withLength(what: Exchange): Record<string, string> {
  const needsLength = what.body !== undefined || what.method === 'POST' || what.method === 'PUT';
  return needsLength ? { ...what.headers, 'Content-Length': String(what.body?.length ?? 0) } : { ...what.headers };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** Headers by name; several of one name are lines of one. */
export function flatHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join('\n')]])),
  );
}

/**
 * A body without the encoding it came in.
 * @throws {NetworkFailure} EPROTO when it is not what its header says.
 */
export function decoded(body: Buffer, encoding: string | undefined): Buffer {
  if (body.length === 0) return body;
  try {
    if (encoding === 'gzip') return gunzipSync(body);
    return encoding === 'deflate' ? inflateSync(body) : body;
  } catch (error) {
    throw new NetworkFailure('EPROTO', 'exchange', `reading an answer: found ${body.length} bytes that are no ${encoding ?? ''}`, { cause: error });
  }
}
