import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { Flow, FlowConnection } from '../../flow/flow.ts';
import { questionsOfStream } from '../dns-questions.ts';
import type { FlowBook, OpenFlow } from './flow-book.ts';
import type { Target } from './upstream.ts';

/** How much of what the phone sends through a tunnel is kept. */
const KEPT_BYTES = 1024 * 1024;

/** Up to here every chunk is followed by a record of its own; beyond, one at each doubling and one after a pause. */
const EVERY_CHUNK_BYTES = 64 * 1024;

/** A pause this long in a busy tunnel brings its record up to date. */
const PAUSE_MS = 200;

/** Chunks closer together than this count as one sending. */
const SAME_SENDING_MS = 100;

type Sending = NonNullable<NonNullable<Flow['tunnel']>['sendings']>[number];

/** Counts and keeps what crosses a raw tunnel, and records it before it goes on. */
class TunnelRecord {
  readonly #book: FlowBook;
  readonly #open: OpenFlow;
  readonly #kept: Buffer[] = [];
  readonly #sendings: Sending[] = [];
  #keptBytes = 0;
  #sentBytes = 0;
  #receivedBytes = 0;
  #nextRecordAt = 0;
  #pause: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(book: FlowBook, target: Target, options: { secure: boolean; startMs: number; connection?: FlowConnection }) {
    this.#book = book;
    const { secure, startMs, connection } = options;
    this.#open = book.begin({ kind: 'tunnel', ...target, secure, startMs, ...(connection === undefined ? {} : { connection }), tunnel: { sentBytes: 0, receivedBytes: 0 } });
  }

  sent(chunk: Buffer): void {
    this.#sentBytes += chunk.length;
    this.#keep(chunk);
    this.#noteSending(chunk.length);
    this.#changed(this.#sentBytes + this.#receivedBytes);
  }

  received(chunk: Buffer): void {
    this.#receivedBytes += chunk.length;
    this.#changed(this.#sentBytes + this.#receivedBytes);
  }

  end(error?: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#pause);
    const news = this.#snapshot();
    this.#open.end(error === undefined ? 'complete' : 'aborted', error === undefined ? news : { ...news, error });
  }

  #keep(chunk: Buffer): void {
    const room = KEPT_BYTES - this.#keptBytes;
    if (room <= 0) return;
    const kept = chunk.subarray(0, room);
    this.#kept.push(kept);
    this.#keptBytes += kept.length;
  }

  #noteSending(byteCount: number): void {
    const last = this.#sendings.at(-1);
    const atMs = Date.now();
    if (last !== undefined && atMs - last.atMs < SAME_SENDING_MS) {
      this.#sendings[this.#sendings.length - 1] = { atMs: last.atMs, byteCount: last.byteCount + byteCount };
    } else {
      this.#sendings.push({ atMs, byteCount });
    }
  }

  #changed(totalBytes: number): void {
    clearTimeout(this.#pause);
    if (totalBytes >= this.#nextRecordAt) {
      this.#nextRecordAt = totalBytes < EVERY_CHUNK_BYTES ? 0 : totalBytes * 2;
      this.#open.update(this.#snapshot());
    } else {
      this.#pause = setTimeout(() => this.#open.update(this.#snapshot()), PAUSE_MS).unref();
    }
  }

  #snapshot(): Pick<Flow, 'tunnel' | 'bytes' | 'dns'> {
    const kept = Buffer.concat(this.#kept);
    const questions = questionsOfStream(kept);
    const counts = { sentBytes: this.#sentBytes, receivedBytes: this.#receivedBytes, sendings: [...this.#sendings] };
    return {
      tunnel: { ...sentBody(this.#book, kept), ...counts },
      bytes: { sent: this.#sentBytes, received: this.#receivedBytes },
      ...(questions.length === 0 ? {} : { dns: { questions } }),
    };
  }
}

function sentBody(book: FlowBook, bytes: Uint8Array): Pick<NonNullable<Flow['tunnel']>, 'sent'> {
  const { body } = book.body(bytes);
  return body === undefined ? {} : { sent: body };
}

/** What is known of a tunnel when it begins. */
interface About {
  readonly book: FlowBook;
  readonly target: Target;
  readonly secure: boolean;
  readonly startMs: number;
  readonly connection?: FlowConnection;
}

/** Carries bytes between the phone and the world until both are done, and records them on the way. */
export function carryTunnel(phone: Socket, world: Socket, about: About): void {
  const record = new TunnelRecord(about.book, about.target, about);
  relay(phone, world, (chunk) => record.sent(chunk));
  relay(world, phone, (chunk) => record.received(chunk));
  for (const [socket, other, who] of [[phone, world, 'phone'], [world, phone, 'server']] as const) {
    socket.on('error', (error) => {
      record.end(`the ${who}'s side broke: ${error.message}`);
      breakOff(other);
    });
    socket.on('close', () => {
      record.end();
      other.destroySoon();
    });
  }
}

/** Passes a broken connection on as one. Only a plain TCP socket can be reset; on others Node throws. */
function breakOff(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

function relay(from: Socket, to: Socket, record: (chunk: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    record(chunk);
    if (!to.write(chunk)) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
}
