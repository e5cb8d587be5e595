import { Budget } from '../../../src/decode/budget.ts';
import type { Decoder, Piece } from '../../../src/decode/decoder.ts';
import { look } from '../../../src/decode/look.ts';
import { Spans } from '../../../src/decode/spans.ts';

/** Pieces that one decoder finds in a layer of its own. */
export function piecesFrom(decoder: Decoder, bytes: Buffer | string, path: readonly string[] = ['body'], opened = new Spans()): readonly Piece[] {
  const input = Buffer.from(bytes);
  return decoder.decode({ bytes: input, look: look(input), path, opened }, new Budget())?.pieces ?? [];
}

/** Whether one of the pieces is made of these bytes. */
export function holds(pieces: readonly Piece[], bytes: Buffer | string): boolean {
  const wanted = Buffer.from(bytes);
  return pieces.some((piece) => piece.bytes.equals(wanted));
}

/** Whether one of the pieces has these bytes inside. */
export function mentions(pieces: readonly Piece[], bytes: Buffer | string): boolean {
  const wanted = Buffer.from(bytes);
  return pieces.some((piece) => piece.bytes.includes(wanted));
}
