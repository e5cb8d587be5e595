import { readFileSync, statSync } from 'node:fs';
import { EarshotError } from '../../flow/errors.ts';

/** More than this does not fit into memory together with what is decoded of it. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024 * 1024;

/**
 * The bytes of a file; `-` is the standard input. An empty file is a payload of no bytes.
 *
 * @throws {EarshotError} BAD_INPUT when there is no such file, it is a folder, cannot be read or is too large.
 */
export async function readPayload(file: string, input: AsyncIterable<unknown> = process.stdin): Promise<Buffer> {
  return file === '-' ? readAll(input) : readPayloadFile(file);
}

/** The bytes of a file. @throws {EarshotError} BAD_INPUT when it is no file, cannot be read or is too large. */
export function readPayloadFile(file: string): Buffer {
  try {
    const facts = statSync(file);
    if (facts.isDirectory()) {
      throw new EarshotError('BAD_INPUT', `${file} is a folder; a file was expected.`, { hint: `To decode every file in it: earshot decode --batch ${file}` });
    }
    if (facts.size > MAX_PAYLOAD_BYTES) throw tooLarge(file, facts.size);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof EarshotError) throw cause;
    throw new EarshotError('BAD_INPUT', `Cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, hint: 'Give a file that can be read, or - for the standard input.' });
  }
}

async function readAll(input: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_PAYLOAD_BYTES) throw tooLarge('the standard input', size);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(what: string, size: number): EarshotError {
  return new EarshotError('BAD_INPUT', `Cannot decode ${what}: at ${size} bytes it is larger than the ${MAX_PAYLOAD_BYTES} bytes that are held in memory at once.`, {
    hint: 'Cut it into smaller files (split -b 500M) and decode these with --batch.',
  });
}
