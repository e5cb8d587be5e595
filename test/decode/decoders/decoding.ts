import type { Decoded, Decoder, Piece } from '../../../src/decode/decoder.ts';
import { Budget, DEFAULT_LIMITS } from '../../../src/decode/budget.ts';
import { look } from '../../../src/decode/look.ts';
import { Spans } from '../../../src/decode/spans.ts';

/** What a decoder makes of bytes, asked by itself. */
export function decodeWith(decoder: Decoder, bytes: Buffer | string, { announced, maxLayers = DEFAULT_LIMITS.maxLayers, opened = [] }: Asked = {}): Decoded | undefined {
  const input = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
  const spans = new Spans();
  for (const [start, end] of opened) spans.add({ start, end });
  return decoder.decode({ bytes: input, look: look(input), path: ['body'], opened: spans, ...(announced !== undefined && { announced }) }, new Budget({ ...DEFAULT_LIMITS, maxLayers }));
}

interface Asked {
  readonly announced?: string;
  readonly maxLayers?: number;
  readonly opened?: readonly (readonly [number, number])[];
}

/** The pieces as pairs of step and text. */
export function steps(decoded: Decoded | undefined): readonly (readonly [string, string])[] {
  return (decoded?.pieces ?? []).map(({ step, bytes }) => [step, bytes.toString('utf8')] as const);
}

/** The full step path of a piece, by the rule that holds for layers: locator first, and no step twice. */
export function pathOf(decoder: Decoder, bytes: Buffer, { start, step }: Piece): readonly string[] {
  const located = decoder.locate?.(bytes, start) ?? [];
  return located.at(-1) === step ? located : [...located, step];
}

/** Whether text has no half of a surrogate pair, which no encoder can write. */
export function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}

/** What the decoder's locator says of the first byte of a needle. */
export function locate(decoder: Decoder, bytes: Buffer, needle: string | number): readonly string[] {
  return decoder.locate?.(bytes, typeof needle === 'number' ? needle : bytes.indexOf(needle)) ?? [];
}
