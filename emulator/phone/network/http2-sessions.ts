import type { ClientHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { IDLE_MS } from './connection-pool.ts';
import { http2Over } from './http2-exchange.ts';

/** HTTP/2 connections by app, server and way: one each, for all requests at once. */
export class Http2Sessions {
  readonly #sessions = new Map<string, ClientHttp2Session>();
  /** Handshakes under way: whoever wants the same server meanwhile waits for their outcome. */
  readonly #opening = new Map<string, Promise<ClientHttp2Session | undefined>>();
  /** Connections that were opened for HTTP/2 to servers that speak HTTP/1.1 alone, for the request that comes first. */
  readonly #spares = new Map<string, TLSSocket>();
  /** Servers known to speak HTTP/1.1 alone. */
  readonly #old = new Set<string>();

  /** The session of a key, made when there is none; undefined when the server speaks HTTP/1.1 alone. */
  async sessionFor(key: string, origin: string, open: () => Promise<TLSSocket>): Promise<ClientHttp2Session | undefined> {
    if (this.#old.has(key)) return undefined;
    const known = this.#sessions.get(key);
    if (known !== undefined && !known.closed && !known.destroyed) return known;
    const opening = this.#opening.get(key) ?? this.#open(key, origin, open).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opening);
    return opening;
  }

  /** The connection by which a server was found to speak HTTP/1.1 alone; each is given once. */
  takeSpare(key: string): TLSSocket | undefined {
    const spare = this.#spares.get(key);
    this.#spares.delete(key);
    return spare?.destroyed === true ? undefined : spare;
  }

  /** Takes no more requests on what is open; it ends with the requests it has. */
  retire(): void {
    for (const session of this.#sessions.values()) session.close();
    for (const spare of this.#spares.values()) spare.destroy();
    this.#sessions.clear();
    this.#spares.clear();
    this.#old.clear();
  }

  /** Breaks off everything. */
  close(): void {
    const sessions = [...this.#sessions.values()];
    this.retire();
    for (const session of sessions) session.destroy();
  }

  async #open(key: string, origin: string, open: () => Promise<TLSSocket>): Promise<ClientHttp2Session | undefined> {
    const socket = await open();
    if (socket.alpnProtocol !== 'h2') {
      this.#old.add(key);
      this.#spares.set(key, socket);
      return undefined;
    }
    const session = http2Over(socket, origin);
    const forget = (): void => {
      if (this.#sessions.get(key) === session) this.#sessions.delete(key);
    };
    session.once('goaway', () => {
      forget();
      session.close();
    });
    session.once('close', forget);
    session.setTimeout(IDLE_MS, () => session.close());
    this.#sessions.set(key, session);
    return session;
  }
}
