import type { Item } from './tree-walk.ts';

// Sizes of what follows the first byte, from 0xc0 to 0xdf (msgpack specification, "Formats").
const FIXED = new Map([[0xc0, 0], [0xc2, 0], [0xc3, 0], [0xca, 4], [0xcb, 8], [0xcc, 1], [0xcd, 2], [0xce, 4], [0xcf, 8], [0xd0, 1], [0xd1, 2], [0xd2, 4], [0xd3, 8]]);
// First byte, to what it is and in how many bytes its length is told.
const COUNTED = new Map<number, readonly [Item['kind'], number]>([
  [0xc4, ['bytes', 1]], [0xc5, ['bytes', 2]], [0xc6, ['bytes', 4]],
  [0xd9, ['text', 1]], [0xda, ['text', 2]], [0xdb, ['text', 4]],
  [0xdc, ['array', 2]], [0xdd, ['array', 4]], [0xde, ['map', 2]], [0xdf, ['map', 4]],
]);

/** Reads the MessagePack item at an offset. (`@msgpack/msgpack` gives values without their offsets; it is the reference in the tests.) */
export function readMsgpack(bytes: Buffer, at: number, item: Item): boolean {
  const first = bytes[at];
  if (first === undefined) return false;
  if (first < 0x80 || first >= 0xe0) return leaf(item, 'other', at + 1, bytes.length);
  if (first < 0x90) return container(item, 'map', at + 1, first & 0x0f);
  if (first < 0xa0) return container(item, 'array', at + 1, first & 0x0f);
  item.start = at + 1;
  if (first < 0xc0) return leaf(item, 'text', at + 1 + (first & 0x1f), bytes.length);
  const size = FIXED.get(first);
  if (size !== undefined) return leaf(item, 'other', at + 1 + size, bytes.length);
  const counted = COUNTED.get(first);
  if (counted === undefined) return extension(bytes, at, item);
  const [kind, width] = counted;
  const start = at + 1 + width;
  if (start > bytes.length) return false;
  const count = bytes.readUIntBE(at + 1, width);
  if (kind === 'map' || kind === 'array') return container(item, kind, start, count);
  item.start = start;
  return leaf(item, kind, start + count, bytes.length);
}

// An extension: its length, its type in one byte, its bytes.
function extension(bytes: Buffer, at: number, item: Item): boolean {
  const first = bytes[at] ?? 0;
  if (first >= 0xd4 && first <= 0xd8) {
    item.start = at + 2;
    return leaf(item, 'bytes', at + 2 + (1 << (first - 0xd4)), bytes.length);
  }
  if (first < 0xc7 || first > 0xc9) return false;
  const width = 1 << (first - 0xc7);
  item.start = at + 2 + width;
  return item.start <= bytes.length && leaf(item, 'bytes', item.start + bytes.readUIntBE(at + 1, width), bytes.length);
}

function leaf(item: Item, kind: Item['kind'], end: number, limit: number): boolean {
  item.kind = kind;
  item.end = end;
  return end <= limit;
}

function container(item: Item, kind: 'map' | 'array', end: number, entries: number): boolean {
  item.kind = kind;
  item.end = end;
  item.entries = entries;
  return true;
}
