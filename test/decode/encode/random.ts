const WORDS = ['page', 'open', 'start', 'session', 'region', 'SG', 'launch', 'mi', 'folder', 'view', 'duration', 'network', 'wifi', 'battery', 'locale', 'scroll', 'card', 'feed', 'retry', 'cold'];

/** A seeded source of choices: the same seed gives the same ones, on any machine (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, at least 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** A whole number within both bounds. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new Error('Picking at random from an empty list: expected at least one entry.');
    return picked;
  }

  /** So many characters of the alphabet. */
  text(length: number, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
    let text = '';
    for (let index = 0; index < length; index += 1) text += alphabet[this.below(alphabet.length)] ?? '';
    return text;
  }

  hex(length: number): string {
    return this.text(length, '0123456789abcdef');
  }

  /** One word as telemetry has them in names and values. */
  word(): string {
    return this.pick(WORDS);
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; at += 1) bytes[at] = this.below(256);
    return bytes;
  }

  /** A seed for another one. */
  seed(): number {
    return this.below(2 ** 31);
  }
}
