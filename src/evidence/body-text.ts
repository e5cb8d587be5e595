import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

import type { Header } from '../flow/flow.ts';

/** A body as text where it is text, else as base64; with what could not be done. */
export interface BodyText {
  readonly text: string;
  readonly base64: boolean;
  /** Bytes after content decoding. */
  readonly byteCount: number;
  readonly comment?: string;
}

/** A body that grows beyond this when decoded is shown as it came. */
const LARGEST_BYTES = 256 * 1024 * 1024;

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: LARGEST_BYTES }),
  'x-gzip': (bytes) => gunzipSync(bytes, { maxOutputLength: LARGEST_BYTES }),
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength: LARGEST_BYTES }),
  deflate: inflate,
};

/** The first value of a header, whatever its case. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** A recorded body with its content encoding undone, as text in its own charset, or as base64 when it is no text. */
export function bodyText(bytes: Buffer, headers: readonly Header[]): BodyText {
  const { decoded, comment } = decodeContent(bytes, headerValue(headers, 'content-encoding'));
  const text = decodeText(decoded, headerValue(headers, 'content-type'));
  const about = { byteCount: decoded.length, ...(comment === undefined ? {} : { comment }) };
  return text === undefined ? { text: decoded.toString('base64'), base64: true, ...about } : { text, base64: false, ...about };
}

function decodeContent(bytes: Buffer, encodings: string | undefined): { decoded: Buffer; comment?: string } {
  if (encodings === undefined || bytes.length === 0) return { decoded: bytes };
  try {
    // Listed in the order they were applied (RFC 9110, 8.4), so undone from the last.
    return { decoded: encodings.split(',').reverse().reduce((left, name) => decoderOf(name)(left), bytes) };
  } catch (error) {
    return { decoded: bytes, comment: `content-encoding "${encodings}" not undone: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function decoderOf(name: string): (bytes: Buffer) => Buffer {
  const decoder = DECODERS[name.trim().toLowerCase()];
  if (decoder === undefined) throw new Error('no decoder for it');
  return decoder;
}

/** "deflate" means zlib, but some servers send the bare stream, which has no header to tell. */
function inflate(bytes: Buffer): Buffer {
  const hasZlibHeader = bytes.length > 1 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
  return hasZlibHeader ? inflateSync(bytes, { maxOutputLength: LARGEST_BYTES }) : inflateRawSync(bytes, { maxOutputLength: LARGEST_BYTES });
}

function decodeText(bytes: Buffer, contentType: string | undefined): string | undefined {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // An unknown charset, or bytes that are no text in it: base64 keeps them whole.
  }
}
