import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

import { EarshotError } from '../flow/errors.ts';
import type { BodyRef, Flow, ReadBody } from '../flow/flow.ts';
import { bodyPath, FLOWS_FILE, FlowFold } from './ledger-lines.ts';

/**
 * Every flow in a ledger folder, in order of start. Empty when nothing was recorded yet.
 *
 * @param untilByte Reads the ledger as it stood when `flows.ndjson` had so many bytes.
 */
export function readFlows(ledgerDir: string, untilByte = Infinity): Flow[] {
  return new LedgerTail(ledgerDir, untilByte).flows();
}

/** The whole lines of a ledger as they stand on disk, or stood when it had so many bytes. */
export function readLedgerText(ledgerDir: string, untilByte = Infinity): string {
  const path = join(ledgerDir, FLOWS_FILE);
  try {
    const bytes = readFileSync(path);
    const end = Math.min(bytes.length, untilByte);
    return bytes.toString('utf8', 0, bytes.subarray(0, end).lastIndexOf(0x0a) + 1);
  } catch (cause) {
    if (isMissing(cause)) return '';
    throw new EarshotError('BAD_INPUT', `Reading the ledger ${path} failed.`, { cause });
  }
}

/** Reads bodies out of a ledger folder; throws, naming the flow, when the body is not there or has the wrong size. */
export function bodyReader(ledgerDir: string): ReadBody {
  return (body: BodyRef) => {
    const path = join(ledgerDir, bodyPath(body));
    const bytes = readBodyFile(ledgerDir, body);
    if (bytes.length !== body.byteCount) {
      throw new EarshotError('BAD_INPUT', `Reading a recorded body of ${flowsWith(ledgerDir, body)}: ${path} has ${bytes.length} bytes, expected ${body.byteCount}.`, {
        hint: 'The ledger was changed after the recording; manifest.json in the folder of the run has the SHA-256 of every file.',
      });
    }
    return bytes;
  };
}

/**
 * Follows a ledger while a sidecar writes it: each call of `flows` reads only what was added since the one before.
 * A line still being written is left for the next call.
 */
export class LedgerTail {
  readonly #path: string;
  readonly #fold = new FlowFold();
  readonly #untilByte: number;
  #offset = 0;

  constructor(ledgerDir: string, untilByte = Infinity) {
    this.#path = join(ledgerDir, FLOWS_FILE);
    this.#untilByte = untilByte;
  }

  /** Bytes of `flows.ndjson` that were read so far, whole lines only. */
  get byteCount(): number {
    return this.#offset;
  }

  /** All flows as they stand on disk now, in order of start. */
  flows(): Flow[] {
    this.#readOn();
    return this.#fold.flows();
  }

  #readOn(): void {
    const file = openIfThere(this.#path);
    if (file === undefined) return;
    try {
      const byteCount = Math.min(fstatSync(file).size, this.#untilByte) - this.#offset;
      if (byteCount <= 0) return;
      const bytes = Buffer.alloc(byteCount);
      const read = readSync(file, bytes, 0, byteCount, this.#offset);
      const end = bytes.subarray(0, read).lastIndexOf(0x0a) + 1;
      this.#fold.take(bytes.toString('utf8', 0, end));
      this.#offset += end;
    } finally {
      closeSync(file);
    }
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new EarshotError('BAD_INPUT', `Reading the ledger ${path} failed.`, { cause });
  }
}

/** The flows that refer to a body, for an error: the body alone says nothing to a reader. */
function flowsWith(ledgerDir: string, body: BodyRef): string {
  const ids = readFlows(ledgerDir).filter((flow) => JSON.stringify(flow).includes(body.sha256)).map(({ id }) => id);
  return ids.length === 0 ? 'no flow of this ledger' : `flow ${ids.join(', ')}`;
}

function readBodyFile(ledgerDir: string, body: BodyRef): Buffer {
  const path = join(ledgerDir, bodyPath(body));
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Reading a recorded body of ${flowsWith(ledgerDir, body)} (${body.byteCount} bytes): ${path} cannot be read.`, { cause });
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
