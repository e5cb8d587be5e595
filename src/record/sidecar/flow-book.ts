import type { BodyRef, Flow } from '../../flow/flow.ts';
import { flowId, flowNumber } from '../ledger-lines.ts';
import type { LedgerWriter } from './ledger-writer.ts';

/** What is known of a flow when it begins; the book adds the rest. */
export type FlowStart = Omit<Flow, 'id' | 'device' | 'recorder' | 'state'>;

/** A flow under way. Every change is on disk when the call returns. */
export interface OpenFlow {
  readonly flow: Flow;
  /** Adds what has become known; the flow stays open. */
  update(news: Partial<Flow>): void;
  /** Adds one message of a WebSocket. */
  message(message: NonNullable<Flow['messages']>[number]): void;
  /** Ends the flow. A flow may be ended twice: an answer recorded in full may still fail to reach the phone. */
  end(state: 'complete' | 'aborted', news?: Partial<Flow>): void;
}

/** Numbers the flows of one recorder process and keeps those that are still open. */
export class FlowBook {
  readonly recorder: string;
  readonly #writer: LedgerWriter;
  readonly #device: string;
  readonly #addressOf: (host: string) => string | undefined;
  readonly #open = new Set<OpenFlow>();
  #count: number;

  constructor(writer: LedgerWriter, options: { device: string; recorder: string; earlier: readonly Flow[]; addressOf?: (host: string) => string | undefined }) {
    this.#writer = writer;
    this.#device = options.device;
    this.#addressOf = options.addressOf ?? (() => undefined);
    this.recorder = options.recorder;
    this.#count = Math.max(0, ...options.earlier.map((flow) => flowNumber(flow.id)));
    this.#closeWhatAPredecessorLeft(options.earlier);
  }

  /** Records that a flow has begun. */
  begin(start: FlowStart): OpenFlow {
    this.#count += 1;
    return this.#track({ id: flowId(this.#count), device: this.#device, recorder: this.recorder, state: 'open', ...start });
  }

  /** Stores bytes and says where they lie. */
  bodyRef(bytes: Uint8Array): BodyRef {
    return this.#writer.body(bytes);
  }

  /** Stores the bytes of a body; nothing for no bytes. */
  body(bytes: Uint8Array): { body?: BodyRef } {
    return bytes.byteLength === 0 ? {} : { body: this.bodyRef(bytes) };
  }

  /** Gives every flow still open its last line. */
  endAll(error: string): void {
    for (const open of [...this.#open]) open.end('aborted', { error });
  }

  #track(first: Flow): OpenFlow {
    const book = { writer: this.#writer, open: this.#open, addressOf: this.#addressOf };
    let flow = first;
    const record = (next: Flow): void => {
      flow = next;
      book.writer.line(next);
    };
    const open: OpenFlow = {
      get flow() {
        return flow;
      },
      update: (news) => record({ ...flow, ...news }),
      message: (message) => {
        flow = { ...flow, messages: [...(flow.messages ?? []), message] };
        book.writer.line({ id: flow.id, message });
      },
      end: (state, news = {}) => {
        book.open.delete(open);
        const address = book.addressOf(flow.host);
        record({ ...flow, ...news, ...(address === undefined ? {} : { address }), state, endMs: Date.now() });
      },
    };
    book.open.add(open);
    record(first);
    return open;
  }

  #closeWhatAPredecessorLeft(earlier: readonly Flow[]): void {
    for (const flow of earlier) {
      if (flow.state !== 'open') continue;
      this.#writer.line({ ...flow, state: 'aborted', endMs: Date.now(), error: `recorder ${flow.recorder} ended while this was under way` });
    }
  }
}
