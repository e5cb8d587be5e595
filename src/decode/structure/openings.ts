import type { Piece } from '../decoder.ts';

// So many values of one layer are opened one by one; SDKs send at most a few hundred.
const MAX_PIECES = 10_000;

/** Pieces of one layer as they are collected, with a bound on how many. */
export class Openings {
  readonly pieces: Piece[] = [];
  readonly #max: number;

  constructor(layersLeft: number) {
    this.#max = Math.min(MAX_PIECES, layersLeft);
  }

  /** No further piece is taken; what follows should be opened as one. */
  get isFull(): boolean {
    return this.pieces.length >= this.#max;
  }

  /** How many more are taken. */
  get room(): number {
    return Math.max(0, this.#max - this.pieces.length);
  }

  add(piece: Piece): void {
    this.pieces.push(piece);
  }
}
