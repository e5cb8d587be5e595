import { statSync } from 'node:fs';
import { join } from 'node:path';

import type { BodyRef, Flow } from '../flow/flow.ts';
import { bodyPath, recorderLine } from './ledger-lines.ts';
import { readFlows, readLedgerText } from './ledger.ts';

/** Whether a ledger still says all that was recorded. */
export interface LedgerState {
  readonly flows: readonly Flow[];
  /** No line and no body is missing, and every recorder that wrote it said at its end that this was all. */
  readonly complete: boolean;
  /** One sentence for each thing that is missing. */
  readonly faults: readonly string[];
}

/**
 * Reads a ledger and looks whether anything of it is lost: lines by their numbers and the count at each recorder's
 * end, bodies by their presence and size. A recorder that was killed is a fault, its flows are there all the same.
 *
 * @param untilByte The ledger as it stood then; that its last recorder had not ended by then is no fault.
 */
export function examineLedger(ledgerDir: string, untilByte = Infinity): LedgerState {
  const flows = readFlows(ledgerDir, untilByte);
  const faults = [...lineFaults(readLedgerText(ledgerDir, untilByte), untilByte === Infinity), ...flows.flatMap((flow) => bodyFaults(flow, ledgerDir))];
  return { flows, complete: faults.length === 0, faults };
}

/** Every body a flow refers to. */
export function bodiesOf(flow: Flow): readonly BodyRef[] {
  const bodies = [flow.request?.body, flow.response?.body, flow.tunnel?.sent, ...(flow.messages ?? []).map(({ body }) => body)];
  return bodies.filter((body) => body !== undefined);
}

/** What the lines of a ledger say about lines that are not there. Torn and foreign lines count as missing. */
export function lineFaults(text: string, mustHaveEnded: boolean): readonly string[] {
  const faults: string[] = [];
  let recorder: string | undefined;
  let expected = 1;
  const missing = (found: number): void => {
    if (found !== expected) faults.push(`recorder ${recorder ?? 'unknown'}: ${found > expected ? `lines ${expected} to ${found - 1} are missing` : `line ${found} comes after line ${expected - 1}`}`);
    expected = found + 1;
  };
  for (const line of text.split('\n')) {
    const about = recorderLine(line);
    if (about?.begun !== undefined) {
      if (recorder !== undefined) faults.push(`recorder ${recorder} was not ended but killed: what it had under way has no end`);
      recorder = about.begun;
      expected = 1;
    } else if (about?.ended !== undefined) {
      missing(about.line);
      recorder = undefined;
    } else if (about !== undefined) {
      if (recorder === undefined) faults.push(`line ${about.line} belongs to no recorder: the line of its beginning is missing`);
      missing(about.line);
    }
  }
  if (recorder !== undefined && mustHaveEnded) faults.push(`recorder ${recorder} has not ended, or was killed: what it had under way has no end`);
  return faults;
}

function bodyFaults(flow: Flow, ledgerDir: string): readonly string[] {
  return bodiesOf(flow).flatMap((body) => {
    const found = statSync(join(ledgerDir, bodyPath(body)), { throwIfNoEntry: false })?.size;
    if (found === body.byteCount) return [];
    return [`flow ${flow.id}: body ${body.sha256} ${found === undefined ? 'is missing' : `has ${found} bytes`}, expected ${body.byteCount} bytes`];
  });
}
