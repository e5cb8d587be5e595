import type { Cause } from '../apps/app-event.ts';

/** An event as an SDK holds it until it is sent. */
export interface QueuedEvent {
  /** What the truth log calls it: the name of a rule, or that of what an SDK does by itself. */
  readonly rule: string;
  readonly claims: readonly string[];
  readonly packageName: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** When it happened, phone clock. */
  readonly eventMs: number;
  readonly trackId: number;
  readonly cause: Cause;
  readonly level?: number;
  /** Sent whatever the owner thinks of the User Experience Program. */
  readonly basic?: boolean;
  /** The event as its SDK wrote it down when it happened. */
  readonly item?: unknown;
  /** Handed to another package, which makes the request. */
  readonly delegated?: boolean;
}

/** What an SDK puts into a request; address, method and headers of its own come on top. */
export interface Request {
  readonly body?: Buffer;
  /** Whether the body is text, which a WebSocket tells apart. */
  readonly isText?: boolean;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to the address's query; percent-encoded already. */
  readonly query?: string;
  /** Added to the address's path; percent-encoded already. */
  readonly path?: string;
  /** Labels put before the address's host. */
  readonly host?: string;
  readonly cookie?: string;
  /** In place of the SDK's own. */
  readonly url?: string;
  readonly method?: 'GET' | 'POST';
}
