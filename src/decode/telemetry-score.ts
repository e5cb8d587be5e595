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

/** How often each byte occurs. */
export function histogramOf(bytes: Buffer): Uint32Array {
  const counts = new Uint32Array(256);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    counts[byte] = (counts[byte] as number) + 1;
  }
  return counts;
}

/** How much bytes of which this is the histogram look like telemetry, each of them XORed with `mask`: 1 and more for JSON, forms and base64. */
export function telemetryScore(histogram: Uint32Array, mask = 0): number {
  let sum = 0;
  let count = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const times = histogram[byte] as number;
    if (times === 0) continue;
    sum += times * (WEIGHTS[byte ^ mask] as number);
    count += times;
  }
  return count === 0 ? 0 : sum / count;
}
