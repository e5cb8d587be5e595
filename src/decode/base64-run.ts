import { base64Name, decodeBase64 } from './base64.ts';
import type { Decoder, Part } from './decoder.ts';
import { isPlausible } from './readable.ts';

const RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const MAX_RUNS = 256;
const MAX_TEXT_LENGTH = 1024 * 1024;

/**
 * Base64 inside other text. What stands right before it may belong to the same alphabet, so each of the four offsets
 * is tried; only what decodes to text or compressed data counts.
 */
export const base64Run: Decoder = {
  name: 'base64-run',
  priority: 90,
  decode({ text }) {
    if (text === undefined) return undefined;
    const scanned = text.slice(0, MAX_TEXT_LENGTH);
    const parts: Part[] = [];
    for (const [run] of scanned.matchAll(RUN)) {
      const part = readRun(run);
      if (part !== undefined) parts.push(part);
      if (parts.length >= MAX_RUNS) return { parts, note: `cut off at ${MAX_RUNS} base64 runs`, cutOff: true };
    }
    if (scanned.length < text.length) return { parts, note: `base64 search cut off at ${MAX_TEXT_LENGTH} characters`, cutOff: true };
    return parts.length === 0 ? undefined : { parts };
  },
};

function readRun(run: string): Part | undefined {
  const step = base64Name(run);
  for (let offset = 0; offset < 4; offset += 1) {
    for (const candidate of lengths(run.slice(offset))) {
      const bytes = decodeBase64(candidate);
      if (bytes !== undefined && isPlausible(bytes)) return { step, bytes };
    }
  }
  return undefined;
}

// A run of impossible length has a stranger at its end as well.
function lengths(run: string): string[] {
  const digits = run.replace(/=+$/, '');
  return digits.length % 4 === 0 ? [digits] : [digits, digits.slice(0, digits.length - (digits.length % 4))];
}
