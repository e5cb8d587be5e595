import { TreePath } from './tree-path.ts';

/** One item of a binary tree format, as offsets; filled anew for each item, because there are millions of them. */
export interface Item {
  /** `break` ends a container without a count; `tag` stands before the item it belongs to. */
  kind: 'map' | 'array' | 'text' | 'bytes' | 'other' | 'tag' | 'break';
  /** Start of the item's head. */
  headStart: number;
  /** Start of the content. */
  start: number;
  /** Behind the item; for a container behind its head. */
  end: number;
  /** Entries of a container; Infinity where a break ends it. */
  entries: number;
  /** A string in chunks, each with a head of its own. */
  isChunked: boolean;
}

/** Reads the item at an offset; false where there is none, or where it goes beyond the end. */
export type ReadItem = (bytes: Buffer, at: number, item: Item) => boolean;

/** What is done with each string, number or word; `false` ends the walk. */
export type VisitLeaf = (item: Readonly<Item>, path: TreePath) => boolean;

const MAX_KEY_BYTES = 200;
const MAX_NAMED_BYTES = 16;

/** An item that nothing has been read into yet. */
export function anItem(): Item {
  return { kind: 'other', headStart: 0, start: 0, end: 0, entries: 0, isChunked: false };
}

/** Walks one tree whose root is a map or an array. Gives where it ended, or undefined where the bytes are no such tree. */
export function walkTree(bytes: Buffer, read: ReadItem, visit: VisitLeaf = () => true): number | undefined {
  const path = new TreePath();
  const item = anItem();
  let isRoot = true;
  do {
    item.headStart = item.end;
    if (!read(bytes, item.headStart, item)) return undefined;
    if (item.kind === 'tag') continue;
    if (isRoot && item.kind !== 'map' && item.kind !== 'array') return undefined;
    isRoot = false;
    if (item.kind === 'break') {
      if (!path.breakOff()) return undefined;
    } else if (item.kind === 'map' || item.kind === 'array') {
      if (path.expectsKey) path.setKey('');
      if (!path.open(item.kind, item.entries)) return undefined;
      path.closeIfEmpty();
    } else {
      if (path.expectsKey) path.setKey(keyOf(bytes, item));
      if (!visit(item, path)) return item.end;
      path.completed();
    }
  } while (path.depth > 0 || isRoot);
  return item.end;
}

// Keys that are not text are named by their bytes.
function keyOf(bytes: Buffer, { kind, headStart, start, end }: Item): string {
  if (kind === 'text') return bytes.toString('utf8', start, Math.min(end, start + MAX_KEY_BYTES));
  return `0x${bytes.toString('hex', headStart, Math.min(end, headStart + MAX_NAMED_BYTES))}`;
}
