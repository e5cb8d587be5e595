import type { Decoder, Part } from './decoder.ts';
import { formDecode } from './percent-bytes.ts';

// A name of a pair; a blank, a quote or a slash in it means that the text is something else (prose, JSON, a URL).
const NAME = /^[^=&\s"'{}<>:/?#]{1,128}$/;
const MAX_PAIRS = 5000;

/** `application/x-www-form-urlencoded`, wherever it stands; percent-decoding the value is part of the step. */
export const form: Decoder = {
  name: 'form',
  priority: 40,
  decode({ text }) {
    if (text === undefined || !text.includes('=')) return undefined;
    const pairs = readPairs(text.trim());
    if (pairs === undefined) return undefined;
    return { parts: formParts(pairs, 'form') };
  },
};

/** One part a pair, under `form:` or `query:`. */
export function formParts(pairs: readonly (readonly [name: string, value: string])[], kind: 'form' | 'query'): Part[] {
  return pairs
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ step: `${kind}:${formDecode(name).toString('utf8')}`, bytes: formDecode(value) }));
}

/** Splits `a=b&c=d` as it stands, decoding nothing. A piece without `=` is a value without a name. */
export function splitPairs(text: string): (readonly [name: string, value: string])[] {
  return text.split('&', MAX_PAIRS).map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? (['', pair] as const) : ([pair.slice(0, at), pair.slice(at + 1)] as const);
  });
}

function readPairs(text: string): readonly (readonly [name: string, value: string])[] | undefined {
  const pairs = splitPairs(text);
  if (!pairs.every(([name]) => NAME.test(name))) return undefined;
  // One pair with nothing behind it is base64 with its padding.
  const [only] = pairs;
  if (pairs.length === 1 && (only === undefined || /^=*$/.test(only[1]))) return undefined;
  return pairs;
}
