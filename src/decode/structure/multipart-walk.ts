import { isBlank, LINE_FEED, MINUS, RETURN } from './characters.ts';

/** One part of a multipart text, as offsets. */
export interface Part {
  /** Start of its headers. */
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
  /** What `Content-Disposition` calls it, or its position. */
  readonly name: string;
  /** `Content-Transfer-Encoding`, lower case; `7bit` where none was given. */
  readonly transfer: string;
  /** The closing boundary is missing. */
  readonly isTorn: boolean;
}

// RFC 2046 allows 70 characters; some programs write more.
const MAX_BOUNDARY_LENGTH = 200;
const MAX_HEADER_BYTES = 16 * 1024;
const BOUNDARY_PARAMETER = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i;

/** The delimiter, `--` and the boundary, as it was announced or as the first line shows it; undefined where there is none. */
export function delimiterOf(bytes: Buffer, announced: string | undefined): Buffer | undefined {
  const [, quoted, plain] = /^multipart\//i.test(announced ?? '') ? (BOUNDARY_PARAMETER.exec(announced ?? '') ?? []) : [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined && bytes.includes(`--${boundary}`)) return Buffer.from(`--${boundary}`);
  return sniffed(bytes);
}

function sniffed(bytes: Buffer): Buffer | undefined {
  let start = 0;
  while (start < 4 && (bytes[start] === RETURN || bytes[start] === LINE_FEED)) start += 1;
  if (bytes[start] !== MINUS || bytes[start + 1] !== MINUS) return undefined;
  let end = start + 2;
  while (end < bytes.length && end - start <= MAX_BOUNDARY_LENGTH && !isBlank(bytes[end])) {
    const byte = bytes[end] ?? 0;
    if (byte <= 0x20 || byte >= 0x7f) return undefined;
    end += 1;
  }
  const isLine = bytes[end] === LINE_FEED || (bytes[end] === RETURN && bytes[end + 1] === LINE_FEED);
  if (!isLine || end - start < 3) return undefined;
  // A first line of dashes alone is a rule above a text, unless a header follows.
  return /^\r?\n[A-Za-z-]+:/.test(bytes.toString('latin1', end, end + 80)) ? bytes.subarray(start, end) : undefined;
}

/** The parts between the delimiters, in order. */
export function* partsIn(bytes: Buffer, delimiter: Buffer): Generator<Part> {
  let at = lineWith(bytes, delimiter, 0);
  for (let index = 0; at >= 0; index += 1) {
    const lineEnd = endOfDelimiter(bytes, at + delimiter.length);
    if (lineEnd === undefined) return;
    const next = lineWith(bytes, delimiter, lineEnd);
    yield partBetween(bytes, { start: lineEnd, end: next < 0 ? bytes.length : withoutBreak(bytes, lineEnd, next) }, { index, isTorn: next < 0 });
    at = next;
  }
}

// The delimiter counts at the start of a line only.
function lineWith(bytes: Buffer, delimiter: Buffer, from: number): number {
  if (from === 0 && bytes.subarray(0, delimiter.length).equals(delimiter)) return 0;
  const found = bytes.indexOf(Buffer.concat([Buffer.of(LINE_FEED), delimiter]), Math.max(0, from - 1));
  return found < 0 ? -1 : found + 1;
}

// Start of what stands behind the delimiter's line; undefined behind the last one, which ends in `--`.
function endOfDelimiter(bytes: Buffer, from: number): number | undefined {
  if (bytes[from] === MINUS && bytes[from + 1] === MINUS) return undefined;
  const line = bytes.indexOf(LINE_FEED, from);
  return line < 0 ? undefined : line + 1;
}

function withoutBreak(bytes: Buffer, start: number, end: number): number {
  const line = end - 1 >= start && bytes[end - 1] === LINE_FEED ? end - 1 : end;
  return line - 1 >= start && line < end && bytes[line - 1] === RETURN ? line - 1 : line;
}

function partBetween(bytes: Buffer, { start, end }: { start: number; end: number }, { index, isTorn }: { index: number; isTorn: boolean }): Part {
  const bodyStart = endOfHeaders(bytes, start, end);
  const headers = bytes.toString('utf8', start, bodyStart);
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? '';
  const [, quoted, plain] = /;\s*name=(?:"([^"]{0,200})"|([^\s;]{1,200}))/i.exec(disposition) ?? [];
  const transfer = /^content-transfer-encoding:\s*([\w-]+)/im.exec(headers)?.[1] ?? '7bit';
  return { start, bodyStart, end, name: quoted ?? plain ?? String(index), transfer: transfer.toLowerCase(), isTorn };
}

// Behind the first empty line; a part may begin with one, which means that it has no headers.
function endOfHeaders(bytes: Buffer, start: number, end: number): number {
  const limit = Math.min(end, start + MAX_HEADER_BYTES);
  let at = start;
  while (at < limit) {
    if (bytes[at] === LINE_FEED) return at + 1;
    if (bytes[at] === RETURN && bytes[at + 1] === LINE_FEED) return at + 2;
    const line = bytes.indexOf(LINE_FEED, at);
    if (line < 0 || line >= limit) return start;
    at = line + 1;
  }
  return start;
}
