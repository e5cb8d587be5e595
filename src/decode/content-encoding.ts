import type { Budget } from './budget.ts';
import { openBrotli } from './codecs/brotli.ts';
import { openGzip } from './codecs/gzip.ts';
import { hasZlibHeader, openDeflateRaw, openZlib } from './codecs/inflate.ts';
import type { Opened } from './codecs/opened.ts';
import { openZstd } from './codecs/zstd.ts';
import type { Span } from './spans.ts';

type Open = (input: Buffer, allowanceBytes: number) => Opened;

const CODINGS: ReadonlyMap<string, Open> = new Map([
  ['gzip', openGzip],
  ['x-gzip', openGzip],
  ['br', openBrotli],
  ['zstd', openZstd],
  ['deflate', openDeflate],
]);

// Nobody codes a body more often; a stream that opens to itself could be named for ever.
const MAX_CODINGS = 16;

/** A body after its Content-Encoding was undone, as far as that went. */
export interface DecodedBody {
  /** Codings undone, outermost first; empty when there was none. */
  readonly codings: readonly string[];
  readonly bytes: Buffer;
  /** What followed a stream and is not part of it, as it stood; absent where nothing did. */
  readonly rest?: Buffer;
  /** What of the body is proven to be these bytes, compressed, and nothing besides; told of one coding alone. */
  readonly proven?: Span;
  /** Why the rest was left as it is, or where it was cut off. */
  readonly note?: string;
}

/** Undoes the codings of a Content-Encoding header, the one applied last first. */
export function undoContentEncoding(bytes: Buffer, header: string | undefined, budget: Budget): DecodedBody {
  const codings: string[] = [];
  let body: DecodedBody = { codings, bytes };
  for (const coding of bytes.length === 0 ? [] : namedCodings(header)) {
    const open = codings.length < MAX_CODINGS ? CODINGS.get(coding) : undefined;
    const opened = open?.(body.bytes, budget.outputAllowance(body.bytes.length)) ?? { failure: 'this coding is not known here' };
    if ('failure' in opened) return { ...body, note: `content-encoding ${coding} could not be undone: ${opened.failure}` };
    codings.push(coding);
    const rest = opened.used < body.bytes.length ? body.bytes.subarray(opened.used) : body.rest;
    const note = opened.cutOff ?? opened.note ?? body.note;
    const proven = codings.length === 1 ? opened.proven : undefined;
    body = { codings, bytes: opened.bytes, ...(rest !== undefined && { rest }), ...(note !== undefined && { note }), ...(proven !== undefined && { proven }) };
    if (opened.cutOff !== undefined) return body;
  }
  return body;
}

function namedCodings(header: string | undefined): string[] {
  const names = (header ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity').reverse();
}

// RFC 9110 means zlib by `deflate`; some senders leave out its header.
function openDeflate(input: Buffer, allowanceBytes: number): Opened {
  const asZlib: Opened = hasZlibHeader(input, 0) ? openZlib(input, allowanceBytes) : { failure: 'it does not begin as zlib does' };
  if (!('failure' in asZlib) && asZlib.cutOff === undefined) return asZlib;
  const asRaw = openDeflateRaw(input, allowanceBytes);
  const isRaw = !('failure' in asRaw) && asRaw.cutOff === undefined;
  return isRaw || 'failure' in asZlib ? asRaw : asZlib;
}
