import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { asFailure, NetworkFailure } from './network-failure.ts';
import type { AppWebSocket } from './network.ts';

const OPEN_TIMEOUT_MS = 30_000;

/** Told of each message as it crosses. */
export type WebSocketWatch = (message: Buffer) => void;

/** Shakes hands over an open connection (TLS already on it for wss) and resolves once the WebSocket stands. */
export async function webSocketOver(
  socket: Duplex,
  request: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  watch: WebSocketWatch,
): Promise<AppWebSocket> {
  const url = new URL(request.url);
  // TLS is the connection's own affair: to ws every address is a plain one.
  url.protocol = 'ws:';
  const client = new WebSocket(url.href, {
    createConnection: () => socket as never,
    headers: { ...request.headers, Host: url.host },
    handshakeTimeout: OPEN_TIMEOUT_MS,
    // OkHttp offers it; Earshot's world does not take it, and what is sent stays readable.
    perMessageDeflate: false,
  });
  const inbox = new Inbox(client);
  try {
    await once(client, 'open');
  } catch (error) {
    socket.destroy();
    throw asFailure(error, 'exchange');
  }
  return {
    send: (message) => {
      watch(Buffer.from(message));
      return new Promise((resolve, reject) => {
        client.send(message, (error) => (error ? reject(asFailure(error, 'exchange')) : resolve()));
      });
    },
    receive: () => inbox.next(),
    close: async () => {
      if (client.readyState === WebSocket.CLOSED) return;
      const closed = once(client, 'close');
      client.close(1000);
      await closed;
    },
  };
}

/** Messages that came and nobody has asked for yet, and those who wait for one. */
class Inbox {
  readonly #messages: (string | Buffer)[] = [];
  readonly #waiting: { resolve: (message: string | Buffer) => void; reject: (error: Error) => void }[] = [];
  #over: Error | undefined;

  constructor(client: WebSocket) {
    client.on('message', (data, isBinary) => {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
      const message = isBinary ? bytes : bytes.toString('utf8');
      const waiter = this.#waiting.shift();
      if (waiter === undefined) this.#messages.push(message);
      else waiter.resolve(message);
    });
    client.on('error', (error) => this.#end(error));
    client.on('close', () => this.#end(new NetworkFailure('ECONNRESET', 'exchange', 'the WebSocket was closed')));
  }

  next(): Promise<string | Buffer> {
    const message = this.#messages.shift();
    if (message !== undefined) return Promise.resolve(message);
    if (this.#over !== undefined) return Promise.reject(this.#over);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #end(error: Error): void {
    this.#over ??= error;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(this.#over);
  }
}
