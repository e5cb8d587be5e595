import type { Random } from './random.ts';

/** What a bad line, a bug or an enemy does to bytes: some are flipped, put in, left out, moved or cut off. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let mutated = Buffer.from(bytes);
  for (let times = random.between(1, 4); times > 0; times -= 1) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(bytes: Buffer, random: Random): Buffer<ArrayBuffer> {
  const at = random.below(bytes.length + 1);
  const length = random.between(1, 8);
  switch (random.below(7)) {
    case 0: return Buffer.from(bytes.subarray(0, at));
    case 1: return Buffer.concat([bytes.subarray(0, at), random.bytes(length), bytes.subarray(at)]);
    case 2: return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 3: return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at >> 1, at), bytes.subarray(at)]);
    case 4: return Buffer.from(bytes.subarray(at));
    case 5: return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(['%', '\\u', '{"a":', '&#x', '\x1f\x8b\x08', '<![CDATA[', '--', '=', '\xff\xff\xff\xff\x7f'])), bytes.subarray(at)]);
    default: {
      const flipped = Buffer.from(bytes);
      for (let index = at; index < Math.min(at + length, flipped.length); index += 1) flipped[index] = random.below(256);
      return flipped;
    }
  }
}
