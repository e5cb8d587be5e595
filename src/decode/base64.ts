import type { Decoder } from './decoder.ts';
import { isPlausible } from './readable.ts';

const ALPHABET = /^[A-Za-z0-9+/_-]+={0,2}$/;
const MIN_CHARACTERS = 8;
// From here on a value of mixed characters is taken for base64 even when what it holds cannot be read.
const MIN_OPAQUE_CHARACTERS = 24;

/** A value that is base64 or base64url as a whole: padded or not, wrapped or not. */
export const base64: Decoder = {
  name: 'base64',
  priority: 80,
  decode({ text }) {
    if (text === undefined) return undefined;
    const compact = unwrap(text);
    if (compact.length < MIN_CHARACTERS || !ALPHABET.test(compact)) return undefined;
    const bytes = decodeBase64(compact);
    if (bytes === undefined || !(isPlausible(bytes) || isUnmistakable(compact))) return undefined;
    return { parts: [{ step: base64Name(compact), bytes }] };
  },
};

/** `base64url` where the text shows that alphabet, `base64` otherwise. */
export function base64Name(text: string): 'base64' | 'base64url' {
  return /[-_]/.test(text) ? 'base64url' : 'base64';
}

/** Bytes of base64 in either alphabet, or undefined for a length base64 cannot have. */
export function decodeBase64(text: string): Buffer | undefined {
  const digits = text.replace(/=+$/, '');
  if (digits.length % 4 === 1) return undefined;
  return Buffer.from(digits, 'base64');
}

// A `+` that was never percent-encoded has become a blank on its way through a form.
function unwrap(text: string): string {
  return text.trim().replace(/[\r\n\t]+ */g, '').replaceAll(' ', '+');
}

function isUnmistakable(text: string): boolean {
  return text.length >= MIN_OPAQUE_CHARACTERS && /[A-Z]/.test(text) && /[a-z]/.test(text) && /[0-9+/=_-]/.test(text);
}
