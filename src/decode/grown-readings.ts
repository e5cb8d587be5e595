import { Budget, DEFAULT_LIMITS } from './budget.ts';
import type { Piece } from './decoder.ts';
import { growOther } from './grow.ts';
import type { GrownLayer } from './layer.ts';

const LIMITS = { ...DEFAULT_LIMITS, maxLayers: 250, guessedFloorBytes: 48 * 1024, triesFloor: 32 };

/** A reading with all that is inside of it. */
interface GrownReading {
  readonly reading: GrownLayer;
  /** How many layers it grew into. */
  readonly layerCount: number;
}

/**
 * Other readings of the layers of one flow, each grown once, however many look for something of theirs in them. Growing is most of what a
 * second look costs, and what comes of it depends on the bytes alone, not on what is looked for.
 */
export class GrownReadings {
  readonly #known = new Map<GrownLayer, Map<string, GrownReading>>();

  /** A reading of a layer by one of the pieces made of it. */
  of(piece: Piece, layer: GrownLayer): GrownReading {
    const ofLayer = this.#known.get(layer) ?? new Map<string, GrownReading>();
    this.#known.set(layer, ofLayer);
    const key = `${piece.step} ${piece.start} ${piece.end} ${piece.bytes.toString('latin1')}`;
    const known = ofLayer.get(key);
    if (known !== undefined) return known;
    const budget = new Budget(LIMITS);
    const grown = { reading: growOther(piece, layer, budget), layerCount: LIMITS.maxLayers - budget.layersLeft };
    ofLayer.set(key, grown);
    return grown;
  }
}
