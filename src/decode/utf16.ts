import type { Decoder } from './decoder.ts';
import { readText } from './readable.ts';

/** UTF-16 text, known by its byte order mark or by every second byte being zero. */
export const utf16: Decoder = {
  name: 'utf-16',
  priority: 25,
  decode({ bytes, text }) {
    if (text !== undefined || bytes.length < 8 || bytes.length % 2 === 1) return undefined;
    const order = byteOrder(bytes);
    if (order === undefined) return undefined;
    const little = order === 'le' ? bytes : Buffer.from(bytes).swap16();
    const decoded = Buffer.from(little.toString('utf16le').replace(/^\ufeff/, ''));
    return readText(decoded) === undefined ? undefined : { parts: [{ step: `utf-16${order}`, bytes: decoded }] };
  },
};

function byteOrder(bytes: Buffer): 'le' | 'be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'be';
  let evenZeros = 0;
  let oddZeros = 0;
  const sample = Math.min(bytes.length, 256);
  for (let index = 0; index < sample; index += 1) {
    if (bytes[index] !== 0) continue;
    if (index % 2 === 0) evenZeros += 1;
    else oddZeros += 1;
  }
  if (oddZeros > sample * 0.4 && evenZeros === 0) return 'le';
  return evenZeros > sample * 0.4 && oddZeros === 0 ? 'be' : undefined;
}
