const ALLOWED_CONTROLS: ReadonlySet<number> = new Set([9, 10, 13]);

/** 0 a control character, 1 ASCII text, 2 part of a character of several bytes. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x80 ? 2 : (byte < 32 && !ALLOWED_CONTROLS.has(byte)) || byte === 0x7f ? 0 : 1));

/** Letters, digits, and the punctuation of telemetry, addresses and sentences: 1. */
const USUAL = Uint8Array.from({ length: 256 }, (_, byte) => (/[A-Za-z0-9 "'{}[\]:,./?&=%_+@$#;()<>\n-]/.test(String.fromCharCode(byte)) && byte < 128 ? 1 : 0));

/** How many bytes from the start are UTF-8 text without control characters; a character torn off at the end counts. */
export function textLength(bytes: Buffer, from = 0, end = bytes.length): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at] as number;
    const kind = KINDS[byte] as number;
    if (kind === 1) {
      at += 1;
      continue;
    }
    const length = kind === 0 ? 0 : characterLength(bytes, at, end);
    if (length === 0) break;
    at += length;
  }
  return at - from;
}

/** Whether three bytes may begin text that is longer: none is a control, and none a part of a character that the others are not. */
export function mayBeginText(first: number, second: number, third: number): boolean {
  if (first >= 0x80) return isLead(first) && isFollower(second) && (first < 0xe0 || isFollower(third));
  if (KINDS[first] === 0) return false;
  if (second >= 0x80) return isLead(second) && isFollower(third);
  return KINDS[second] !== 0 && KINDS[third] !== 0 && (third < 0x80 || isLead(third));
}

function isLead(byte: number): boolean {
  return byte >= 0xc2 && byte < 0xf5;
}

function isFollower(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Whether a byte is a letter or digit of ASCII, or usual punctuation. */
export function isUsual(byte: number): boolean {
  return USUAL[byte] === 1;
}

/** Whether text is made of letters, digits and usual punctuation: at most every tenth character is of another kind. */
export function isUsualText(bytes: Buffer, length = bytes.length): boolean {
  let strangers = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] as number;
    if (byte < 0x80 && (USUAL[byte] as number) === 0) strangers += 1;
  }
  return strangers * 10 <= length;
}

/** The longest stretch of usual ASCII text among the first `length` bytes. */
export function usualStretch(bytes: Buffer, length: number): { readonly start: number; readonly end: number } {
  let best = 0;
  let bestStart = 0;
  let start = 0;
  for (let at = 0; at <= length; at += 1) {
    if (at < length && (USUAL[bytes[at] as number] as number) === 1) continue;
    if (at - start > best) {
      best = at - start;
      bestStart = start;
    }
    start = at + 1;
  }
  return { start: bestStart, end: bestStart + best };
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. C1 controls are not text either.
function characterLength(bytes: Buffer, at: number, end: number): number {
  const lead = bytes[at] as number;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  const last = Math.min(at + length, end);
  for (let next = at + 1; next < last; next += 1) {
    if (((bytes[next] as number) & 0xc0) !== 0x80) return 0;
  }
  if (length === 0 || at + 1 >= end) return length === 0 ? 0 : last - at;
  const second = bytes[at + 1] as number;
  if (lead === 0xc2 && second < 0xa0) return 0;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second >= 0xa0) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second >= 0x90) return 0;
  return last - at;
}
