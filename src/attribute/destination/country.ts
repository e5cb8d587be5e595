import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { labelOf, type Ipv4Ranges } from './ipv4-ranges.ts';

/** The table of countries; `data/make-tables.ts` writes it. */
export const COUNTRIES_FILE = join(import.meta.dirname, 'data', 'countries.json');

const schema = z.object({ source: z.string().min(1), licence: z.string().min(1), date: z.iso.date(), codes: z.string(), ranges: z.int(), table: z.base64() });

interface Countries {
  readonly codes: readonly string[];
  readonly ranges: Ipv4Ranges;
}

let known: Countries | undefined;

/**
 * Country an IPv4 address is registered for, ISO 3166-1 alpha-2; undefined for IPv6 and where the table has none. It is the
 * country of the address's holder or of his geofeed, by registries of the file's date: mostly, not always, the server's.
 */
export function countryOf(address: string): string | undefined {
  known ??= readCountries();
  const label = labelOf(address, known.ranges);
  return label === undefined ? undefined : known.codes[label];
}

function readCountries(): Countries {
  const { codes, ranges: count, table } = schema.parse(JSON.parse(readFileSync(COUNTRIES_FILE, 'utf8')));
  const bytes = inflateRawSync(Buffer.from(table, 'base64'));
  const gaps = leb128s(bytes, 0, count);
  const lengths = leb128s(bytes, gaps.end, count);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let next = 0;
  for (let index = 0; index < count; index += 1) {
    const start = next + (gaps.numbers[index] ?? 0);
    next = start + (lengths.numbers[index] ?? 0);
    starts[index] = start;
    ends[index] = next - 1;
  }
  return { codes: codes.split(' '), ranges: { starts, ends, labels: bytes.subarray(lengths.end) } };
}

/** Numbers of seven bits a byte, least first, the high bit set on all but a number's last byte (DWARF 5, 7.6). */
function leb128s(bytes: Uint8Array, from: number, count: number): { readonly numbers: Uint32Array; readonly end: number } {
  const numbers = new Uint32Array(count);
  let at = from;
  for (let index = 0; index < count; index += 1) {
    let number = 0;
    for (let factor = 1, isLast = false; !isLast; factor *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      number += (byte & 127) * factor;
      isLast = byte < 128;
    }
    numbers[index] = number;
  }
  return { numbers, end: at };
}
