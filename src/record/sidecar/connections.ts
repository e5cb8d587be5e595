import type { FlowBook } from './flow-book.ts';

/** A connection of the phone, as the front sees it. */
export interface PhoneConnection {
  readonly startMs: number;
  /** Target of its CONNECT; absent when it spoke plain HTTP to the proxy. */
  readonly target?: { readonly host: string; readonly port: number };
  /** What broke the connection after its TLS handshake. */
  readonly tlsError?: string;
}

/** How long the announcements about a connection may take to arrive: mockttp sends them in later ticks. */
const ANNOUNCEMENTS_MS = 250;

interface Tracked {
  connection: PhoneConnection;
  /** How many flows have spoken of it. */
  flows: number;
}

/**
 * Remembers the phone's connections by their port, so that nothing goes unrecorded and nothing is recorded twice: a
 * CONNECT that ended without any flow to show for it becomes an empty tunnel, because the phone did name a host and
 * asked to be connected.
 */
export class Connections {
  readonly #byPort = new Map<number, Tracked>();
  readonly #pending = new Set<() => void>();
  readonly #book: FlowBook;

  constructor(book: FlowBook) {
    this.#book = book;
  }

  /** Takes note of a connection that has named its target, or speaks plain HTTP. */
  opened(port: number, connection: PhoneConnection): void {
    this.#byPort.set(port, { connection, flows: 0 });
  }

  /** Says that a flow speaks of the connection behind a port of the phone's side, and which connection that is. */
  explain(port: number | undefined): PhoneConnection | undefined {
    const tracked = port === undefined ? undefined : this.#byPort.get(port);
    if (tracked !== undefined) tracked.flows += 1;
    return tracked?.connection;
  }

  /** Takes note of what broke a connection after its TLS handshake. */
  tlsBroke(port: number | undefined, error: Error): void {
    const tracked = port === undefined ? undefined : this.#byPort.get(port);
    if (tracked !== undefined) tracked.connection = { ...tracked.connection, tlsError: error.message };
  }

  /** Records something about a connection, unless a flow speaks of it in the next moment anyway. */
  unlessExplained(port: number | undefined, record: (connection: PhoneConnection | undefined) => void): void {
    const tracked = port === undefined ? undefined : this.#byPort.get(port);
    const before = tracked?.flows;
    this.#later(() => {
      if (tracked?.flows !== before) return;
      if (tracked !== undefined) tracked.flows += 1;
      record(tracked?.connection);
    });
  }

  /** Takes note of the end; what nobody has spoken for by then is recorded a little later. */
  closed(port: number): void {
    const tracked = this.#byPort.get(port);
    if (tracked === undefined) return;
    this.#later(() => {
      if (this.#byPort.get(port) === tracked) this.#byPort.delete(port);
      this.#recordUnexplained(tracked);
    });
  }

  /** Records now what was waiting, at the recorder's end. */
  endAll(): void {
    for (const settle of [...this.#pending]) settle();
    for (const tracked of this.#byPort.values()) this.#recordUnexplained(tracked);
  }

  #later(settle: () => void): void {
    const once = (): void => {
      if (this.#pending.delete(once)) settle();
    };
    this.#pending.add(once);
    setTimeout(once, ANNOUNCEMENTS_MS).unref();
  }

  #recordUnexplained(tracked: Tracked): void {
    const { startMs, target } = tracked.connection;
    if (tracked.flows > 0 || target === undefined) return;
    tracked.flows = 1;
    const empty = { startMs, ...target, tunnel: { sentBytes: 0, receivedBytes: 0 } };
    this.#book.begin({ kind: 'tunnel', secure: false, ...empty }).end('aborted', { error: 'closed before anything was sent' });
  }
}
