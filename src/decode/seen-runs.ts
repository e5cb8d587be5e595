import type { Span } from './spans.ts';

const SLOT_BITS = 11;
const SLOTS = 2 ** SLOT_BITS;
const WHOLE = 0x80;
const FACTOR = 0x01000193;

/**
 * Short runs that were read and held nothing. Telemetry says the same names in every event, and a run is known again at a tenth
 * of what it costs to find out once more. What a run gives must follow from its characters and from whether it is a whole
 * value alone. A slot keeps the last run that fell into it.
 */
export class SeenRuns {
  readonly #width: number;
  readonly #characters: Uint8Array;
  /** Length, and whether the run was a whole value; 0 where a slot is free. */
  readonly #kinds = new Uint8Array(SLOTS);

  /** @param width Longer runs are not kept; at most 127. */
  constructor(width: number) {
    this.#width = width;
    this.#characters = new Uint8Array(SLOTS * width);
  }

  /** Whether a run has been kept, and no other one in its place since. */
  has(bytes: Buffer, run: Span, isWhole: boolean): boolean {
    const { start, end } = run;
    if (end - start > this.#width) return false;
    const slot = slotOf(bytes, run);
    if (this.#kinds[slot] !== kindOf(run, isWhole)) return false;
    for (let at = start, to = slot * this.#width; at < end; at += 1, to += 1) if (this.#characters[to] !== bytes[at]) return false;
    return true;
  }

  /** Keeps a run, unless it is too long. */
  keep(bytes: Buffer, run: Span, isWhole: boolean): void {
    const { start, end } = run;
    if (end - start > this.#width) return;
    const slot = slotOf(bytes, run);
    this.#kinds[slot] = kindOf(run, isWhole);
    for (let at = start, to = slot * this.#width; at < end; at += 1, to += 1) this.#characters[to] = bytes[at] as number;
  }
}

function kindOf({ start, end }: Span, isWhole: boolean): number {
  return (end - start) | (isWhole ? WHOLE : 0);
}

// Of names that are alike some characters at the start, in the middle and at the end tell most apart.
function slotOf(bytes: Buffer, { start, end }: Span): number {
  const middle = (start + end) >> 1;
  const ends = ((bytes[start] as number) << 24) | ((bytes[start + 1] as number) << 16) | ((bytes[end - 1] as number) << 8) | (bytes[end - 2] as number);
  const inside = ((bytes[middle] as number) << 16) | ((bytes[middle + 1] as number) << 8) | (bytes[middle - 2] as number);
  const hash = Math.imul(ends ^ Math.imul(inside, FACTOR), FACTOR) + end - start;
  return (hash ^ (hash >>> SLOT_BITS) ^ (hash >>> (2 * SLOT_BITS))) & (SLOTS - 1);
}
