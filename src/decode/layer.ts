import { LOOSE_FROM } from './decoder.ts';
import type { Decoder, Piece } from './decoder.ts';
import type { Span } from './spans.ts';
import { objectsAround, parseDocuments } from './structure/json-values.ts';

/** A JSON object around a value; event times are read from these. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * How far a layer was read. `decoded`: something was found inside it. `text`: readable, nothing further inside.
 * `opaque`: bytes nobody here can read. `cut off`: a limit was reached, so there may be more than what is shown.
 */
export type LayerState = 'decoded' | 'text' | 'opaque' | 'cut off';

/** Bytes of a flow after some steps of decoding, with what was decoded inside of them. */
export interface Layer {
  /** The last step that led here: `base64`, `gzip`; of a root the entry point: `body`, `url`, `header:referer`. */
  readonly step: string;
  /** All steps from the outside in: `["body","form:data_list","base64"]`. */
  readonly path: readonly string[];
  readonly bytes: Buffer;
  readonly state: LayerState;
  /** What the bytes are where a decoder knew them: `json`, `form`, `gzip`. */
  readonly format: string | undefined;
  /** Why a layer is opaque or cut off, when that is known; what its checksum said. */
  readonly note: string | undefined;
  /** The bytes are a stretch of the parent's as they stand, and are searched there. */
  readonly isView: boolean;
  /** A guess led here: what cannot be read in it was perhaps never there. */
  readonly isSupposed: boolean;
  /** What of the parent's bytes this was made from; absent at a root. */
  readonly span: Span | undefined;
  /** What of the parent's bytes is proven to be these, compressed, and nothing besides. */
  readonly proven?: Span | undefined;
  readonly parent: Layer | undefined;
  readonly children: readonly Layer[];
  /** Steps to the innermost value at an offset of these bytes, from the outside in. */
  pathAt(offset: number): readonly string[];
  /** JSON objects around an offset, innermost first, in these bytes and in those around them. */
  objectsAt(offset: number): readonly JsonObject[];
  /** The JSON documents these bytes are, read when first asked for; none where they are none. */
  readonly documents: readonly unknown[];
}

/** Every layer of the trees, parents before children. */
export function* walkLayers(layers: readonly Layer[]): Generator<Layer> {
  for (const layer of layers) {
    yield layer;
    yield* walkLayers(layer.children);
  }
}

// A view changes nothing: the fields of a message in a message are not guesses on each other.
function guessesUpTo({ guess, view }: Piece, parent: GrownLayer | undefined): number {
  const above = parent?.guesses ?? 0;
  if (view === true) return above;
  return guess === true ? above + 1 : 0;
}

const LEAST_WIDE_BYTES = 24;
const END_BYTES = 16;
const ENDS: Readonly<Record<string, RegExp>> = { json: /[}\]"]\s*$/, xml: />\s*$/ };

/** A layer while it is read, and afterwards. */
export class GrownLayer implements Layer {
  readonly step: string;
  readonly bytes: Buffer;
  readonly isView: boolean;
  readonly isSupposed: boolean;
  readonly parent: GrownLayer | undefined;
  readonly span: Span | undefined;
  readonly proven: Span | undefined;
  readonly children: GrownLayer[] = [];
  /** Steps above and this one; more are in the path where the parents have locators. */
  readonly depth: number;
  /** Guesses that led here, one upon the other. */
  readonly guesses: number;
  readonly isGuess: boolean;
  state: LayerState = 'opaque';
  /** How clearly it reads, once somebody asked (clarity.ts). */
  clarity: number | undefined;
  note: string | undefined;
  /** The decoder that knew what these bytes are. */
  #known: { readonly format: string; readonly decoder: Decoder } | undefined;
  #path: readonly string[] | undefined;
  #documents: readonly unknown[] | undefined;

  constructor(piece: Piece, parent?: GrownLayer) {
    this.step = piece.step;
    this.bytes = piece.bytes;
    this.isView = piece.view === true;
    this.isSupposed = piece.guess === true || parent?.isSupposed === true;
    this.depth = (parent?.depth ?? 0) + 1;
    this.isGuess = piece.guess === true;
    this.guesses = guessesUpTo(piece, parent);
    this.note = piece.note;
    this.parent = parent;
    this.proven = piece.proven;
    this.span = parent === undefined ? undefined : { start: piece.start, end: piece.end };
  }

  get format(): string | undefined {
    return this.#known?.format;
  }

  /** Whether any decoder knew the bytes. */
  get isKnown(): boolean {
    return this.#known !== undefined;
  }

  /** Whether a decoder that does not recognise loosely knew the bytes for what they are. */
  get isSurelyKnown(): boolean {
    if (this.#known === undefined) return false;
    if (this.isSupposed && !this.isView && this.#isByChance(this.#known.format)) return false;
    // A scheme and a host leave no doubt, whenever they were asked for.
    return this.#known.decoder.priority < LOOSE_FROM || this.#known.format === 'url';
  }

  // What a guess led to begins like JSON or XML by chance now and then, and seldom ends like it; few bytes pass for UTF-16.
  #isByChance(format: string): boolean {
    if (format === 'utf-16') return this.bytes.length < LEAST_WIDE_BYTES;
    return ENDS[format]?.test(this.bytes.toString('latin1', Math.max(0, this.bytes.length - END_BYTES))) === false;
  }

  /** Takes note of what a decoder knew; the first one is believed. */
  know(format: string, decoder: Decoder): void {
    this.#known ??= { format, decoder };
  }

  get path(): readonly string[] {
    this.#path ??= this.#steps();
    return this.#path;
  }

  get documents(): readonly unknown[] {
    this.#documents ??= this.format === 'json' ? parseDocuments(this.bytes).map(({ value }) => value) : [];
    return this.#documents;
  }

  pathAt(offset: number): readonly string[] {
    const located = this.#known?.decoder.locate?.(this.bytes, offset) ?? [];
    return [...this.path, ...located];
  }

  objectsAt(offset: number): readonly JsonObject[] {
    const own = this.format === 'json' ? objectsAround(this.bytes, offset) : [];
    return this.parent === undefined || this.span === undefined ? own : [...own, ...this.parent.objectsAt(this.span.start)];
  }

  // A form's value carries its field's name as its own step, which the form's locator says as well.
  #steps(): readonly string[] {
    if (this.parent === undefined || this.span === undefined) return [this.step];
    const above = this.parent.pathAt(this.span.start);
    return above.at(-1) === this.step && above.length > this.parent.path.length ? above : [...above, this.step];
  }
}
