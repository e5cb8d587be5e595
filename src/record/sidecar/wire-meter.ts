import { openSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';

import { HEARTBEAT_MS, WIRE_BYTES_FILE, type WireReading } from '../wire-bytes.ts';
import type { LedgerFailed } from './ledger-writer.ts';

/** Changes are written at most this often, liveness probes aside. */
const TICK_MS = 50;

/**
 * Counts what crosses the phone's connections, beneath TLS, and writes it down over time. Read from the sockets' own
 * counters, because whoever parses a socket's bytes may take them from the kernel without an event.
 */
export class WireMeter {
  readonly #file: number;
  readonly #failed: LedgerFailed;
  readonly #recorder: string;
  readonly #open = new Set<Socket>();
  #closedSentBytes = 0;
  #closedReceivedBytes = 0;
  #connections = 0;
  #last: WireReading | undefined;

  constructor(dir: string, recorder: string, failed: LedgerFailed) {
    this.#failed = failed;
    this.#recorder = recorder;
    this.#file = this.#attempt(`open ${WIRE_BYTES_FILE}`, () => openSync(join(dir, WIRE_BYTES_FILE), 'a'));
    // A predecessor killed while writing leaves half a line; an empty one in its stead is no reading.
    this.#append('\n');
    this.write();
    setInterval(() => this.#tick(), TICK_MS).unref();
  }

  /** Counts a connection of the phone from now on. */
  watch(socket: Socket): void {
    this.#connections += 1;
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#closedSentBytes += socket.bytesRead;
      this.#closedReceivedBytes += socket.bytesWritten;
    });
  }

  /** Puts the reading of now on disk. */
  write(ended?: 'ended'): void {
    const reading = { ...this.#read(), ...(ended === undefined ? {} : { ended: true as const }) };
    this.#last = reading;
    this.#append(`${JSON.stringify(reading)}\n`);
  }

  #tick(): void {
    const now = this.#read();
    const last = this.#last;
    const changed = last === undefined || now.sentBytes !== last.sentBytes || now.receivedBytes !== last.receivedBytes || now.connections !== last.connections;
    if (changed || now.atMs - last.atMs >= HEARTBEAT_MS) this.write();
  }

  #read(): WireReading {
    let sentBytes = this.#closedSentBytes;
    let receivedBytes = this.#closedReceivedBytes;
    for (const socket of this.#open) {
      sentBytes += socket.bytesRead;
      receivedBytes += socket.bytesWritten;
    }
    return { atMs: Date.now(), recorder: this.#recorder, sentBytes, receivedBytes, connections: this.#connections };
  }

  #append(text: string): void {
    this.#attempt(`write ${WIRE_BYTES_FILE}`, () => writeSync(this.#file, text));
  }

  #attempt<T>(what: string, write: () => T): T {
    try {
      return write();
    } catch (cause) {
      return this.#failed(what, cause);
    }
  }
}
