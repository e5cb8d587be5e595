import type { Duplex } from 'node:stream';
import type { Loopback } from './services.ts';
import { SocketDuplex } from './socket-duplex.ts';

/** The phone's own 127.0.0.1, with what its kernel knows of it. */
export interface KernelLoopback extends Loopback {
  /** Ports somebody listens on. */
  ports(): readonly number[];
}

/** The phone's own 127.0.0.1. */
export function createLoopback(): KernelLoopback {
  const listeners = new Map<number, (socket: Duplex) => void>();
  return {
    connect(port) {
      const accept = listeners.get(port);
      if (accept === undefined) return undefined;
      const [client, server] = socketPair();
      accept(server);
      return client;
    },
    listen(port, accept) {
      if (listeners.has(port)) throw new Error(`listening on the phone's port ${port}: it is taken; close its listener first`);
      listeners.set(port, accept);
      return {
        close: () => {
          if (listeners.get(port) === accept) listeners.delete(port);
        },
      };
    },
    isOpen: (port) => listeners.has(port),
    ports: () => [...listeners.keys()],
  };
}

/** Two ends of one connection: what one writes the other reads; either may end its own half. */
export function socketPair(): readonly [Duplex, Duplex] {
  const left = new PairEnd();
  const right = new PairEnd();
  left.peer = right;
  right.peer = left;
  return [left, right];
}

/** One end of a pair. */
class PairEnd extends SocketDuplex {
  peer: PairEnd | undefined;
  #resume: (() => void) | undefined;

  override _read(): void {
    const resume = this.peer?.takeResume();
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { peer } = this;
    if (peer === undefined || peer.destroyed) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    if (peer.push(chunk)) done();
    else this.#resume = done;
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.peer !== undefined && !this.peer.destroyed) this.peer.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { peer } = this;
    if (peer !== undefined && !peer.destroyed) {
      if (this.writableFinished) peer.takeResume()?.();
      else process.nextTick(() => peer.destroy());
    }
    done(error);
  }

  takeResume(): (() => void) | undefined {
    const resume = this.#resume;
    this.#resume = undefined;
    return resume;
  }

  get remoteAddress(): string {
    return '127.0.0.1';
  }
}
