import type { Budget } from './budget.ts';
import { ENCODINGS_FROM, GUESSES_FROM, LOOSE_FROM } from './decoder.ts';
import type { Decoded, Decoder, Input, Piece } from './decoder.ts';
import { DECODERS } from './decoders.ts';
import { isDoubtful, isRight } from './guesses.ts';
import { joinTorn } from './join-torn.ts';
import { GrownLayer } from './layer.ts';
import { look } from './look.ts';
import type { Look } from './look.ts';
import { rateUnmasked } from './plausible.ts';
import { Spans } from './spans.ts';
import { stretchesAt } from './stretches.ts';
import type { Stretches } from './stretches.ts';
import { hasIsland } from './text-stretch.ts';

// A value among others; what is longer is worth looking into.
const MAX_VALUE_BYTES = 4096;

/** What is known of bytes before they are looked at. */
export interface Beforehand {
  /** Content type that the sender announced for them. */
  readonly announced?: string;
  /** What they are by the place they stand in (a URL, a cookie): asked before any other decoder. */
  readonly as?: Decoder;
}

/**
 * Reads bytes as far as they can be read, layer by layer. Never throws; what cannot be read stays in the tree as opaque or
 * cut off, with its bytes.
 */
export function growRoot(step: string, bytes: Buffer, budget: Budget, beforehand: Beforehand = {}): GrownLayer {
  const root = new GrownLayer({ step, bytes, start: 0, end: bytes.length });
  budget.enter(bytes.length);
  grow(root, budget, beforehand);
  return root;
}

/** Grows another reading of a layer, which is not taken into its tree. */
export function growOther(piece: Piece, parent: GrownLayer, budget: Budget): GrownLayer {
  budget.enter(piece.bytes.length);
  return growPiece(piece, parent, budget);
}

function growPiece(piece: Piece, parent: GrownLayer, budget: Budget): GrownLayer {
  const layer = new GrownLayer(piece, parent);
  if (holdsItself(layer)) return cutOff(layer, 'cut off: it holds itself');
  if (!budget.take(piece.view === true ? 0 : piece.bytes.length)) return cutOff(layer, 'cut off at the size of one flow');
  grow(layer, budget, {});
  return piece.cutOff === undefined ? layer : cutOff(layer, piece.cutOff);
}

// A compressed stream can be made that opens to itself; nothing new comes of reading it again.
function holdsItself({ bytes, parent }: GrownLayer): boolean {
  for (let above = parent; above !== undefined; above = above.parent) {
    if (above.bytes.length === bytes.length && above.bytes.equals(bytes)) return true;
  }
  return false;
}

function cutOff(layer: GrownLayer, note: string): GrownLayer {
  layer.state = 'cut off';
  layer.note = note;
  return layer;
}

function grow(layer: GrownLayer, budget: Budget, { announced, as }: Beforehand): void {
  const { bytes } = layer;
  const seen = look(bytes);
  layer.state = seen.isText || bytes.length === 0 ? 'text' : 'opaque';
  if (layer.depth >= budget.limits.maxDepth) {
    if (bytes.length > 0) cutOff(layer, `cut off at depth ${layer.depth}`);
    return;
  }
  const isValue = layer.parent !== undefined && bytes.length <= MAX_VALUE_BYTES;
  if (isValue && !seen.isText && rateUnmasked(bytes) === 'noise' && !budget.takeTry('noise')) {
    layer.note ??= 'not tried in every way: there are many values like it';
    return;
  }
  const opened = new Spans();
  const input = new LayerInput(layer, { look: seen, opened }, announced);
  // Asked for when the first guess is due: most layers are read without one.
  let mayGuess: boolean | undefined = isValue && seen.isText ? undefined : true;
  let isSettled = false;
  let cut: string | undefined;
  for (const decoder of as === undefined ? DECODERS : [as, ...DECODERS]) {
    if (isSettled) break;
    if (decoder.priority >= GUESSES_FROM && (!isDoubtful(layer, decoder) || !(mayGuess ??= budget.takeTry('text')))) continue;
    if (decoder.needsIsland === true && !seen.isText && !input.hasIsland) continue;
    if (layer.isKnown && decoder.priority >= LOOSE_FROM && decoder.priority < ENCODINGS_FROM) continue;
    const decoded = asked(decoder, input, budget);
    if (decoded === undefined) continue;
    take(decoded, { decoder, layer, opened, budget });
    isSettled = decoded.settled === true;
    if (decoded.cutOff === true) cut ??= decoded.note ?? 'cut off';
  }
  const joined = joinTorn(layer);
  if (joined !== undefined) take({ pieces: [joined] }, { layer, opened, budget });
  settleState(layer, seen, isSettled);
  if (cut !== undefined) cutOff(layer, cut);
}

