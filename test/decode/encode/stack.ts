import fc from 'fast-check';
import { COMPRESSIONS } from './compressions.ts';
import { kindAfter } from './encoding.ts';
import type { Encoded, Encoding, Kind } from './encoding.ts';
import { Random } from './random.ts';
import { STRUCTURES } from './structures.ts';
import { TEXT_ENCODINGS } from './text-encodings.ts';

/** The grammar: every encoding that is promised to be seen through. */
export const ENCODINGS: readonly Encoding[] = [...TEXT_ENCODINGS, ...STRUCTURES, ...COMPRESSIONS];

/** One encoding of a stack, with the seed of its own choices, so that a stack stays the same when another is dropped. */
export interface Layered {
  readonly encoding: Encoding;
  readonly seed: number;
}

/** Encodings from the inside out. */
export type Stack = readonly Layered[];

/** A stack of exactly so many encodings, each of which takes what the one before gives. */
export function randomStack(random: Random, depth: number, encodings: readonly Encoding[] = ENCODINGS): Stack {
  const stack: Layered[] = [];
  let kind: Kind = 'text';
  while (stack.length < depth) {
    const applicable = encodings.filter(({ takes }) => takes.includes(kind));
    const encoding = random.pick(applicable);
    stack.push({ encoding, seed: random.seed() });
    kind = kindAfter(encoding, kind);
  }
  return stack;
}

/** Stacks of up to so many encodings, for fast-check: those that do not fit on what is below them are left out. */
export function stackArbitrary(maxDepth: number): fc.Arbitrary<Stack> {
  const layered = fc.record({ encoding: fc.constantFrom(...ENCODINGS), seed: fc.nat() });
  return fc.array(layered, { maxLength: maxDepth, size: 'max' }).map(fitting);
}

/** The stack without the encodings that cannot stand where they are. */
export function fitting(stack: Stack): Stack {
  let kind: Kind = 'text';
  return stack.filter(({ encoding }) => {
    if (!encoding.takes.includes(kind)) return false;
    kind = kindAfter(encoding, kind);
    return true;
  });
}

/** What the outermost encoding of a stack gives. */
export function kindOf(stack: Stack): Kind {
  return stack.reduce<Kind>((kind, { encoding }) => kindAfter(encoding, kind), 'text');
}

/** The value under all encodings of the stack, with what was done from the inside out: `gzip -6 > base64url`. */
export async function encode(value: string, stack: Stack): Promise<Encoded> {
  let bytes: Buffer = Buffer.from(value);
  const said: string[] = [];
  for (const { encoding, seed } of stack) {
    const encoded = await encoding.encode(bytes, new Random(seed));
    bytes = encoded.bytes;
    said.push(encoded.as);
  }
  return { bytes, as: said.join(' > ') };
}
