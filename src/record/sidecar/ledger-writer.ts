import { createHash } from 'node:crypto';
import { existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import type { BodyRef } from '../../flow/flow.ts';
import { BODIES_FOLDER, bodyPath, FLOWS_FILE, type LedgerLine } from '../ledger-lines.ts';

/** Called when the ledger cannot be written; does not return, because from then on nothing may be forwarded. */
export type LedgerFailed = (what: string, cause: unknown) => never;

/**
 * Puts lines and bodies on disk, synchronously: when a call returns, the bytes are with the kernel and survive the
 * death of this process (not a power cut: nothing is fsynced).
 */
export class LedgerWriter {
  readonly #dir: string;
  readonly #file: number;
  readonly #failed: LedgerFailed;
  readonly #bodiesOnDisk = new Set<string>();
  #lines = 0;

  constructor(dir: string, failed: LedgerFailed) {
    this.#dir = dir;
    this.#failed = failed;
    this.#file = this.#attempt(`open ${FLOWS_FILE}`, () => {
      mkdirSync(join(dir, BODIES_FOLDER), { recursive: true });
      const file = openSync(join(dir, FLOWS_FILE), 'a+');
      // A predecessor killed while writing leaves a line without its end; the next line must not be glued to it.
      if (endsInsideALine(file)) writeSync(file, '\n');
      return file;
    });
  }

  /** Appends one line with one write. */
  line(line: LedgerLine): void {
    this.#append(line, `write flow ${line.id}`);
  }

  /** Says that a recorder begins here; its lines are numbered from 1. */
  begun(recorder: string): void {
    this.#lines = -1;
    this.#append({ begun: recorder }, 'write the beginning');
  }

  /** Says that a recorder ends here, and by its number how many lines it wrote. */
  ended(recorder: string): void {
    this.#append({ ended: recorder }, 'write the end');
  }

  #append(content: object, what: string): void {
    this.#lines += 1;
    const bytes = Buffer.from(`${JSON.stringify({ ...content, line: this.#lines })}\n`);
    this.#attempt(what, () => {
      const written = writeSync(this.#file, bytes);
      if (written !== bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes were taken`);
    });
  }

  /** Stores bytes once, under their SHA-256. */
  body(bytes: Uint8Array): BodyRef {
    const body = { sha256: createHash('sha256').update(bytes).digest('hex'), byteCount: bytes.byteLength };
    if (this.#bodiesOnDisk.has(body.sha256)) return body;
    const path = join(this.#dir, bodyPath(body));
    this.#attempt(`write body ${body.sha256}`, () => {
      if (!existsSync(path)) {
        // Renamed into place, so that a body under its final name is always whole.
        writeFileSync(`${path}.part`, bytes);
        renameSync(`${path}.part`, path);
      }
    });
    this.#bodiesOnDisk.add(body.sha256);
    return body;
  }

  #attempt<T>(what: string, write: () => T): T {
    try {
      return write();
    } catch (cause) {
      return this.#failed(what, cause);
    }
  }
}

function endsInsideALine(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}
