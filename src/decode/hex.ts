import type { Decoder } from './decoder.ts';
import { isPlausible } from './readable.ts';

/** A value that is hexadecimal as a whole. Identifiers and digests look the same, so it must give something readable. */
export const hex: Decoder = {
  name: 'hex',
  priority: 70,
  decode({ text }) {
    const digits = text?.trim() ?? '';
    if (digits.length < 16 || digits.length % 2 === 1 || !/^[0-9a-f]+$/i.test(digits)) return undefined;
    const bytes = Buffer.from(digits, 'hex');
    return isPlausible(bytes) ? { parts: [{ step: 'hex', bytes }] } : undefined;
  },
};
