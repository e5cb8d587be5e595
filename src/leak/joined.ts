import type { Indicator } from '../flow/indicator.ts';
import { PIECE_LENGTH } from './forms/spellings.ts';
import type { PreparedSearch } from './search.ts';

/** Something of ours that is whole only when neighbouring values are put together. */
export interface JoinedMatch {
  readonly indicator: Indicator;
  /** As in a finding; absent where the joined value stands as it is. */
  readonly form?: string;
  /** Index of the value in which it begins, and of the one in which it ends. */
  readonly first: number;
  readonly last: number;
  /** Where it begins in the first of these values, and how many bytes it has over all of them. */
  readonly offset: number;
  readonly length: number;
}

// From values put together anything of a few characters can be read.
const LEAST_PERSONAL = 12;
// What reaches over a border lies within so many bytes of it: longer values are looked at by their ends only.
const REACH_BYTES = 512;
const MOST_MATCHES = 256;

/**
 * What stands over the borders of neighbouring values: an identifier cut in two, a digest sent by halves. What stands in one
 * value is not told, nor is a piece of a canary, which is told where it stands. Linear in the values; of long ones only the
 * ends are read.
 *
 * @param values The values in the order of the structure, decoded.
 */
export function searchJoined(values: readonly Buffer[], { matcher }: PreparedSearch): readonly JoinedMatch[] {
  const matches: JoinedMatch[] = [];
  const seen = new Set<string>();
  for (const chain of chainsOf(values)) {
    const joined = Buffer.concat(chain.map(({ bytes }) => bytes));
    const starts = startsOf(chain);
    matcher.findJoined(joined, ({ target, at, length, form }) => {
      const { indicator, isMember } = target;
      const least = indicator.class === 'planted' ? PIECE_LENGTH : LEAST_PERSONAL;
      if (indicator.class === 'subject' || isMember || length < least || matches.length >= MOST_MATCHES) return;
      const from = linkAt(starts, at);
      const to = linkAt(starts, at + length - 1);
      const first = chain[from];
      const last = chain[to];
      if (from === to || first === undefined || last === undefined) return;
      const offset = first.skipped + at - (starts[from] ?? 0);
      const key = [indicator.name, indicator.value, first.index, offset].join('\u0000');
      if (seen.has(key)) return;
      seen.add(key);
      matches.push({ indicator, first: first.index, last: last.index, offset, length, ...(form !== undefined && { form }) });
    });
  }
  return matches;
}

/** A value, or one end of it. */
interface Link {
  readonly index: number;
  readonly bytes: Buffer;
  /** Bytes of the value before these. */
  readonly skipped: number;
}

function chainsOf(values: readonly Buffer[]): readonly (readonly Link[])[] {
  const chains: Link[][] = [];
  let chain: Link[] = [];
  for (const [index, bytes] of values.entries()) {
    if (bytes.length <= 2 * REACH_BYTES) {
      chain.push({ index, bytes, skipped: 0 });
      continue;
    }
    chain.push({ index, bytes: bytes.subarray(0, REACH_BYTES), skipped: 0 });
    chains.push(chain);
    const skipped = bytes.length - REACH_BYTES;
    chain = [{ index, bytes: bytes.subarray(skipped), skipped }];
  }
  chains.push(chain);
  return chains.filter((links) => links.length > 1);
}

function startsOf(chain: readonly Link[]): readonly number[] {
  let start = 0;
  return chain.map(({ bytes }) => {
    const own = start;
    start += bytes.length;
    return own;
  });
}

// Values without bytes begin where the next one does: the last that begins there holds the byte.
function linkAt(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
