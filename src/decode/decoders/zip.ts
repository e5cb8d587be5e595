import { entryAt, nextHeader, openEntry } from '../codecs/zip-entries.ts';
import type { ZipEntry } from '../codecs/zip-entries.ts';
import type { Decoder, Piece } from '../decoder.ts';
import { streamPiece } from '../stream-pieces.ts';
import { Openings } from '../structure/openings.ts';

/** Names longer than this are said in part; the whole is searched as it stands. */
const MAX_NAME_CHARACTERS = 80;

/**
 * Archives of ZIP, in which phones upload logs: each file under its name, stored, deflated or by zstd. Headers and the
 * directory, which hold the names, are searched as they stand. Files are read one behind the other and not by the directory, so
 * that an archive that is torn off gives what there is, and no byte is opened twice.
 */
export const zip: Decoder = {
  name: 'zip',
  priority: 14,
  decode({ bytes }, budget) {
    let entry = entryAt(bytes, 0);
    if (entry === undefined) return undefined;
    const openings = new Openings(budget.layersLeft);
    let allowance = budget.outputAllowance(bytes.length);
    while (entry !== undefined) {
      if (openings.isFull) return { pieces: openings.pieces, format: 'zip', settled: true, cutOff: true, note: `cut off at ${openings.pieces.length} files` };
      const piece = pieceOf(bytes, entry, allowance);
      if (piece.view !== true) allowance -= piece.bytes.length;
      if (piece.end > piece.start) openings.add(piece);
      const next = nextHeader(bytes, piece.end);
      entry = next === undefined ? undefined : entryAt(bytes, next);
    }
    return { pieces: openings.pieces, format: 'zip', settled: true };
  },
  locate(bytes, offset) {
    for (let at: number | undefined = 0; at !== undefined && at <= offset;) {
      const entry = entryAt(bytes, at);
      if (entry === undefined) return [];
      if (offset < entry.dataStart) return [`${stepOf(entry)} (header)`];
      const end = entry.dataStart + (entry.byteCount ?? 0);
      if (offset < end) return [stepOf(entry)];
      const next = nextHeader(bytes, Math.max(end, entry.dataStart));
      if (entry.byteCount === undefined && (next === undefined || offset < next)) return [stepOf(entry)];
      at = next;
    }
    return [];
  },
};

function pieceOf(bytes: Buffer, entry: ZipEntry, allowanceBytes: number): Piece {
  const start = entry.dataStart;
  const content = openEntry(bytes, entry, allowanceBytes);
  if (content.step !== undefined) return streamPiece({ step: content.step, start }, content.opened);
  const { end, why } = content;
  const isTorn = entry.byteCount !== undefined && start + entry.byteCount > bytes.length;
  const cutOff = isTorn ? { cutOff: `cut off at ${end - start} bytes: the archive ends early` } : {};
  return { step: stepOf(entry), bytes: bytes.subarray(start, end), start, end, view: true, ...(why !== undefined && { note: why }), ...cutOff };
}

function stepOf({ name }: ZipEntry): string {
  return `zip:${name.length > MAX_NAME_CHARACTERS ? `${name.slice(0, MAX_NAME_CHARACTERS)}…` : name}`;
}
