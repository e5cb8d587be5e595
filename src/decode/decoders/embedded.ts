import { hasGzipHeader, openGzip } from '../codecs/gzip.ts';
import { openZlib } from '../codecs/inflate.ts';
import { LZ4_MAGIC, openLz4Frame } from '../codecs/lz4-frame.ts';
import type { Opened } from '../codecs/opened.ts';
import { openSnappyFrame, SNAPPY_FRAME_MAGIC } from '../codecs/snappy.ts';
import { openZstd, ZSTD_MAGIC } from '../codecs/zstd.ts';
import type { Decoder, Input, Piece } from '../decoder.ts';
import { look } from '../look.ts';
import { streamPiece } from '../stream-pieces.ts';

/** A kind of stream, and the bytes it begins with. */
interface Kind {
  readonly name: string;
  readonly magic: Buffer;
  /** Bytes that a stream which does not end as it should must have given: a short magic number occurs by chance. */
  readonly minTornBytes: number;
  open(input: Buffer, allowanceBytes: number): Opened;
}

const zlibOf = (level: string): Kind => ({ name: 'zlib', magic: Buffer.from(`78${level}`, 'hex'), minTornBytes: 256, open: openZlib });

const KINDS: readonly Kind[] = [
  { name: 'gzip', magic: Buffer.from('1f8b08', 'hex'), minTornBytes: 16, open: openIfGzip },
  { name: 'zstd', magic: ZSTD_MAGIC, minTornBytes: 16, open: openZstd },
  { name: 'lz4', magic: LZ4_MAGIC, minTornBytes: 16, open: openLz4Frame },
  { name: 'snappy', magic: SNAPPY_FRAME_MAGIC, minTornBytes: 16, open: openSnappyFrame },
  ...['01', '5e', '9c', 'da'].map((level) => zlibOf(level)),
];

// A header, a stream of some bytes and what ends it: less stands behind another byte in none of these formats.
const MIN_BYTES = 12;
// Of random bytes one in 16 KiB is a zlib header of these four: four times as many are tried.
const MIN_TRIES = 256;
const BYTES_A_TRY = 4096;

/**
 * Compressed streams that stand somewhere inside of binary bytes, behind a header of somebody's own, say.
 * Each becomes a piece named by its kind and offset: `gzip@12`.
 */
export const embedded: Decoder = {
  name: 'embedded',
  priority: 25,
  decode(input, budget) {
    if (input.look.isText || input.bytes.length < MIN_BYTES) return undefined;
    const pieces: Piece[] = [];
    let allowance = budget.outputAllowance(input.bytes.length);
    let triesLeft = MIN_TRIES + Math.floor(input.bytes.length / BYTES_A_TRY);
    const candidates = new Candidates(input.bytes);
    for (let next = candidates.next(); next !== undefined; next = candidates.next()) {
      if (triesLeft === 0 || pieces.length >= budget.layersLeft) {
        return { pieces, cutOff: true, note: `not looked for compressed streams from ${next.at} on` };
      }
      if (input.opened.touches({ start: next.at, end: next.at + next.kind.magic.length })) continue;
      triesLeft -= 1;
      const piece = openAt(input, next, allowance);
      if (piece === undefined) continue;
      allowance -= piece.bytes.length;
      candidates.skipTo(piece.end);
      // A sound stream of nothing is passed over at once, whatever else seems to begin inside of it.
      if (piece.bytes.length > 0) pieces.push(piece);
    }
    return pieces.length === 0 ? undefined : { pieces };
  },
};

interface Candidate {
  readonly kind: Kind;
  readonly at: number;
}

function openAt({ bytes }: Input, { kind, at }: Candidate, allowanceBytes: number): Piece | undefined {
  const opened = kind.open(bytes.subarray(at), allowanceBytes);
  if ('failure' in opened) return undefined;
  const piece = streamPiece({ step: `${kind.name}@${at}`, start: at }, opened);
  const isSound = opened.cutOff === undefined && opened.note === undefined;
  if (isSound) return piece;
  if (opened.bytes.length < kind.minTornBytes) return undefined;
  if (look(opened.bytes).isText) return piece;
  // Noise behind two bytes of magic is corrupt soon; a stream that is torn goes on to the end of the input.
  return kind.name === 'zlib' && piece.end < bytes.length ? undefined : { ...piece, guess: true };
}

function openIfGzip(input: Buffer, allowanceBytes: number): Opened {
  return hasGzipHeader(input, 0) ? openGzip(input, allowanceBytes) : { failure: 'it does not begin as gzip does' };
}

/** Where streams may begin behind the first byte, in order. Each kind's next place is searched for once it was passed. */
class Candidates {
  readonly #bytes: Buffer;
  readonly #places: { readonly kind: Kind; at: number }[];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#places = KINDS.map((kind) => ({ kind, at: 0 }));
    this.skipTo(1);
  }

  next(): Candidate | undefined {
    let first: { readonly kind: Kind; at: number } | undefined;
    for (const place of this.#places) if (first === undefined || place.at < first.at) first = place;
    if (first === undefined || first.at === Number.POSITIVE_INFINITY) return undefined;
    const found = { kind: first.kind, at: first.at };
    this.#search(first, first.at + 1);
    return found;
  }

  skipTo(offset: number): void {
    for (const place of this.#places) if (place.at < offset) this.#search(place, offset);
  }

  #search(place: { readonly kind: Kind; at: number }, from: number): void {
    const at = this.#bytes.indexOf(place.kind.magic, from);
    place.at = at === -1 ? Number.POSITIVE_INFINITY : at;
  }
}
