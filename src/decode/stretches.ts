import { BASE64_DIGIT, HEX_DIGIT, isDigit } from './runs.ts';

/** Fewer characters hold nothing that anybody looks for in them. */
export const MIN_STRETCH_CHARACTERS = 8;
/** Fewer hexadecimal digits neither. */
export const MIN_HEX_STRETCH_DIGITS = 12;

/** Characters that are told apart at once: what they are is one bit for each, the lower half of a word for base64 and the upper one for hexadecimal digits. */
const BLOCK = 16;
const LOWER_HALF = 0xffff;
const KINDS = Int32Array.from({ length: 256 }, (_, byte) => (isDigit(byte, BASE64_DIGIT) ? 1 : 0) | (isDigit(byte, HEX_DIGIT) ? 1 << BLOCK : 0));
const MIN_ROOM = 2048;
/** What one text of many megabytes needed is given back. */
const MAX_KEPT = 64 * 1024;

/** Where characters of one alphabet stand together, in order. */
export class Places {
  /** The first character of each, and behind it in the list the place after its last. */
  bounds: Int32Array = new Int32Array(MIN_ROOM);
  readonly #least: number;
  #before = 0;
  #wasInside = 0;
  #written = 0;

  /** @param least As many characters make a stretch: 8 to 16. */
  constructor(least: number) {
    this.#least = least;
  }

  /** Forgets all, and makes room for what so many characters can hold. */
  clear(characterCount: number): void {
    const room = 2 * Math.ceil((characterCount + 1) / (this.#least + 1));
    if (this.bounds.length < room || this.bounds.length > MAX_KEPT) this.bounds = new Int32Array(Math.max(room, MIN_ROOM));
    this.#before = 0;
    this.#wasInside = 0;
    this.#written = 0;
  }

  /** Takes note of the next sixteen characters, of which the first is at `at`: a bit for each that is of the alphabet, the lowest first. */
  add(block: number, at: number): void {
    const least = this.#least;
    const both = this.#before | (block << BLOCK);
    this.#before = block;
    // A bit stays where it and the next seven are set, and then where all of as many as make a stretch are.
    let inside = both & (both >>> 1);
    inside &= inside >>> 2;
    inside &= inside >>> 4;
    inside = ((inside & (inside >>> (least - MIN_STRETCH_CHARACTERS))) >>> (BLOCK - least)) & LOWER_HALF;
    // Set where a stretch begins, and where the last one that is long enough has begun.
    let edges = (inside ^ ((inside << 1) | this.#wasInside)) & LOWER_HALF;
    this.#wasInside = inside >>> (BLOCK - 1);
    while (edges !== 0) {
      const edge = edges & -edges;
      edges ^= edge;
      const place = at - least + 31 - Math.clz32(edge);
      this.bounds[this.#written] = (inside & edge) === 0 ? place + least - 1 : place;
      this.#written += 1;
    }
  }

  /** How many there are. */
  get count(): number {
    return this.#written >> 1;
  }
}

/**
 * The stretches of eight and more characters of the base64 alphabets in a text, and those of twelve and more hexadecimal digits.
 * The digits of base32 are of base64's too, so that a text is gone through once for all three.
 */
export class Stretches {
  readonly base64 = new Places(MIN_STRETCH_CHARACTERS);
  readonly hex = new Places(MIN_HEX_STRETCH_DIGITS);

  constructor(bytes: Buffer) {
    this.read(bytes);
  }

  /** Forgets what was found, and looks through another text. */
  read(bytes: Buffer): void {
    const { length } = bytes;
    this.base64.clear(length);
    this.hex.clear(length);
    const whole = length - (length % BLOCK);
    for (let at = 0; at < whole; at += BLOCK) this.#add(kindsOfEight(bytes, at) | (kindsOfEight(bytes, at + 8) << 8), at);
    let kinds = 0;
    for (let at = whole; at < length; at += 1) kinds |= (KINDS[bytes[at] as number] as number) << (at - whole);
    this.#add(kinds, whole);
    // The last ones end behind the text.
    this.#add(0, whole + BLOCK);
  }

  #add(kinds: number, at: number): void {
    this.base64.add(kinds & LOWER_HALF, at);
    this.hex.add(kinds >>> BLOCK, at);
  }
}

// One for each depth: an allocation for every layer would cost as much as looking through most of them.
const kept: Stretches[] = [];

/** The stretches in the text of a layer, until another one as deep is read: a layer is read to its end before the next one beside it is begun. */
export function stretchesAt(depth: number, bytes: Buffer): Stretches {
  const stretches = kept[depth];
  if (stretches === undefined) return (kept[depth] = new Stretches(bytes));
  stretches.read(bytes);
  return stretches;
}

function kindsOfEight(bytes: Buffer, at: number): number {
  return (
    (KINDS[bytes[at] as number] as number) |
    ((KINDS[bytes[at + 1] as number] as number) << 1) |
    ((KINDS[bytes[at + 2] as number] as number) << 2) |
    ((KINDS[bytes[at + 3] as number] as number) << 3) |
    ((KINDS[bytes[at + 4] as number] as number) << 4) |
    ((KINDS[bytes[at + 5] as number] as number) << 5) |
    ((KINDS[bytes[at + 6] as number] as number) << 6) |
    ((KINDS[bytes[at + 7] as number] as number) << 7)
  );
}
