import { BASE64_DIGIT, isDigit } from './runs.ts';

/** Fewer characters hold nothing that anybody looks for in them. */
export const MIN_STRETCH_CHARACTERS = 8;

// What is not of the base64 alphabets, as 1: so the place of the next one can be written down without asking whether it is one.
const IS_STRANGER = Uint8Array.from({ length: 256 }, (_, byte) => (isDigit(byte, BASE64_DIGIT) ? 0 : 1));
const MIN_ROOM = 4096;
const MAX_KEPT = 1024 * 1024;

// Kept between calls; larger ones are made for layers that need them.
let strangers = new Int32Array(MIN_ROOM);

/**
 * The stretches of eight and more characters of the base64 alphabets in a text, in order. Hexadecimal digits and those of base32 are
 * of these characters too, so that a text is gone through once for all three.
 */
export class Stretches {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;

  constructor(bytes: Buffer) {
    const length = bytes.length;
    if (strangers.length < length + 1) strangers = new Int32Array(length + 1);
    const places = strangers;
    let found = 0;
    for (let at = 0; at < length; at += 1) {
      places[found] = at;
      found += IS_STRANGER[bytes[at] as number] as number;
    }
    places[found] = length;
    const room = Math.min(found + 1, Math.ceil(length / MIN_STRETCH_CHARACTERS));
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
    let count = 0;
    let start = 0;
    for (let index = 0; index <= found; index += 1) {
      const end = places[index] as number;
      if (end - start >= MIN_STRETCH_CHARACTERS) {
        this.starts[count] = start;
        this.ends[count] = end;
        count += 1;
      }
      start = end + 1;
    }
    this.count = count;
    // What one text of many megabytes needed is given back.
    if (places.length > MAX_KEPT) strangers = new Int32Array(MIN_ROOM);
  }
}
