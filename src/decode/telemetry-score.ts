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

// Kept between calls.
const counted = new Uint32Array(256);

/** How often each byte occurs. */
export function histogramOf(bytes: Buffer): Histogram {
  counted.fill(0);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    counted[byte] = (counted[byte] as number) + 1;
  }
  const occurring: number[] = [];
  const counts: number[] = [];
  for (let byte = 0; byte < 256; byte += 1) {
    const times = counted[byte] as number;
    if (times === 0) continue;
    occurring.push(byte);
    counts.push(times);
  }
  return { bytes: occurring, counts };
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
