/** Tells where in the original a stretch of squeezed bytes stood: the first byte, and the one behind the last. */
export type Locate = (at: number, length: number) => { readonly start: number; readonly end: number };

const CHUNK_BYTES = 64 * 1024;
const BLOCK_BYTES = 256;
const KEPT = keptBytes();

function keptBytes(): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte += 1) table[byte] = /[0-9a-z]/i.test(String.fromCharCode(byte)) && byte < 128 ? 1 : 0;
  return table;
}

/**
 * Gives some bytes without all that is neither a letter nor a digit, in chunks that begin with the last `overlap` bytes of
 * the one before; chunks from which nothing was taken are left out. What is given is good until the next chunk is asked for.
 */
export function* squeezed(bytes: Uint8Array, overlap: number): Generator<{ readonly bytes: Uint8Array; readonly locate: Locate }> {
  const out = new Uint8Array(Math.min(CHUNK_BYTES, bytes.length) + overlap);
  const origins = new Uint32Array(overlap);
  let kept = 0;
  let isGapped = false;
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    const to = Math.min(from + CHUNK_BYTES, bytes.length);
    const carried = kept;
    const counts: number[] = [];
    for (let block = from; block < to; block += BLOCK_BYTES) {
      counts.push(kept);
      kept = squeezeBlock(bytes, block, Math.min(block + BLOCK_BYTES, to), { out, kept });
    }
    const locateOne = (at: number): number => (at < carried ? (origins[at] as number) : originOf(bytes, from, counts, at));
    isGapped ||= kept - carried < to - from;
    if (isGapped) yield { bytes: out.subarray(0, kept), locate: (at, length) => ({ start: locateOne(at), end: locateOne(at + length - 1) + 1 }) };
    const next = Math.min(overlap, kept);
    const nextOrigins = Uint32Array.from({ length: next }, (_, index) => locateOne(kept - next + index));
    // Nothing was taken from here back to the beginning of what is carried: what follows is not gapped by it.
    isGapped = next > 0 && (nextOrigins[next - 1] as number) - (nextOrigins[0] as number) >= next;
    origins.set(nextOrigins);
    out.copyWithin(0, kept - next, kept);
    kept = next;
  }
}

interface Output {
  readonly out: Uint8Array;
  readonly kept: number;
}

function squeezeBlock(bytes: Uint8Array, from: number, to: number, { out, kept }: Output): number {
  let count = kept;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    out[count] = byte;
    count += KEPT[byte] as number;
  }
  return count;
}

function originOf(bytes: Uint8Array, from: number, counts: readonly number[], at: number): number {
  let low = 0;
  let high = counts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((counts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  let count = counts[low] as number;
  for (let origin = from + low * BLOCK_BYTES; origin < bytes.length; origin += 1) {
    if (KEPT[bytes[origin] as number] === 0) continue;
    if (count === at) return origin;
    count += 1;
  }
  return bytes.length;
}
