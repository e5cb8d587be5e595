const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const BLANK = 0x20;
/** More fields than any of the formats has; what has more is none of them. */
const MAX_PAIRS = 500;
const MAX_NAME_BYTES = 100;

/** The fields of a form or query, raw: names and values as they stand. None where the bytes are not one. */
export function pairsIn(bytes: Buffer): readonly (readonly [name: string, value: Buffer])[] {
  const pairs: (readonly [string, Buffer])[] = [];
  for (let start = 0; start < bytes.length && pairs.length < MAX_PAIRS;) {
    const found = bytes.indexOf('&', start);
    const end = found < 0 ? bytes.length : found;
    // A name is short: what has no `=` soon is not a form.
    const equals = bytes.subarray(start, Math.min(end, start + MAX_NAME_BYTES)).indexOf(EQUALS);
    const name = equals < 0 ? '' : bytes.toString('latin1', start, start + equals);
    if (!/^[\w.$%[\]-]+$/.test(name)) return pairs;
    pairs.push([name, bytes.subarray(start + equals + 1, end)]);
    start = end + 1;
  }
  return pairs;
}

/**
 * A field's value with its percent-encoding undone; what is no encoding stays as it stands.
 *
 * @param plus What `+` means: a blank, as forms say, or itself, as in base64 that was put there unescaped.
 */
export function unescaped(value: Buffer, plus: 'blank' | 'itself'): Buffer {
  if (!value.includes(PERCENT) && (plus === 'itself' || !value.includes(PLUS))) return value;
  const text = Buffer.allocUnsafe(value.length);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const byte = value[at] ?? 0;
    const code = byte === PERCENT ? digit(value[at + 1]) * 16 + digit(value[at + 2]) : NaN;
    if (!Number.isNaN(code)) at += 2;
    text[length] = Number.isNaN(code) ? (byte === PLUS && plus === 'blank' ? BLANK : byte) : code;
    length += 1;
  }
  return text.subarray(0, length);
}

function digit(byte: number | undefined): number {
  if (byte === undefined) return NaN;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NaN;
}
