import type { Duplex } from 'node:stream';
import type { Authorisation } from '../system/services.ts';
import { AUTH, AuthExchange } from './auth.ts';
import type { AuthStep } from './auth.ts';
import { COMMAND, encodePacket, PacketReader, VERSION_WITHOUT_CHECKSUM } from './packet.ts';
import type { Packet } from './packet.ts';
import { AdbStream } from './stream.ts';

/** Largest payload any adb sends; a limit on what is read, whatever the banner says. */
const LIMIT_BYTES = 1024 * 1024;

const NOTHING = Buffer.alloc(0);

/** Serves one opened stream. */
export type ServiceHandler = (stream: AdbStream) => void;

/** What a transport needs of the phone around it. */
export interface TransportOptions {
  readonly authorisation: Authorisation;
  readonly maxPayloadBytes: number;
  /** Protocol version of this adbd; both ends go by the lower one. */
  readonly version: number;
  /** `device::ro.product.name=…;features=…`, read anew for each host. */
  banner(): string;
  /** Who serves this service; undefined to refuse it (the host sees `closed`). */
  handlerOf(service: string, transport: Transport): ServiceHandler | undefined;
}

interface OpenStream {
  readonly stream: AdbStream;
  /** 0 until the host has answered. */
  remoteId: number;
  /** Present while an OPEN of ours waits for its answer. */
  opened?: (stream: AdbStream | undefined) => void;
}

/** One adb server's connection to this phone: handshake, authentication, and the streams in it. */
export class Transport {
  readonly #socket: Duplex;
  readonly #options: TransportOptions;
  readonly #reader = new PacketReader(LIMIT_BYTES);
  readonly #exchange: AuthExchange;
  readonly #streams = new Map<number, OpenStream>();
  readonly #onClose: (() => void)[] = [];
  #checksum = true;
  #modernPeer = false;
  #online = false;
  #maxPayloadBytes: number;
  #lastId = 0;
  #closed = false;

  constructor(socket: Duplex, options: TransportOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#exchange = new AuthExchange(options.authorisation);
    this.#maxPayloadBytes = options.maxPayloadBytes;
    socket.on('data', (chunk: Buffer) => {
      this.#onBytes(chunk);
    });
    // A reset connection ends like any other; adbd has nobody to tell.
    socket.on('error', () => {
      this.close();
    });
    socket.on('close', () => {
      this.close();
    });
  }

  /** Whether the host was let in. */
  get online(): boolean {
    return this.#online;
  }

  /** Calls back once the connection is gone. */
  onClose(callback: () => void): void {
    this.#onClose.push(callback);
  }

