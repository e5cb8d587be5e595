import type { Budget } from '../budget.ts';
import type { Decoded, Piece } from '../decoder.ts';
import { joinChunks } from './cbor-items.ts';
import { couldHold, isReadable } from './holds.ts';
import { Openings } from './openings.ts';
import type { TreePath } from './tree-path.ts';
import { walkTree } from './tree-walk.ts';
import type { Item, ReadItem } from './tree-walk.ts';

/** A binary tree format: its name in paths, and how an item of it is read. */
export interface TreeFormat {
  readonly format: string;
  readonly read: ReadItem;
  /** Whether another format, asked after this one, can read all of the bytes as well: which of the two they are is then left open. */
  readonly mayBeAnother: (bytes: Buffer) => boolean;
}

// Bytes that nobody can read are told of from one cipher block on.
const MIN_OPAQUE_BYTES = 16;
// Random bytes are a tree by chance now and then: a shorter one, or one with fewer words, proves nothing.
const MIN_SURE_BYTES = 8;
const MIN_WORD_BYTES = 3;
const MIN_WORD_SHARE = 1 / 8;

/** The strings of a tree that uses up all bytes, as views named by their path; undefined where the bytes are none. */
export function openTree(bytes: Buffer, tree: TreeFormat, budget: Budget): Decoded | undefined {
  // Walked first without writing paths: most bytes turn out to be something else.
  let wordBytes = 0;
  const end = walkTree(bytes, tree.read, (item) => {
    if (item.kind === 'text' && isReadable(bytes.subarray(item.start, item.end))) wordBytes += item.end - item.start;
    return true;
  });
  if (end !== bytes.length) return undefined;
  const isSure = bytes.length >= MIN_SURE_BYTES && wordBytes >= Math.max(MIN_WORD_BYTES, bytes.length * MIN_WORD_SHARE);
  const openings = new Openings(budget.layersLeft);
  const reached = walkTree(bytes, tree.read, (item, path) => {
    if ((item.kind !== 'text' && item.kind !== 'bytes') || !couldHold(bytes, item)) return true;
    if (openings.isFull) return false;
    openings.add(pieceOf(bytes, item, { step: stepOf(tree.format, path), isSure }));
    return true;
  });
  // A tree of short words alone has nothing to decode inside; one of them shows that it was read.
  if (isSure && openings.pieces.length === 0) openWord(bytes, tree, openings);
  const { pieces } = openings;
  if (reached === bytes.length) {
    if (!isSure) return { pieces };
    return tree.mayBeAnother(bytes) ? { pieces, format: tree.format } : { pieces, format: tree.format, settled: true };
  }
  return { pieces, format: tree.format, cutOff: true, note: `cut off at byte ${reached ?? 0}: ${pieces.length} values` };
}

/** The path of the value at an offset, ` (key)` behind it where it is the key; nothing in between values. */
export function locateInTree(bytes: Buffer, offset: number, { format, read }: TreeFormat): readonly string[] {
  let step: string | undefined;
  walkTree(bytes, read, (item, path) => {
    if (offset >= item.end) return true;
    if (offset >= item.headStart) step = stepOf(format, path);
    return false;
  });
  return step === undefined ? [] : [step];
}

function openWord(bytes: Buffer, { format, read }: TreeFormat, openings: Openings): void {
  walkTree(bytes, read, (item, path) => {
    if (item.kind === 'text' && item.end - item.start > 0) openings.add(pieceOf(bytes, item, { step: stepOf(format, path), isSure: true }));
    return openings.pieces.length === 0;
  });
}

function pieceOf(bytes: Buffer, item: Readonly<Item>, { step, isSure }: { readonly step: string; readonly isSure: boolean }): Piece {
  const { start, end } = item;
  if (item.isChunked) return { step, bytes: joinChunks(bytes, item), start, end };
  const value = bytes.subarray(start, end);
  const piece = { step, bytes: value, start, end, view: true } as const;
  const isTold = isSure && value.length >= MIN_OPAQUE_BYTES && !isReadable(value);
  return isTold ? piece : { ...piece, guess: true };
}

function stepOf(format: string, path: TreePath): string {
  return `${format}:${path.toString()}${path.expectsKey ? ' (key)' : ''}`;
}
