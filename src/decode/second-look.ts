import { isMixed } from './base64-digits.ts';
import { clarityInside, clarityOf, clarityOfChild } from './clarity.ts';
import { GrownLayer } from './layer.ts';
import type { Layer } from './layer.ts';
import { GrownReadings } from './grown-readings.ts';
import { look } from './look.ts';
import { BASE64_DIGIT, runsOf } from './runs.ts';
import type { Span } from './spans.ts';
import { isMaskedHex, otherReadings } from './other-readings.ts';
import type { Piece } from './decoder.ts';

/** Nothing that is searched for at a second look is shorter. */
export const LEAST_SOUGHT_BYTES = 10;
/** Fewer bytes read badly by chance: identifiers do. */
const MIN_BYTES = 20;
/** Larger layers tell by themselves what they are. */
const MAX_BYTES = 64 * 1024;
/** Telemetry and prose read as clearly as this, and a mask or a wrong reading seldom. */
const CLEAR = 0.97;
/** Text that reads as badly was written otherwise, whatever something inside of it reads like. */
const GARBLED = 0.8;
/** Readings of one flow that are tried, the bytes they may have together, and the layers they may grow into. */
const MAX_READINGS = 256;
const MAX_READ_BYTES = 512 * 1024;
const READ_RATIO = 4;
const MAX_LAYERS = 4000;
/** Readings of a layer that are tried before its neighbour's turn comes: of one that no doubt led to, and of others. */
const TURN = 24;
const SHORT_TURN = 6;
const DIGITS = /^(?:base64|base64url|hex)$/;
const DIGIT_RUNS = { alphabet: BASE64_DIGIT, minCharacters: LEAST_SOUGHT_BYTES };
/** Digits in front of a run that were taken for something else. */
const NEAR_BYTES = 64;
/** Decisions that may have been wrong, one below the other. */
const MAX_ROUNDS = 2;

/**
 * Other readings of what reads badly, the likeliest first, each grown into a tree of its own whose root has the doubtful layer
 * for a parent. Decoding alone cannot tell which of them is right; whoever knows what is searched for can, and says so by
 * `settle`: no more readings of that layer follow.
 */
export class SecondLook {
  readonly #seen = new Set<string>();
  readonly #settled = new Set<GrownLayer>();
  readonly #grown: GrownReadings;
  #readings = MAX_READINGS;
  #bytes: number;
  #layers = MAX_LAYERS;
  #roots: readonly GrownLayer[];

  /** @param grown What was grown at an earlier look at the same layers, for something else: what is tried again is not grown again. */
  constructor(layers: readonly Layer[], grown = new GrownReadings()) {
    this.#grown = grown;
    this.#roots = layers.filter((layer): layer is GrownLayer => layer instanceof GrownLayer);
    this.#bytes = MAX_READ_BYTES + READ_RATIO * this.#roots.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** The doubtful layer was read rightly. */
  settle(reading: Layer): void {
    if (reading.parent instanceof GrownLayer) this.#settled.add(reading.parent);
  }

  *readings(): Generator<Layer> {
    let roots = this.#roots;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const grown: GrownLayer[] = [];
      for (const reading of this.#round(roots)) {
        grown.push(reading);
        yield reading;
      }
      roots = grown;
    }
  }

  *#round(roots: readonly GrownLayer[]): Generator<GrownLayer> {
    let turns: readonly Turn[] = inDoubt(roots).flatMap(turnsOf);
    while (turns.length > 0) {
      const next: Turn[] = [];
      for (const turn of turns) {
        for (let taken = 0; taken < turn.length && !this.#settled.has(turn.layer); ) {
          const { value: piece } = turn.pieces.next();
          if (piece === undefined) break;
          if (!this.#isNew(piece)) continue;
          if (!this.#take(piece)) return;
          taken += 1;
          if (taken === turn.length) next.push(turn);
          yield this.#grow(piece, turn.layer);
        }
      }
      turns = next;
    }
  }

  #grow(piece: Piece, layer: GrownLayer): GrownLayer {
    const { reading, layerCount } = this.#grown.of(piece, layer);
    this.#layers -= layerCount;
    return reading;
  }

