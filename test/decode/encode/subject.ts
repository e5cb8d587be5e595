import { decodeFlow } from '../../../src/decode/decode-flow.ts';
import { searchLeaks } from '../../../src/leak/search.ts';
import { randomCore } from './cores.ts';
import type { Core } from './cores.ts';
import type { Encoding } from './encoding.ts';
import { fits, placeAt, placeAtRandom } from './places.ts';
import type { Place, Placed } from './places.ts';
import { Random } from './random.ts';
import { ENCODINGS, encode, fitting, kindOf, randomStack } from './stack.ts';
import type { Stack } from './stack.ts';

/** An indicator under a stack of encodings somewhere in a flow; everything about it follows from its seed. */
export interface Subject {
  readonly core: Core;
  readonly stack: Stack;
  /** Decides the place, and what is around the payload there. */
  readonly placeSeed: number;
  /** Where it has to be; absent where the seed decides. */
  readonly place?: Place;
}

/** A subject under at most so many encodings. */
export function randomSubject(seed: number, maxDepth: number, encodings: readonly Encoding[] = ENCODINGS): Subject {
  const random = new Random(seed);
  return { core: randomCore(random), stack: randomStack(random, random.between(0, maxDepth), encodings), placeSeed: random.seed() };
}

/** The flow that carries the subject, and how it came about: `json at depth 2 > gzip -6, in the body`. */
export async function wrap({ core, stack, placeSeed, place }: Subject): Promise<Placed> {
  const { bytes, as } = await encode(core.text, stack);
  const payload = { bytes, kind: kindOf(stack) };
  const random = new Random(placeSeed);
  const placed = place === undefined ? placeAtRandom(payload, random) : placeAt(fits(place, bytes.length) ? place : 'body', payload, random);
  return { ...placed, as: `${as === '' ? 'as it stands' : as}, ${placed.as}` };
}

/** Whether decoding and searching the flow finds the indicator. */
export function isFoundIn({ flow, readBody }: Placed, { indicator }: Core): boolean {
  const findings = searchLeaks(decodeFlow(flow, readBody), [indicator], { id: flow.id, host: flow.host, owner: 'unknown' });
  return findings.some(({ indicator: name }) => name === indicator.name);
}

/** The smallest part of a missed subject that is still missed, and what it is made of. */
export async function minimal(subject: Subject): Promise<Subject> {
  let smallest = subject;
  const isMissed = async (candidate: Subject): Promise<boolean> => !isFoundIn(await wrap(candidate), candidate.core);
  if (smallest.place === undefined && (await isMissed({ ...smallest, place: 'body' }))) smallest = { ...smallest, place: 'body' };
  for (let at = 0; at < smallest.stack.length; ) {
    const without = { ...smallest, stack: fitting(smallest.stack.filter((_, index) => index !== at)) };
    if (await isMissed(without)) {
      smallest = without;
      at = 0;
    } else at += 1;
  }
  return smallest;
}

/** A missed subject in one line, for whoever has to mend it. */
export async function toldMissed(seed: number, subject: Subject): Promise<string> {
  const whole = await wrap(subject);
  const small = await minimal(subject);
  const { as, flow } = await wrap(small);
  const body = flow.request?.body;
  return `seed ${seed}: ${small.core.indicator.name} "${small.core.indicator.value}" is not found in: ${as}${body === undefined ? '' : ` (${body.byteCount} bytes)`}\n    whole: ${whole.as}\n    text: ${small.core.text}`;
}
