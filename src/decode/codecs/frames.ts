import type { BoundedOutput } from './bounded-output.ts';
import { ENDS_EARLY, openedTo } from './opened.ts';
import type { Opened, Stop } from './opened.ts';
import type { StepCount } from './step-count.ts';

/** Where the frames of a stream write, and how many steps they may take. */
export interface Reading {
  readonly output: BoundedOutput;
  readonly steps: StepCount;
}

/** Where a frame stopped, and whether it was one with content. */
export interface FrameStop extends Stop {
  readonly isContent: boolean;
}

/** Opens all frames that follow one another; `frameAt` gives undefined where none begins. */
export function openFrames(input: Buffer, output: BoundedOutput, frameAt: (at: number) => FrameStop | undefined): Opened | undefined {
  let note: string | undefined;
  let at = 0;
  let opened = 0;
  for (;;) {
    const stop = frameAt(at);
    if (stop === undefined) break;
    at = stop.used;
    note ??= stop.note;
    if (stop.why !== undefined || output.hasOverflowed()) return openedTo(input, output, { ...stop, note });
    if (stop.isContent) opened += 1;
  }
  return opened === 0 ? undefined : openedTo(input, output, { used: at, note });
}

// LZ4 took the sixteen magic numbers of skippable frames over from zstd (RFC 8878, section 3.1.2).
const SKIPPABLE = 0x184d2a50;

/** A frame to be skipped, or undefined where there is none. */
export function skippableFrame(input: Buffer, at: number, { steps }: Reading): FrameStop | undefined {
  if (input.length < at + 8 || (input.readUInt32LE(at) & ~0xf) >>> 0 !== SKIPPABLE || !steps.take()) return undefined;
  const end = at + 8 + input.readUInt32LE(at + 4);
  return end > input.length ? { used: input.length, why: ENDS_EARLY, isContent: false } : { used: end, isContent: false };
}
