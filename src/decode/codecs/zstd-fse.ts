import { CorruptError } from './corrupt-error.ts';

/** A finite state entropy table (RFC 8878, 4.1): for each state its symbol, and how to reach the next state. */
export interface FseTable {
  readonly accuracyLog: number;
  readonly symbols: Uint8Array;
  readonly bitCounts: Uint8Array;
  readonly baselines: Uint16Array;
}

/** What a description of a table may hold. */
export interface FseBounds {
  readonly maxAccuracyLog: number;
  readonly maxSymbol: number;
}

/** Reads the description of a table; gives it with the offset behind it. @throws {CorruptError} */
export function readFseTable(bytes: Buffer, start: number, bounds: FseBounds): { readonly table: FseTable; readonly end: number } {
  let position = start * 8;
  const read = (count: number): number => {
    const byte = position >> 3;
    const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
    position += count;
    return (word >>> ((position - count) & 7)) & ((1 << count) - 1);
  };
  const accuracyLog = read(4) + 5;
  if (accuracyLog > bounds.maxAccuracyLog) throw new CorruptError();
  const counts: number[] = [];
  for (let left = 1 << accuracyLog; left > 0;) {
    if (counts.length > bounds.maxSymbol) throw new CorruptError();
    // Values that cannot occur any more lend their codes to small ones, which are a bit shorter.
    const bits = 32 - Math.clz32(left + 1);
    const lower = (1 << (bits - 1)) - 1;
    const short = (1 << bits) - 1 - (left + 1);
    let value = read(bits);
    if ((value & lower) < short) {
      position -= 1;
      value &= lower;
    } else if (value > lower) {
      value -= short;
    }
    const count = value - 1;
    left -= Math.abs(count);
    counts.push(count);
    for (let repeat = count === 0 ? 3 : 0; repeat === 3;) {
      repeat = read(2);
      for (let zero = 0; zero < repeat; zero += 1) counts.push(0);
      if (counts.length > bounds.maxSymbol + 1) throw new CorruptError();
    }
    if (left < 0) throw new CorruptError();
  }
  const end = (position + 7) >> 3;
  if (counts.length > bounds.maxSymbol + 1 || end > bytes.length) throw new CorruptError();
  return { table: fseTable(counts, accuracyLog), end };
}

/** Builds a table from how often each symbol occurs; -1 stands for less than once. */
export function fseTable(counts: readonly number[], accuracyLog: number): FseTable {
  const size = 1 << accuracyLog;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(256);
  let high = size;
  for (const [symbol, count] of counts.entries()) {
    next[symbol] = Math.abs(count);
    if (count !== -1) continue;
    high -= 1;
    symbols[high] = symbol;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  for (const [symbol, count] of counts.entries()) {
    for (let times = 0; times < count; times += 1) {
      symbols[place] = symbol;
      do place = (place + step) & (size - 1); while (place >= high);
    }
  }
  const bitCounts = new Uint8Array(size);
  const baselines = new Uint16Array(size);
  for (let state = 0; state < size; state += 1) {
    const symbol = symbols[state] ?? 0;
    const occurrence = next[symbol] ?? 0;
    next[symbol] = occurrence + 1;
    const bits = accuracyLog - (31 - Math.clz32(occurrence));
    bitCounts[state] = bits;
    baselines[state] = (occurrence << bits) - size;
  }
  return { accuracyLog, symbols, bitCounts, baselines };
}

/** The table that gives one symbol for ever. */
export function fseTableOf(symbol: number): FseTable {
  return { accuracyLog: 0, symbols: Uint8Array.of(symbol), bitCounts: new Uint8Array(1), baselines: new Uint16Array(1) };
}