  /** Opens a stream to a service of the host (`tcp:8080`); undefined when it refuses. */
  open(service: string): Promise<AdbStream | undefined> {
    if (!this.#online) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const localId = this.#newId();
      const stream = this.#newStream(localId);
      this.#streams.set(localId, { stream, remoteId: 0, opened: resolve });
      this.#send(COMMAND.OPEN, localId, 0, Buffer.from(`${service}\0`));
    });
  }

  /** Drops the connection; all its streams hang up. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#online = false;
    this.#hangUpStreams();
    this.#socket.destroy();
    for (const callback of this.#onClose) callback();
  }

  #hangUpStreams(): void {
    for (const entry of [...this.#streams.values()]) {
      entry.opened?.(undefined);
      entry.stream.onClosed();
    }
    this.#streams.clear();
  }

  #onBytes(chunk: Buffer): void {
    try {
      for (const packet of this.#reader.feed(chunk)) {
        if (this.#closed) return;
        this.#onPacket(packet);
      }
    } catch {
      // Not adb, or damaged: adbd drops such a connection without a word.
      this.close();
    }
  }

  #onPacket(packet: Packet): void {
    switch (packet.command) {
      case COMMAND.CNXN:
        this.#onConnect(packet);
        return;
      case COMMAND.AUTH:
        this.#onAuth(packet);
        return;
      default:
        if (this.#online) this.#onStreamPacket(packet);
    }
  }

  #onConnect(packet: Packet): void {
    this.#online = false;
    this.#hangUpStreams();
    this.#maxPayloadBytes = Math.min(packet.arg1, this.#options.maxPayloadBytes);
    if (this.#maxPayloadBytes === 0) throw new Error('Connecting a host: it takes payloads of 0 bytes, expected at least 1.');
    this.#modernPeer = Math.min(packet.arg0, this.#options.version) >= VERSION_WITHOUT_CHECKSUM;
    // From here on a modern host may leave the sum out, also in its AUTH packets.
    this.#reader.checksum = !this.#modernPeer;
    this.#checksum = true;
    this.#take(this.#exchange.begin());
  }

  #onAuth(packet: Packet): void {
    if (this.#online) return;
    if (packet.arg0 === AUTH.SIGNATURE) this.#take(this.#exchange.onSignature(packet.payload));
    else if (packet.arg0 === AUTH.RSAPUBLICKEY) {
      void this.#exchange.onPublicKey(packet.payload).then((step) => {
        this.#take(step);
      });
    }
  }

  #take(step: AuthStep): void {
    if (this.#closed || this.#online) return;
    if (step.kind === 'challenge') this.#send(COMMAND.AUTH, AUTH.TOKEN, 0, step.token);
    if (step.kind !== 'accept') return;
    this.#send(COMMAND.CNXN, this.#options.version, this.#options.maxPayloadBytes, Buffer.from(this.#options.banner()));
    this.#checksum = !this.#modernPeer;
    this.#online = true;
  }

  #onStreamPacket(packet: Packet): void {
    if (packet.command === COMMAND.OPEN) {
      // Without a name of its own, or with one of ours already, it opens nothing.
      if (packet.arg0 !== 0 && packet.arg1 === 0) this.#onOpen(packet.arg0, packet.payload);
      return;
    }
    const entry = this.#entryOf(packet);
    if (entry === undefined) {
      if (packet.command === COMMAND.WRTE) this.#send(COMMAND.CLSE, 0, packet.arg0, NOTHING);
      return;
    }
    if (packet.command === COMMAND.OKAY) {
      if (entry.opened === undefined) entry.stream.onReady();
      else {
        entry.remoteId = packet.arg0;
        const opened = entry.opened;
        delete entry.opened;
        opened(entry.stream);
      }
    } else if (packet.command === COMMAND.WRTE) entry.stream.onData(packet.payload);
    else if (packet.command === COMMAND.CLSE) {
      entry.opened?.(undefined);
      entry.stream.onClosed();
    }
  }

  /** The stream both ends name; the host's own name is missing from a CLSE that refuses, and is learnt from the OKAY that opens. */
  #entryOf({ command, arg0, arg1 }: Packet): OpenStream | undefined {
    const entry = this.#streams.get(arg1);
    if (entry === undefined || entry.opened !== undefined) return entry;
    return entry.remoteId === arg0 || (command === COMMAND.CLSE && arg0 === 0) ? entry : undefined;
  }

  #onOpen(remoteId: number, payload: Buffer): void {
    const service = payload.toString('utf8').replace(/\0$/, '');
    const handler = this.#options.handlerOf(service, this);
    if (handler === undefined) {
      this.#send(COMMAND.CLSE, 0, remoteId, NOTHING);
      return;
    }
    const localId = this.#newId();
    const stream = this.#newStream(localId);
    this.#streams.set(localId, { stream, remoteId });
    this.#send(COMMAND.OKAY, localId, remoteId, NOTHING);
    handler(stream);
  }

  #newStream(localId: number): AdbStream {
    let closed = false;
    const send = (command: number, payload: Buffer): void => {
      const entry = this.#streams.get(localId);
      if (entry !== undefined) this.#send(command, localId, entry.remoteId, payload);
    };
    const stream = new AdbStream({
      maxPayloadBytes: this.#maxPayloadBytes,
      write: (bytes) => {
        send(COMMAND.WRTE, bytes);
      },
      ready: () => {
        if (!closed) send(COMMAND.OKAY, NOTHING);
      },
      close: () => {
        if (closed) return;
        closed = true;
        send(COMMAND.CLSE, NOTHING);
        this.#streams.delete(localId);
      },
    });
    // A stream fails only with its transport, which is told by `hangup`.
    stream.on('error', () => undefined);
    return stream;
  }

  #newId(): number {
    this.#lastId = (this.#lastId % 0x7fffffff) + 1;
    return this.#lastId;
  }

  #send(command: number, arg0: number, arg1: number, payload: Buffer): void {
    if (this.#closed || this.#socket.destroyed) return;
    this.#socket.write(encodePacket({ command, arg0, arg1, payload }, { checksum: this.#checksum }));
  }
}
