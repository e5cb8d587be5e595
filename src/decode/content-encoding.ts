import type { Budget } from './budget.ts';
import { inflateBounded } from './inflate-bounded.ts';
import type { Compression, Inflated } from './inflate-bounded.ts';

const CODINGS: Readonly<Record<string, readonly Compression[]>> = {
  gzip: ['gzip'],
  'x-gzip': ['gzip'],
  br: ['br'],
  // RFC 9110 means zlib by `deflate`; some senders leave out its header.
  deflate: ['zlib', 'deflate-raw'],
};

/** A body after its Content-Encoding was undone, as far as that went. */
export interface DecodedBody {
  /** Codings undone, outermost first; empty when there was none. */
  readonly codings: readonly string[];
  readonly bytes: Buffer;
  /** Why the rest was left as it is, or where it was cut off. */
  readonly note?: string;
}

/** Undoes the codings of a Content-Encoding header, the one applied last first. */
export function undoContentEncoding(bytes: Buffer, header: string | undefined, budget: Budget): DecodedBody {
  const named = (header ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  const codings: string[] = [];
  let current = bytes;
  for (const coding of named.filter((name) => name !== '' && name !== 'identity').reverse()) {
    const inflated = undoOne(current, coding, budget);
    if ('failure' in inflated) {
      return { codings, bytes: current, note: `content-encoding ${coding} could not be undone: ${inflated.failure}` };
    }
    codings.push(coding);
    current = inflated.bytes;
    if (inflated.cutOff !== undefined) return { codings, bytes: current, note: inflated.cutOff };
  }
  return { codings, bytes: current };
}

function undoOne(bytes: Buffer, coding: string, budget: Budget): Inflated {
  let failure = 'this coding is not known here';
  for (const compression of CODINGS[coding] ?? []) {
    const inflated = inflateBounded(compression, bytes, budget);
    if (!('failure' in inflated)) return inflated;
    failure = inflated.failure;
  }
  return { failure };
}
