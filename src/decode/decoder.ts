import type { Budget } from './budget.ts';
import type { Look } from './look.ts';
import type { Span, Spans } from './spans.ts';
import type { Stretches } from './stretches.ts';

/** Bytes that a decoder found, or made, inside of its input. */
export interface Piece {
  /** Name in finding paths: `base64`, `gzip`, `multipart:file`, `protobuf:1.3`. What the locator says of `start` comes before it. */
  readonly step: string;
  readonly bytes: Buffer;
  /** Where in the input these were made from: the first byte, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** The bytes are the input's own from start to end, as they stand: searched with the input, and not again. */
  readonly view?: true;
  /** Kept only where something was understood inside of it. */
  readonly guess?: true;
  /** Not complete, with where it was cut: `cut off at 65536 bytes`. */
  readonly cutOff?: string;
  /** Something worth telling of it. */
  readonly note?: string;
  /** What of the input is proven to be these bytes, compressed, and nothing besides: nobody needs to search it. */
  readonly proven?: Span;
}

/** What a decoder made of its input. */
export interface Decoded {
  readonly pieces: readonly Piece[];
  /** The input is this format, whether or not there is anything to decode inside. */
  readonly format?: string;
  /** The input is this and nothing else: no further decoder is asked. */
  readonly settled?: true;
  readonly note?: string;
  /** Not everything inside was taken up; the note says where it stopped. */
  readonly cutOff?: true;
}

/** The bytes of one layer, and what is known of them. */
export interface Input {
  readonly bytes: Buffer;
  readonly look: Look;
  /** Steps from the outside in, this layer's own last. */
  readonly path: readonly string[];
  /** Content type that the sender announced for these very bytes, as it stands; absent where there was none. */
  readonly announced?: string;
  /** What an earlier decoder has already opened. */
  readonly opened: Spans;
  /** Where characters of base64 stand together, found when first asked for; absent where the bytes are no text, of which most are other characters. */
  readonly stretches?: Stretches | undefined;
}

/**
 * One format. Pure; never throws for bytes it does not understand: it returns undefined, and the next one is asked.
 * To add a format, write a file with one of these and name it in `decoders.ts`.
 *
 * A piece is made only where decoding changes the bytes, or where a binary structure bounds a value that may be decoded
 * on its own: a JSON text is one layer, since its bytes are searched as they stand.
 */
export interface Decoder {
  readonly name: string;
  /**
   * Lower is asked first: 10 magic numbers, 20 binary structures, 30 sure structures of text, 40 to 46 loose ones (not
   * asked where a structure is known), 47 encodings inside of text, 80 and above guesses (only where nothing was understood).
   */
  readonly priority: number;
  /** Of bytes that are no text it reads nothing but islands of text (`text-stretch.ts`): where there is none it is not asked. */
  readonly needsIsland?: true;
  decode(input: Input, budget: Budget): Decoded | undefined;
  /** Steps from a layer of this format to the innermost value at an offset, from the outside in; none where there is no value. */
  locate?(bytes: Buffer, offset: number): readonly string[];
}

/** From this priority on a decoder recognises loosely: prose with an `=` in it may pass for a form. */
export const LOOSE_FROM = 40;

/** From this priority on it is an encoding inside of text that is looked for, whatever the text is. */
export const ENCODINGS_FROM = 47;

/** From this priority on a decoder guesses. */
export const GUESSES_FROM = 80;
