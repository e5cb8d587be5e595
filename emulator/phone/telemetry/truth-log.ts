import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cause } from '../apps/app-event.ts';
import type { Transport } from '../profile/sdk-schema.ts';

/** One thing the phone sent, tried to send or still holds. */
export interface TruthLine {
  /** Host clock, when the line was written. */
  readonly atMs: number;
  /** The phone's own clock at that moment. */
  readonly phoneMs: number;
  /** Profile id. */
  readonly phone: string;
  /** `telemetry`, `page`, `sub-resource`, `background`, … */
  readonly what: string;
  /**
   * `sent`: answered and done with; `failed`: tried in vain, and kept unless `reason` says otherwise; `kept`: still waiting when the phone was switched
   * off, perhaps for its next boot; `dropped`: it happened, and nothing of it left or will leave the phone.
   */
  readonly outcome: 'sent' | 'failed' | 'kept' | 'dropped';
  /** Name of the profile's rule; of what an SDK sends by itself, the SDK and the event. */
  readonly rule?: string;
  /** Package it happened in. */
  readonly package: string;
  /** Package that made the request. */
  readonly sender: string;
  /** Whether the app handed the event to another package, the sender. */
  readonly delegated?: boolean;
  readonly event?: string;
  /** What was said, before any encoding. */
  readonly fields?: unknown;
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly transport: Transport;
  readonly status?: number;
  readonly error?: string;
  /** Why it was dropped, or not kept. */
  readonly reason?: string;
  /** What went out without HTTP. */
  readonly payloadBase64?: string;
  /** The name that was asked of a resolver. */
  readonly lookedUp?: string;
  /** What on the phone led to it, `atMs` on the host's clock. */
  readonly cause: Cause;
  readonly claims?: readonly string[];
  /** Nobody can read it on the wire. */
  readonly opaque?: boolean;
}

/** Where the phone writes down what it really did. */
export interface TruthLog {
  write(line: TruthLine): void;
  close(): void;
}

/** A truth log in a file, one JSON object a line, each written before its call returns. */
export function openTruthLog(path: string): TruthLog {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a');
  let isOpen = true;
  return {
    write: (line) => {
      if (isOpen) writeSync(file, `${JSON.stringify(line)}\n`);
    },
    close: () => {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

/** A truth log for a phone that nobody asks. */
export const noTruthLog: TruthLog = { write: () => undefined, close: () => undefined };
