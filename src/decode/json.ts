import type { Decoded, Decoder, Part } from './decoder.ts';
import type { JsonObject } from './layer.ts';

// Deeper nesting than any SDK writes; the text itself is searched all the same.
const MAX_NESTING = 100;
// Shorter values cannot hold an indicator.
const MIN_STRING_LENGTH = 3;
const MIN_DIGITS = 6;
const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

/** A JSON document: one part for each string and each long number, named by its path expression. */
export const json: Decoder = {
  name: 'json',
  priority: 30,
  decode({ text }, budget) {
    if (text === undefined || !/^\s*[[{"]/.test(text)) return undefined;
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      // Not JSON after all: another decoder may know it, and the text is searched either way.
      return undefined;
    }
    return collect(document, budget.layersLeft);
  },
};

function collect(document: unknown, maxParts: number): Decoded {
  const parts: Part[] = [];
  let note: string | undefined;
  const visit = (value: unknown, path: string, objects: readonly JsonObject[]): void => {
    if (parts.length >= maxParts || objects.length > MAX_NESTING || path.length > 4096) {
      note ??= parts.length >= maxParts ? `cut off at ${parts.length} values` : `cut off at nesting ${objects.length}`;
      return;
    }
    const leaf = leafText(value);
    if (leaf !== undefined) {
      parts.push({ step: `json:${path}`, bytes: Buffer.from(leaf), objects, final: typeof value === 'number' });
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, `${path}[${index}]`, objects));
    } else if (isObject(value)) {
      const around = [value, ...objects];
      for (const [key, item] of Object.entries(value)) visit(item, path + member(key), around);
    }
  };
  visit(document, '$', []);
  return note === undefined ? { parts, document } : { parts, document, note, cutOff: true };
}

function leafText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length >= MIN_STRING_LENGTH ? value : undefined;
  if (typeof value !== 'number') return undefined;
  const digits = String(value);
  return digits.length >= MIN_DIGITS ? digits : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(key: string): string {
  return PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
