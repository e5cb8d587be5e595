import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cause } from '../apps/app-event.ts';

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
  /** `sent`: answered and done with; `failed`: tried in vain and kept; `kept`: never tried when the phone was switched off. */
  readonly outcome: 'sent' | 'failed' | 'kept';
  /** Name of the profile's rule or background entry. */
  readonly rule?: string;
  /** Package it happened in. */
  readonly package: string;
  /** Package that made the request. */
  readonly sender: string;
  readonly event?: string;
  /** What was said, before any encoding. */
  readonly fields?: unknown;
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly transport: 'proxy' | 'direct';
  readonly status?: number;
  readonly error?: string;
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
