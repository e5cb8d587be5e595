import { isUtf8 } from 'node:buffer';
import type { Header } from '../../flow/flow.ts';

/** An HTTP/1 request as it stands in a file, its chunks put together. */
export interface RawRequest {
  readonly method: string;
  /** As in its first line: from the path on, or absolute. */
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly Header[];
  /** Still under its Content-Encoding. */
  readonly body: Buffer;
}

const REQUEST_LINE = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE) (\S+) HTTP\/(\d(?:\.\d)?)\r?$/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const MAX_HEAD_BYTES = 256 * 1024;

/**
 * The request that some bytes unmistakably are: a request line, then headers and nothing else up to the empty line. All
 * behind the head is its body, so that nothing in the file is left out.
 */
export function readRawRequest(bytes: Buffer): RawRequest | undefined {
  const head = bytes.toString('latin1', 0, Math.min(bytes.length, MAX_HEAD_BYTES));
  const firstEnd = head.indexOf('\n');
  const [, method, target, httpVersion] = REQUEST_LINE.exec(firstEnd < 0 ? head : head.slice(0, firstEnd)) ?? [];
  if (method === undefined || target === undefined || httpVersion === undefined) return undefined;
  const headers: Header[] = [];
  let at = firstEnd < 0 ? head.length : firstEnd + 1;
  while (at < head.length) {
    const found = head.indexOf('\n', at);
    const end = found < 0 ? head.length : found;
    const line = head.slice(at, end);
    at = end + 1;
    if (line === '' || line === '\r') return whole({ method, target, httpVersion, headers, body: bytes.subarray(at) });
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (!HEADER_NAME.test(name)) return undefined;
    headers.push([name, asText(line.slice(colon + 1).trim())]);
  }
  // A head without its end: nothing follows it, unless it is longer than any head.
  return bytes.length > MAX_HEAD_BYTES ? undefined : { method, target, httpVersion, headers, body: Buffer.alloc(0) };
}

// Bytes that are no UTF-8 stay apart as characters of their own.
function asText(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : latin1;
}

function whole(request: RawRequest): RawRequest {
  const coding = request.headers.find(([name]) => name.toLowerCase() === 'transfer-encoding')?.[1];
  if (coding === undefined || !/\bchunked\s*$/i.test(coding)) return request;
  const body = joinChunks(request.body);
  return body === undefined ? request : { ...request, body };
}

/** Chunks put together (RFC 9112, 7.1), with what follows the last one or is no chunk; undefined where there are none. */
function joinChunks(bytes: Buffer): Buffer | undefined {
  const joined = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  const append = (piece: Buffer): void => {
    length += piece.copy(joined, length);
  };
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.subarray(at, at + MAX_CHUNK_LINE_BYTES).indexOf(0x0a);
    const line = lineEnd < 0 ? '' : bytes.toString('latin1', at, at + lineEnd);
    const size = /^([0-9a-f]{1,8})(?:[ \t;][^\r]*)?\r?$/i.exec(line)?.[1];
    if (size === undefined && length === 0) return undefined;
    const start = size === undefined ? at : at + lineEnd + 1;
    const end = size === undefined ? bytes.length : start + parseInt(size, 16);
    // The last chunk is empty. Trailers behind it are told like the body: a name may stand in them.
    const isLast = end === start;
    append(isLast ? withoutLineEnd(bytes.subarray(start)) : bytes.subarray(start, end));
    at = isLast ? bytes.length : end + (bytes[end] === 0x0d ? 2 : 1);
  }
  return joined.subarray(0, length);
}

const MAX_CHUNK_LINE_BYTES = 1024;

function withoutLineEnd(rest: Buffer): Buffer {
  return rest.length <= 2 && rest.every((byte) => byte === 0x0d || byte === 0x0a) ? rest.subarray(0, 0) : rest;
}

/** The host a request goes to: of its absolute target, or of its Host header; without port. */
export function hostOf({ method, target, headers }: Pick<RawRequest, 'method' | 'target' | 'headers'>): string | undefined {
  const inTarget = method === 'CONNECT' ? target : /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1];
  const named = inTarget ?? headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const host = named?.replace(/^.*@/, '').replace(/:\d*$/, '').toLowerCase();
  return host === '' ? undefined : host;
}
