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
  /** Of these, lines and bodies that were recorded and are gone. A recorder that was killed is none: the probes of its window tell of it. */
  readonly losses: readonly string[];
}

/**
 * Reads a ledger and looks whether anything of it is lost: lines by their numbers and the count at each recorder's
 * end, bodies by their presence and size. A recorder that was killed is a fault, its flows are there all the same.
 *
 * @param untilByte The ledger as it stood then; that its last recorder had not ended by then is no fault.
 */
export function examineLedger(ledgerDir: string, untilByte = Infinity): LedgerState {
  const flows = readFlows(ledgerDir, untilByte);
  const lines = lineFaults(readLedgerText(ledgerDir, untilByte), untilByte === Infinity);
  const losses = [...lines.lost, ...flows.flatMap((flow) => bodyFaults(flow, ledgerDir))];
  const faults = [...lines.killed, ...losses];
  return { flows, complete: faults.length === 0, faults, losses };
}

/** Every body a flow refers to. */
export function bodiesOf(flow: Flow): readonly BodyRef[] {
  const bodies = [flow.request?.body, flow.response?.body, flow.tunnel?.sent, ...(flow.messages ?? []).map(({ body }) => body)];
  return bodies.filter((body) => body !== undefined);
}

/** What the lines of a ledger say about lines that are not there. Torn and foreign lines count as missing. */
function lineFaults(text: string, mustHaveEnded: boolean): { readonly lost: readonly string[]; readonly killed: readonly string[] } {
  const lost: string[] = [];
  const killed: string[] = [];
  let recorder: string | undefined;
  let expected = 1;
  const missing = (found: number): void => {
    if (found !== expected) lost.push(`recorder ${recorder ?? 'unknown'}: ${found > expected ? `lines ${expected} to ${found - 1} are missing` : `line ${found} comes after line ${expected - 1}`}`);
    expected = found + 1;
  };
  for (const line of text.split('\n')) {
    const about = recorderLine(line);
    if (about?.begun !== undefined) {
      if (recorder !== undefined) killed.push(`recorder ${recorder} was not ended but killed: what it had under way has no end`);
      recorder = about.begun;
      expected = 1;
    } else if (about?.ended !== undefined) {
      missing(about.line);
      recorder = undefined;
    } else if (about !== undefined) {
      if (recorder === undefined) lost.push(`line ${about.line} belongs to no recorder: the line of its beginning is missing`);
      missing(about.line);
    }
  }
  if (recorder !== undefined && mustHaveEnded) killed.push(`recorder ${recorder} has not ended, or was killed: what it had under way has no end`);
  return { lost, killed };
}

function bodyFaults(flow: Flow, ledgerDir: string): readonly string[] {
  return bodiesOf(flow).flatMap((body) => {
    const found = statSync(join(ledgerDir, bodyPath(body)), { throwIfNoEntry: false })?.size;
    if (found === body.byteCount) return [];
    return [`flow ${flow.id}: body ${body.sha256} ${found === undefined ? 'is missing' : `has ${found} bytes`}, expected ${body.byteCount} bytes`];
  });
}
