import type { BoundedOutput } from './bounded-output.ts';

// A block or frame costs time even where it gives nothing: a stream may hold this many that do, and one more for so many bytes given.
const MAX_EMPTY_STEPS = 1024;
const STEP_BYTES = 8;

/** What is said of a stream that goes on and on without giving anything. */
export const TOO_MANY_STEPS = 'it has too many blocks with nothing in them';

/** Counts the blocks and frames of one stream, so that time stays in proportion to what it gives. */
export class StepCount {
  readonly #output: BoundedOutput;
  #count = 0;

  constructor(output: BoundedOutput) {
    this.#output = output;
  }

  /** Counts one more; false once there are too many for what they gave. */
  take(): boolean {
    this.#count += 1;
    return this.#count <= MAX_EMPTY_STEPS + this.#output.length / STEP_BYTES;
  }
}
