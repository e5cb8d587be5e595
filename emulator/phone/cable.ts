import { Duplex } from 'node:stream';
import { InOrder } from './in-order.ts';

/** How good the way between host and phone is. */
export interface LinkConditions {
  /** Of each direction, so that a round trip takes twice as long. */
  readonly latencyMs: number;
  /** Of each direction; 0 is without limit. */
  readonly bytesPerSecond: number;
  /** Of each chunk; what is lost is sent again, so that it comes late, never not at all. */
  readonly lossPercent: number;
}

/** TCP's first retransmission timeout on Linux (`TCP_RTO_MIN`, 200 ms); it doubles while losses go on. */
const RETRANSMIT_MS = 200;
const MAX_LOSSES_IN_A_ROW = 6;

/** What lies between adbd and its hosts: a line that may be slow. One a phone, for all its boots. */
export class Cable {
  /** Whether it is in; adbd, which serves over TCP here, listens only while it is. */
  isPlugged = true;
  #conditions: LinkConditions | undefined;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** From now on, on open connections too; undefined is as good as new. */
  set conditions(conditions: LinkConditions | undefined) {
    this.#conditions = conditions;
  }

  get conditions(): LinkConditions | undefined {
    return this.#conditions;
  }

  /** A host's connection as it comes out of the cable at the phone. */
  lead(socket: Duplex): Duplex {
    return new CableEnd(socket, () => new Lane(() => this.#conditions, this.#random));
  }
}

/** One direction of a connection: says when each chunk comes out. */
class Lane {
  readonly #conditions: () => LinkConditions | undefined;
  readonly #random: () => number;
  readonly #line = new InOrder();
  #freeAtMs = 0;

  constructor(conditions: () => LinkConditions | undefined, random: () => number) {
    this.#conditions = conditions;
    this.#random = random;
  }

  /** Whether chunks take time here, now or because of some that are still under way. */
  get isSlow(): boolean {
    return this.#conditions() !== undefined || !this.#line.isEmpty;
  }

  /** Sends a chunk: `sent` when the next one may follow, `deliver` when this one comes out at the other end. */
  pass(byteCount: number, deliver: () => void, sent: () => void = () => undefined): void {
    const { latencyMs = 0, bytesPerSecond = 0, lossPercent = 0 } = this.#conditions() ?? {};
    const nowMs = performance.now();
    const sendingMs = bytesPerSecond === 0 ? 0 : (byteCount / bytesPerSecond) * 1000;
    // Never before what was sent before: a connection keeps its order.
    this.#freeAtMs = Math.max(this.#freeAtMs + sendingMs, nowMs + sendingMs + latencyMs + this.#lostMs(lossPercent));
    setTimeout(sent, sendingMs);
    this.#line.send(this.#freeAtMs - nowMs, deliver);
  }

  #lostMs(lossPercent: number): number {
    let ms = 0;
    for (let losses = 0; losses < MAX_LOSSES_IN_A_ROW && this.#random() * 100 < lossPercent; losses += 1) ms += RETRANSMIT_MS * 2 ** losses;
    return ms;
  }
}

/** The phone's end of one connection. */
class CableEnd extends Duplex {
  readonly #socket: Duplex;
  readonly #down: Lane;
  readonly #up: Lane;

  constructor(socket: Duplex, newLane: () => Lane) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#down = newLane();
    this.#up = newLane();
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.#down.pass(0, () => {
      if (!this.destroyed) this.push(null);
    }));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  #receive(chunk: Buffer): void {
    if (!this.#down.isSlow) {
      this.#take(chunk);
      return;
    }
    this.#socket.pause();
    this.#down.pass(chunk.length, () => this.#take(chunk), () => this.#socket.resume());
  }

  #take(chunk: Buffer): void {
    if (!this.destroyed && !this.push(chunk)) this.#socket.pause();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.#up.isSlow) {
      this.#socket.write(chunk, done);
      return;
    }
    this.#up.pass(chunk.length, () => {
      if (!this.#socket.destroyed) this.#socket.write(chunk);
    }, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#up.pass(0, () => {
      this.#socket.end();
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
