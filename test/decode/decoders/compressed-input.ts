import { Budget } from '../../../src/decode/budget.ts';
import type { Decoded, Decoder, Input } from '../../../src/decode/decoder.ts';
import { look } from '../../../src/decode/look.ts';
import { Spans } from '../../../src/decode/spans.ts';

/** Bytes as a decoder is given them, at the top of a flow. */
export function inputOf(bytes: Buffer): Input {
  return { bytes, look: look(bytes), path: ['body'], opened: new Spans() };
}

/** What a decoder makes of bytes at the top of a flow. */
export function decodedBy(decoder: Decoder, bytes: Buffer): Decoded | undefined {
  const budget = new Budget();
  budget.enter(bytes.length);
  return decoder.decode(inputOf(bytes), budget);
}