class LayerInput implements Input {
  readonly bytes: Buffer;
  readonly look: Look;
  readonly opened: Spans;
  readonly announced?: string;
  readonly #layer: GrownLayer;
  #path: readonly string[] | undefined;
  #stretches: Stretches | undefined;
  #hasIsland: boolean | undefined;

  constructor(layer: GrownLayer, { look: seen, opened }: Pick<Input, 'look' | 'opened'>, announced?: string) {
    this.bytes = layer.bytes;
    this.look = seen;
    this.opened = opened;
    this.#layer = layer;
    if (announced !== undefined) this.announced = announced;
  }

  get path(): readonly string[] {
    this.#path ??= stepsTo(this.#layer);
    return this.#path;
  }

  get hasIsland(): boolean {
    this.#hasIsland ??= hasIsland(this.bytes);
    return this.#hasIsland;
  }

  get stretches(): Stretches | undefined {
    if (this.look.isText) this.#stretches ??= stretchesAt(this.#layer.depth, this.bytes);
    return this.#stretches;
  }
}

// A decoder that fails on bytes nobody foresaw costs what it would have read, and says so; it does not end the judging of a phone.
function asked(decoder: Decoder, input: Input, budget: Budget): Decoded | undefined {
  try {
    return decoder.decode(input, budget);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { pieces: [], note: `cut off: reading it as ${decoder.name} failed: ${reason}`, cutOff: true };
  }
}

// The locators are asked only for what is told, not for every layer on the way.
function stepsTo(layer: GrownLayer): readonly string[] {
  const steps: string[] = [];
  for (let at: GrownLayer | undefined = layer; at !== undefined; at = at.parent) steps.push(at.step);
  return steps.reverse();
}

// A guess upon a guess upon a guess: labels put together, digits of either kind, a stream without a mark, text under a mask.
const MAX_GUESSES = 6;
// What growing a layer costs, however small it is.
const GUESS_COST_BYTES = 256;

interface Taking {
  readonly decoder?: Decoder;
  readonly layer: GrownLayer;
  readonly opened: Spans;
  readonly budget: Budget;
}

function take(decoded: Decoded, { decoder, layer, opened, budget }: Taking): void {
  if (decoded.format !== undefined && decoder !== undefined) layer.know(decoded.format, decoder);
  if (decoded.note !== undefined) layer.note ??= decoded.note;
  for (const piece of decoded.pieces) {
    if (piece.guess === true && !(layer.guesses < MAX_GUESSES && budget.takeGuess(piece.bytes.length + GUESS_COST_BYTES))) continue;
    // Below a guess they share what it was given: the right way down may be all guesses.
    const isFirst = piece.guess === true && piece.view !== true && !layer.isSupposed;
    const child = isFirst ? budget.withHalfOfGuesses(() => growPiece(piece, layer, budget)) : growPiece(piece, layer, budget);
    if (piece.guess === true && !isRight(child, layer)) continue;
    layer.children.push(child);
    // What reads backwards may hold what reads as it stands.
    if (piece.step !== 'reversed') opened.add(piece);
  }
}

// What a binary structure without a mark of its own leaves unread decides: random bytes pass for a message now and then.
const READ_SHARE = 0.5;

function settleState(layer: GrownLayer, { isText }: Look, isSettled: boolean): void {
  if (layer.children.length === 0) return;
  if (isText || isSettled || readBytes(layer) >= layer.bytes.length * READ_SHARE) layer.state = 'decoded';
}

function readBytes(layer: GrownLayer): number {
  let read = 0;
  for (const { state, span, isSupposed } of layer.children) {
    if (state !== 'opaque' && !(state === 'cut off' && isSupposed) && span !== undefined) read += span.end - span.start;
  }
  return read;
}