  #isNew({ bytes }: Piece): boolean {
    const text = bytes.toString('latin1');
    if (bytes.length < LEAST_SOUGHT_BYTES || this.#seen.has(text)) return false;
    this.#seen.add(text);
    return true;
  }

  #take({ bytes }: Piece): boolean {
    if (this.#readings <= 0 || this.#layers <= 0 || this.#bytes < bytes.length) return false;
    this.#readings -= 1;
    this.#bytes -= bytes.length;
    return true;
  }
}

interface Turn {
  readonly layer: GrownLayer;
  readonly pieces: Generator<Piece, undefined>;
  readonly length: number;
}

interface Doubtful {
  readonly layer: GrownLayer;
  /** What led here was in doubt itself. */
  readonly isBelow: boolean;
}

// Digits that read badly may be those of something else, together with the digits that were left out in front of them.
function turnsOf({ layer, isBelow }: Doubtful): readonly Turn[] {
  const turns: Turn[] = [{ layer, pieces: otherReadings(layer.bytes, layer.step), length: isBelow ? SHORT_TURN : TURN }];
  const { parent, span, state, children } = layer;
  if (DIGITS.test(layer.step) && (state !== 'opaque' || children.length > 0) && parent !== undefined && span !== undefined && !isDisguise(parent)) turns.push({ layer: parent, pieces: ofStretch(parent, span), length: SHORT_TURN });
  return turns;
}

function* ofStretch({ bytes, step }: GrownLayer, { start, end }: Span): Generator<Piece, undefined> {
  for (const run of runsOf(DIGIT_RUNS, bytes, Math.max(0, start - NEAR_BYTES), Math.min(bytes.length, end + NEAR_BYTES))) {
    if (run.end <= start || run.start >= end) continue;
    for (const piece of otherReadings(bytes.subarray(run.start, run.end), step)) yield { ...piece, start: piece.start + run.start, end: piece.end + run.start };
  }
  return undefined;
}

// What no doubt led to goes first.
function inDoubt(roots: readonly GrownLayer[]): readonly Doubtful[] {
  const doubtful: Doubtful[] = [];
  for (const root of roots) gather(root, false, doubtful);
  return doubtful.sort((one, other) => Number(one.isBelow) - Number(other.isBelow));
}

// Of what is clear nobody needs to read under masks or backwards, but where that is clear as well.
function gather(layer: GrownLayer, isBelow: boolean, doubtful: Doubtful[]): void {
  const isDoubtful = isInDoubt(layer);
  if (isDoubtful) doubtful.push({ layer, isBelow: isBelow || isDisguise(layer) });
  for (const child of layer.children) if (isDoubtful || !isDisguise(child) || clarityOfChild(child) >= CLEAR) gather(child, isBelow || (isDoubtful && !isAllOf(child, layer)), doubtful);
}

// Decoded as a whole, and without a guess: one is as doubtful as the other.
function isAllOf({ isGuess, span }: GrownLayer, { bytes }: GrownLayer): boolean {
  return !isGuess && span !== undefined && span.end - span.start === bytes.length;
}

// As long as it is, somebody wrote it to be decoded.
function isUnreadBase64({ bytes, children }: GrownLayer): boolean {
  if (children.some(({ isGuess }) => !isGuess)) return false;
  for (const { kind, start, end } of runsOf(DIGIT_RUNS, bytes)) return kind !== 'hex' && end - start === bytes.length && isMixed(bytes, 0, bytes.length);
  return false;
}

function isDisguise({ isGuess, step }: GrownLayer): boolean {
  return isGuess && (step === 'reversed' || step.startsWith('xor:'));
}

function isInDoubt(layer: GrownLayer): boolean {
  const { bytes } = layer;
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES || layer.isSurelyKnown) return false;
  const clarity = clarityOf(layer);
  if (clarityInside(layer) >= CLEAR) return (clarity < GARBLED || isMaskedHex(bytes)) && look(bytes).isText;
  return clarity < CLEAR || isMaskedHex(bytes) || isUnreadBase64(layer);
}
