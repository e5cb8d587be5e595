const WEIGHTS = weights();

// Letters and digits fill telemetry, quotes and separators give it its shape; the rest is rare in it.
function weights(): Float64Array {
  const table = new Float64Array(256).fill(-3, 0, 128).fill(0.3, 128);
  const set = (characters: string, weight: number): void => {
    for (const character of characters) table[character.charCodeAt(0)] = weight;
  };
  set('!`~^|*\\', -1);
  set("'()<>?#@$;\t\r\n+", 0.3);
  set('%&=/{}[].,-_ ', 0.8);
  set('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 0.7);
  set('0123456789":', 1);
  set('abcdefghijklmnopqrstuvwxyz', 1);
  // Of the languages that telemetry is written in, and of hexadecimal digits.
  set('aeionrstcd', 1.3);
  return table;
}

/** Which bytes occur, in their order, and how often. */
export interface Histogram {
  readonly bytes: readonly number[];
  readonly counts: readonly number[];
}

// Kept between calls, and zero in between: samples of a few bytes are the rule.
const counted = new Uint32Array(256);
const occurs = new Int32Array(8);

/** How often each byte occurs. */
export function histogramOf(sample: Buffer): Histogram {
  for (let at = 0; at < sample.length; at += 1) {
    const byte = sample[at] as number;
    counted[byte] = (counted[byte] as number) + 1;
    occurs[byte >>> 5] = (occurs[byte >>> 5] as number) | (1 << (byte & 31));
  }
  const bytes: number[] = [];
  const counts: number[] = [];
  for (let word = 0; word < occurs.length; word += 1) {
    for (let bits = occurs[word] as number; bits !== 0; bits &= bits - 1) {
      const byte = word * 32 + 31 - Math.clz32(bits & -bits);
      bytes.push(byte);
      counts.push(counted[byte] as number);
      counted[byte] = 0;
    }
    occurs[word] = 0;
  }
  return { bytes, counts };
}

/** The histogram of the same bytes but one. */
export function without({ bytes, counts }: Histogram, byte: number): Histogram {
  return { bytes, counts: counts.map((count, at) => (bytes[at] === byte ? 0 : count)) };
}

/** How much bytes of which this is the histogram look like telemetry, each of them XORed with `mask`: 1 and more for JSON, forms and base64. */
export function telemetryScore({ bytes, counts }: Histogram, mask = 0): number {
  let sum = 0;
  let total = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const times = counts[at] as number;
    sum += times * (WEIGHTS[(bytes[at] as number) ^ mask] as number);
    total += times;
  }
  return total === 0 ? 0 : sum / total;
}
