import type { Decoder } from '../decoder.ts';
import { isTextOrMagic } from '../plausible.ts';
import { reversedBytes, reversedText } from '../reversed-bytes.ts';
import { runsIn } from '../runs.ts';

/** Longer text is turned around only where it then begins like a structure. */
const MAX_TRIED_BYTES = 64 * 1024;
const SAMPLE_BYTES = 512;
const MIN_BYTES = 8;

/** Text, or bytes with a magic number, written from the last to the first: a guess. */
export const reversed: Decoder = {
  name: 'reversed',
  priority: 85,
  decode({ bytes, look, path }) {
    if (bytes.length < MIN_BYTES || isTurnedAlready(path)) return undefined;
    const sample = reversedBytes(bytes.subarray(Math.max(0, bytes.length - SAMPLE_BYTES)));
    // Characters of several bytes that were turned around byte by byte are not text.
  const isWorthIt = look.isText ? startsLikeStructure(sample) || mayHideRuns(bytes) : isTextOrMagic(sample);
    if (!isWorthIt) return undefined;
    const turned = look.isText ? reversedText(bytes) : reversedBytes(bytes);
    return { pieces: [{ step: 'reversed', bytes: turned, start: 0, end: bytes.length, guess: true }] };
  },
};

// Masked in between or not, turned around twice is as it was.
function isTurnedAlready(path: readonly string[]): boolean {
  const last = path.at(-1)?.startsWith('xor:') === true ? path.at(-2) : path.at(-1);
  return last === 'reversed';
}

// JSON, XML, a form, an escape, a token: what encoders write first.
function startsLikeStructure(sample: Buffer): boolean {
  const start = sample.toString('latin1', 0, 64).trimStart();
  return /^(?:[{[<"]|%[0-9A-Fa-f]{2}|[A-Za-z_][\w.$-]*=|ey[JA]|H4sI|https?:\/\/)/.test(start);
}

function mayHideRuns(bytes: Buffer): boolean {
  if (bytes.length > MAX_TRIED_BYTES) return false;
  return runsIn(bytes).next().done !== true;
}
