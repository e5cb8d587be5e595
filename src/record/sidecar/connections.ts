import type { Socket } from 'node:net';

import { TlsMetadata } from 'mockttp/dist/util/socket-extensions';

import type { FlowConnection } from '../../flow/flow.ts';
import type { FlowBook, FlowStart } from './flow-book.ts';
import type { Target } from './upstream.ts';

/** A connection of the phone, as the front sees it. */
export interface PhoneConnection {
  readonly startMs: number;
  readonly about: FlowConnection;
  /** Where it asked to be connected to; absent when it spoke plain HTTP to the proxy or no proxy's language at all. */
  readonly target?: Target;
  /** What came first, kept for when nothing can be made of it. */
  readonly head?: Buffer;
  /** Its TLS handshake with us was finished. */
  readonly secured?: boolean;
  /** What broke its TLS, before or after the end of the handshake. */
  readonly tlsError?: string;
  /** All TCP payload of it so far. */
  readonly bytes: { readonly sent: number; readonly received: number };
}

/** What is found out about a connection after it was accepted. */
type News = Partial<Pick<PhoneConnection, 'startMs' | 'target' | 'head' | 'secured' | 'tlsError'>> & { by?: FlowConnection['by'] };

/** How long the announcements about a connection may take to arrive: mockttp sends them in later ticks. */
const ANNOUNCEMENTS_MS = 250;

interface Tracked {
  readonly socket: Socket;
  connection: Omit<PhoneConnection, 'bytes'>;
  /** How many flows have spoken of it. */
  flows: number;
}

/**
 * Remembers the phone's connections by their port, so that nothing goes unrecorded and nothing is recorded twice: a
 * connection that said something or named a host, and ended without any flow to show for it, becomes a flow of its own.
 */
export class Connections {
  readonly #byPort = new Map<number, Tracked>();
  readonly #pending = new Set<() => void>();
  readonly #book: FlowBook;
  #count = 0;

  constructor(book: FlowBook) {
    this.#book = book;
  }

  /** Takes note of a connection that was accepted, and of its end. */
  accepted(socket: Socket): void {
    const { remotePort } = socket;
    if (remotePort === undefined) return; // Gone before it could be looked at; it cannot have said anything.
    this.#count += 1;
    const startMs = Date.now();
    const about: FlowConnection = { id: `c${String(this.#count).padStart(6, '0')}`, from: remotePort, openedMs: startMs, by: 'transparent' };
    const tracked = { socket, connection: { startMs, about }, flows: 0 };
    this.#byPort.set(remotePort, tracked);
    socket.once('close', () => this.#closed(remotePort, tracked));
  }

  /** Takes note of what has become known about the connection behind a port of the phone's side. */
  note(port: number | undefined, news: News): void {
    const tracked = port === undefined ? undefined : this.#byPort.get(port);
    if (tracked === undefined) return;
    const { by, ...rest } = news;
    const about = by === undefined ? tracked.connection.about : { ...tracked.connection.about, by };
    tracked.connection = { ...tracked.connection, ...rest, about };
  }

  /** Says that a flow speaks of the connection behind a port of the phone's side, and which connection that is. */
  explain(port: number | undefined): PhoneConnection | undefined {
    const tracked = port === undefined ? undefined : this.#byPort.get(port);
    if (tracked === undefined) return undefined;
    tracked.flows += 1;
    return seen(tracked);
  }

  /** The same, for the flow to be begun: its connection, or nothing when that is not known. */
  of(port: number | undefined): Pick<FlowStart, 'connection'> {
    const connection = this.explain(port);
    return connection === undefined ? {} : { connection: connection.about };
  }

  /** Records something about a connection, unless a flow speaks of it in the next moment anyway. */
  unlessExplained(port: number | undefined, record: (connection: PhoneConnection | undefined) => void): void {
    const tracked = port === undefined ? undefined : this.#byPort.get(port);
    const before = tracked?.flows;
    this.#later(() => {
      if (tracked?.flows !== before) return;
      if (tracked !== undefined) tracked.flows += 1;
      record(tracked === undefined ? undefined : seen(tracked));
    });
  }

  /** Records now what was waiting, at the recorder's end. */
  endAll(): void {
    for (const settle of [...this.#pending]) settle();
    for (const tracked of this.#byPort.values()) this.#recordUnexplained(tracked);
  }

  /** What nobody has spoken for by the end of a connection is recorded a little later. */
  #closed(port: number, tracked: Tracked): void {
    this.#later(() => {
      if (this.#byPort.get(port) === tracked) this.#byPort.delete(port);
      this.#recordUnexplained(tracked);
    });
  }

  #later(settle: () => void): void {
    const once = (): void => {
      if (this.#pending.delete(once)) settle();
    };
    this.#pending.add(once);
    setTimeout(once, ANNOUNCEMENTS_MS).unref();
  }

  #recordUnexplained(tracked: Tracked): void {
    const connection = seen(tracked);
    if (tracked.flows > 0 || (connection.target === undefined && connection.bytes.sent === 0)) return;
    tracked.flows = 1;
    const { startMs, about, bytes } = connection;
    const tls = tracked.socket[TlsMetadata];
    if (connection.secured !== true && (tls !== undefined || connection.head?.[0] === TLS_HANDSHAKE)) {
      const { host, port } = connection.target ?? { host: '', port: 443 };
      this.#book.begin({ kind: 'tls-refused', secure: true, startMs, host: tls?.sniHostname?.toLowerCase() ?? host, port, connection: about, bytes })
        .end('aborted', { tlsFailure: { reason: 'handshake-not-finished' } });
      return;
    }
    const start = unusable(this.#book, connection);
    const nothingSaid = start.tunnel?.sentBytes === 0;
    this.#book.begin({ ...start, connection: about }).end('aborted', { error: nothingSaid ? 'closed before anything was sent' : 'ended before it had said enough to be understood' });
  }
}

/** Content type of a TLS record that carries a handshake (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 0x16;

/** A flow about bytes of which nothing can be made: they are kept as far as they were seen. */
export function unusable(book: FlowBook, connection: PhoneConnection | undefined): FlowStart {
  const head = connection?.head ?? Buffer.alloc(0);
  const { body } = book.body(head);
  const tunnel = { ...(body === undefined ? {} : { sent: body }), sentBytes: head.length, receivedBytes: 0 };
  return { kind: 'tunnel', startMs: connection?.startMs ?? Date.now(), host: '', port: 0, ...connection?.target, secure: connection?.secured ?? false, tunnel };
}

/** The socket's own counters go on counting beneath TLS, and keep their value after the end. */
const seen = ({ connection, socket }: Tracked): PhoneConnection =>
  ({ ...connection, bytes: { sent: socket.bytesRead, received: socket.bytesWritten } });
