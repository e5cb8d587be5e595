import { Agent, type ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';

// OkHttp's and HttpURLConnection's pool (com.android.okhttp ConnectionPool): five idle connections, five minutes each.
const MAX_IDLE = 5;
/** How long a connection nobody uses is kept. */
export const IDLE_MS = 5 * 60_000;

/** One app's connections to one server by one way, kept for the next request. */
export class ConnectionPool {
  readonly #agents = new Map<string, PooledConnections>();

  /** The agent of a key; `open` makes a new connection when none is idle. */
  agentFor(key: string, open: () => Promise<Duplex>): Agent {
    const agent = this.#agents.get(key) ?? new PooledConnections();
    this.#agents.set(key, agent);
    agent.open = open;
    return agent;
  }

  /** Closes what is idle, and what is in use once it is not. */
  retire(): void {
    for (const agent of this.#agents.values()) agent.retire();
    this.#agents.clear();
  }

  /** Closes everything. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }
}

class PooledConnections extends Agent {
  open: (() => Promise<Duplex>) | undefined;
  #isRetired = false;
  /** How to stop watching over an idle connection. */
  readonly #watches = new WeakMap<Duplex, () => void>();

  constructor() {
    super({ keepAlive: true, maxFreeSockets: MAX_IDLE });
  }

  retire(): void {
    this.#isRetired = true;
    for (const sockets of Object.values(this.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  override createConnection(_options: object, done?: (error: Error | null, socket: Duplex) => void): undefined {
    this.open?.().then(
      (socket) => done?.(null, socket),
      // Node hands the error to the request; there is no socket then.
      (error: unknown) => (done as ((error: unknown) => void) | undefined)?.(error),
    );
    return undefined;
  }

  override getName(): string {
    return 'one server';
  }

  // Returns whether to keep it, as the documentation says and the types do not.
  override keepSocketAlive(socket: Duplex): boolean {
    if (this.#isRetired) return false;
    const end = (): void => { socket.destroy(); };
    const timer = setTimeout(end, IDLE_MS);
    timer.unref();
    // The end of a stream is told only to whoever reads it. A server that hangs up on an idle connection ends its half,
    // and a request written into the other half would never be answered.
    socket.once('end', end);
    socket.resume();
    this.#watches.set(socket, () => {
      clearTimeout(timer);
      socket.off('end', end);
    });
    return true;
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#watches.get(socket)?.();
    super.reuseSocket(socket, request);
  }
}
