import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EarshotError } from '../../flow/errors.ts';
import { decodePayload } from './decode-payload.ts';
import type { Hints } from './decode-payload.ts';
import { findingsIn, isPartlyOpaque } from './decoded-report.ts';
import type { Search, ToldFinding } from './decoded-report.ts';
import { readPayloadFile } from './read-payload.ts';

/** What `--batch` says of one file, as one line of JSON. */
export type BatchLine =
  | {
    readonly file: string;
    readonly findings: readonly ToldFinding[];
    /** Some of it could not be read: bytes that are opaque, or were cut off. */
    readonly opaque: boolean;
    /** Reading, decoding and searching. */
    readonly ms: number;
  }
  | { readonly file: string; readonly error: string };

/** Files of a folder, by name; folders in it are passed over. @throws {EarshotError} BAD_INPUT when it cannot be listed. */
export function filesOf(folder: string): readonly string[] {
  try {
    // What is no folder is taken for a file: one that cannot be read is told, not passed over.
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory()).map(({ name }) => name).sort();
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Cannot list the folder ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, hint: 'Give a folder of payloads, one a file, with --batch.' });
  }
}

/** Decodes files of a folder, one after the other, each told before the next is read. */
export function* decodeFiles(folder: string, files: readonly string[], { search, hints }: { readonly search: Search; readonly hints: Hints }): Generator<BatchLine> {
  for (const file of files) {
    const startMs = performance.now();
    try {
      const payload = decodePayload(readPayloadFile(join(folder, file)), hints);
      const findings = findingsIn(payload, search, file);
      yield { file, findings, opaque: isPartlyOpaque(payload), ms: Math.round((performance.now() - startMs) * 10) / 10 };
    } catch (error) {
      // Whatever one file does to us, the others are still to be told.
      const because = error instanceof Error ? error.message : String(error);
      yield { file, error: error instanceof EarshotError ? because : `Cannot decode ${file}, please report it: ${because}` };
    }
  }
}
