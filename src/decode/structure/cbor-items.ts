import { anItem } from './tree-walk.ts';
import type { Item } from './tree-walk.ts';

const BREAK = 0xff;
const INDEFINITE = 31;
const KINDS = ['other', 'other', 'bytes', 'text', 'array', 'map', 'tag', 'other'] as const;

/**
 * Reads the CBOR item at an offset (RFC 8949, section 3). (`cborg` tells the offsets of its tokens, but makes a JavaScript
 * string of every one and knows no strings in chunks; it is the reference in the tests.)
 */
export function readCbor(bytes: Buffer, at: number, item: Item): boolean {
  const first = bytes[at];
  if (first === undefined) return false;
  item.isChunked = false;
  if (first === BREAK) return take(item, 'break', at + 1, at + 1);
  const kind = KINDS[first >> 5] ?? 'other';
  const low = first & 0x1f;
  if (low === INDEFINITE) return indefinite(bytes, at, kind, item);
  if (low > 27) return false;
  const width = low < 24 ? 0 : 1 << (low - 24);
  const start = at + 1 + width;
  if (start > bytes.length) return false;
  if (kind === 'other' || kind === 'tag') return take(item, kind, start, start);
  const count = width === 0 ? low : width === 8 ? bytes.readUInt32BE(at + 1) * 2 ** 32 + bytes.readUInt32BE(at + 5) : bytes.readUIntBE(at + 1, width);
  item.entries = count;
  if (kind === 'array' || kind === 'map') return take(item, kind, start, start);
  return take(item, kind, start, start + count) && item.end <= bytes.length;
}

/** The content of a string in chunks. */
export function joinChunks(bytes: Buffer, { start }: Readonly<Item>): Buffer {
  const chunks: Buffer[] = [];
  const chunk = anItem();
  for (let at = start; readCbor(bytes, at, chunk) && chunk.kind !== 'break'; at = chunk.end) chunks.push(bytes.subarray(chunk.start, chunk.end));
  return Buffer.concat(chunks);
}

function indefinite(bytes: Buffer, at: number, kind: Item['kind'], item: Item): boolean {
  if (kind === 'text' || kind === 'bytes') return chunked(bytes, at, kind, item);
  item.entries = Infinity;
  return (kind === 'array' || kind === 'map') && take(item, kind, at + 1, at + 1);
}

// Strings of the same kind, of known length each, up to a break.
function chunked(bytes: Buffer, at: number, kind: 'text' | 'bytes', item: Item): boolean {
  const head = bytes[at] ?? 0;
  let next = at + 1;
  while (bytes[next] !== BREAK) {
    const isChunk = (bytes[next] ?? 0) >> 5 === head >> 5 && bytes[next] !== head;
    if (!isChunk || !readCbor(bytes, next, item)) return false;
    next = item.end;
  }
  item.isChunked = true;
  return take(item, kind, at + 1, next + 1);
}

function take(item: Item, kind: Item['kind'], start: number, end: number): boolean {
  item.kind = kind;
  item.start = start;
  item.end = end;
  return true;
}
