import type { FlowBook } from './flow-book.ts';

/** A connection of the phone, as the front sees it. */
export interface PhoneConnection {
  readonly startMs: number;
  /** Target of its CONNECT; absent when it spoke plain HTTP to the proxy. */
  readonly target?: { readonly host: string; readonly port: number };
  /** Something recorded already speaks of this connection. */
  explained: boolean;
}

/** How long the announcements about a closed connection may take to arrive: mockttp sends them in later ticks. */
const ANNOUNCEMENTS_MS = 250;

/**
 * Remembers the phone's connections by their port, so that no CONNECT goes unrecorded: one that ended without any
 * flow to show for it is recorded as an empty tunnel, because the phone did name a host and asked to be connected.
 */
export class Connections {
  readonly #byPort = new Map<number, PhoneConnection>();
  readonly #closed = new Set<PhoneConnection>();
  readonly #book: FlowBook;

  constructor(book: FlowBook) {
    this.#book = book;
  }

  /** Takes note of a connection that has named its target, or speaks plain HTTP. */
  opened(port: number, connection: PhoneConnection): void {
    this.#byPort.set(port, connection);
  }

  /** The connection behind a port of the phone's side, once it has been marked as recorded. */
  explain(port: number | undefined): PhoneConnection | undefined {
    const connection = port === undefined ? undefined : this.#byPort.get(port);
    if (connection !== undefined) connection.explained = true;
    return connection;
  }

  /** Takes note of the end; what nobody has spoken for by then is recorded a little later. */
  closed(port: number): void {
    const connection = this.#byPort.get(port);
    if (connection === undefined) return;
    this.#closed.add(connection);
    setTimeout(() => {
      if (this.#byPort.get(port) === connection) this.#byPort.delete(port);
      this.#recordUnexplained(connection);
    }, ANNOUNCEMENTS_MS).unref();
  }

  /** Records now what was waiting, at the recorder's end. */
  endAll(): void {
    for (const connection of [...this.#closed, ...this.#byPort.values()]) this.#recordUnexplained(connection);
  }

  #recordUnexplained(connection: PhoneConnection): void {
    this.#closed.delete(connection);
    if (connection.explained || connection.target === undefined) return;
    connection.explained = true;
    const empty = { startMs: connection.startMs, ...connection.target, tunnel: { sentBytes: 0, receivedBytes: 0 } };
    this.#book.begin({ kind: 'tunnel', secure: false, ...empty }).end('aborted', { error: 'closed before anything was sent' });
  }
}
