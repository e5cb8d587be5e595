import { decodeBase64 } from './base64-digits.ts';
import type { Piece } from './decoder.ts';
import { look } from './look.ts';
import { masksOfMagic } from './magic.ts';
import { rateUnmasked } from './plausible.ts';
import { reversedBytes, reversedText } from './reversed-bytes.ts';
import { BASE64_DIGIT, HEX_DIGIT, isDigit, runsOf, type Run } from './runs.ts';
import { BACKSLASH } from './structure/characters.ts';
import { histogramOf, telemetryScore, without } from './telemetry-score.ts';
import { masked, masksInto, masksOfText } from './text-masks.ts';
import { sampledOrder, toUtf8 } from './utf-16-units.ts';

const MIN_RUN_CHARACTERS = 12;
/** Runs of one layer that are read at all their phases: what is masked or turned around is one run, or few. */
const MAX_RUNS = 6;
const MAX_MASKS = 32;
const LIKELY_MASKS = 8;
const BLANKS = /[\s=]+/g;

/**
 * Every reading of some bytes that one step can make, the likeliest first, whether or not it reads well: what is known beforehand
 * decides. Nothing but the order depends on what telemetry looks like.
 */
export function* otherReadings(bytes: Buffer, step: string): Generator<Piece, undefined> {
  const { isText } = look(bytes);
  const isMasked = step.startsWith('xor:');
  const masks = isMasked ? [] : alphabetMasks(bytes);
  for (const mask of masks) yield unmasked(bytes, mask);
  if (step !== 'reversed') yield* turned(bytes, isText);
  const others = isMasked ? [] : textMasks(bytes).filter((mask) => !masks.includes(mask));
  for (const mask of others.slice(0, LIKELY_MASKS)) yield unmasked(bytes, mask);
  if (isText) yield* digits(bytes);
  else yield* wide(bytes);
  for (const mask of others.slice(LIKELY_MASKS)) yield unmasked(bytes, mask);
  return undefined;
}

// Backslashes are rare in telemetry, and every third character of JSON that was written into a string of JSON.
function textMasks(bytes: Buffer): readonly number[] {
  const histogram = histogramOf(bytes);
  const scored = masksOfText(bytes).map((mask) => ({ mask, score: telemetryScore(without(histogram, BACKSLASH ^ mask), mask) }));
  return scored.sort((one, other) => other.score - one.score).slice(0, MAX_MASKS).map(({ mask }) => mask);
}

// A magic number stands at the start, or every byte is a digit of one alphabet.
function alphabetMasks(bytes: Buffer): readonly number[] {
  return [...new Set([...masksOfMagic(bytes), ...masksInto('hex', bytes), ...masksInto('base64', bytes)])];
}

/** Whether bytes that are no hexadecimal digits are that under a mask: of other text few are, and by chance. */
export function isMaskedHex(bytes: Buffer): boolean {
  return masksInto('hex', bytes).length > 0 && bytes.some((byte) => !isDigit(byte, HEX_DIGIT));
}

function whole(step: string, bytes: Buffer, end: number): Piece {
  return { step, bytes, start: 0, end, guess: true };
}

function unmasked(bytes: Buffer, mask: number): Piece {
  return whole(`xor:0x${mask.toString(16).padStart(2, '0')}`, masked(bytes, mask), bytes.length);
}

// Lines that were wrapped and then turned around are of one length but the first.
function* turned(bytes: Buffer, isText: boolean): Generator<Piece> {
  if (!isText) {
    const backwards = reversedBytes(bytes);
    if (rateUnmasked(backwards) !== 'noise') yield whole('reversed', backwards, bytes.length);
    return;
  }
  yield whole('reversed', reversedText(bytes), bytes.length);
  const joined = Buffer.from(bytes.toString('latin1').replace(/[\r\n]+/g, ''), 'latin1');
  if (joined.length < bytes.length) yield whole('reversed', reversedText(joined), bytes.length);
}

function* digits(bytes: Buffer): Generator<Piece> {
  for (const { start, end } of first(runsOf({ alphabet: HEX_DIGIT, minCharacters: MIN_RUN_CHARACTERS }, bytes))) {
    const run = bytes.toString('latin1', start, end).replace(BLANKS, '');
    for (const phase of [0, 1]) yield { step: 'hex', bytes: Buffer.from(run.slice(phase, run.length - ((run.length - phase) % 2)), 'hex'), start: start + phase, end, guess: true };
  }
  for (const { start, end } of first(runsOf({ alphabet: BASE64_DIGIT, minCharacters: MIN_RUN_CHARACTERS }, bytes))) {
    const run = Buffer.from(bytes.toString('latin1', start, end).replace(BLANKS, ''), 'latin1');
    for (const phase of [0, 1, 2, 3]) yield { step: 'base64', bytes: decodeBase64(run, phase), start: start + phase, end, guess: true };
  }
}

function* first(runs: Generator<Run>): Generator<Run> {
  let count = 0;
  for (const run of runs) {
    if (count === MAX_RUNS) return;
    count += 1;
    yield run;
  }
}

// Where it was taken for something else.
function* wide(bytes: Buffer): Generator<Piece> {
  const order = sampledOrder(bytes);
  if (order !== undefined) yield whole(`utf-16${order}`, toUtf8(bytes, order), bytes.length);
}
