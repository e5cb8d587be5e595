import type { Budget } from './budget.ts';
import type { JsonObject } from './layer.ts';

/** Something a decoder found inside the bytes it was given. */
export interface Part {
  /** Name in finding paths: `base64`, `form:data_list`, `json:$[0].url`. */
  readonly step: string;
  readonly bytes: Buffer;
  /** JSON objects that hold this part, innermost first. */
  readonly objects?: readonly JsonObject[];
  /** The part stands literally in its parent; it is dropped unless it decodes further. */
  readonly literal?: boolean;
  /** The part is known to be incomplete, with where it was cut. */
  readonly cutOff?: string;
  /** The part is a value for searching only (a number); nothing is decoded inside it. */
  readonly final?: boolean;
}

/** What a decoder made of the bytes. No parts but a note: it is this format, and it does not open. */
export interface Decoded {
  readonly parts: readonly Part[];
  readonly note?: string;
  /** Not everything inside was taken up; the note says where it stopped. */
  readonly cutOff?: boolean;
  /** The parsed document, for readers of event times. */
  readonly document?: unknown;
}

/** The bytes at one layer, with their text where they are UTF-8 text. */
export interface DecodeInput {
  readonly bytes: Buffer;
  readonly text: string | undefined;
}

/**
 * One format. Pure; never throws for bytes it does not understand: it returns undefined, and the next one is asked.
 * To add a format, write a file with one of these and name it in `decoders.ts`.
 */
export interface Decoder {
  readonly name: string;
  /** Lower is asked first: certain signs before guesses. */
  readonly priority: number;
  decode(input: DecodeInput, budget: Budget): Decoded | undefined;
}
