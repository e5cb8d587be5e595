import type { Indicator } from '../../flow/indicator.ts';
import { isSearchable } from './spellings.ts';
import type { Spelling } from './spellings.ts';
import { withoutSeparators } from './separators.ts';

/** An identifier as the bytes or the number that it writes down, other than in text. */
export interface Packed {
  readonly bytes: Buffer;
  /** `as bytes`, `as a varint`. */
  readonly form: string;
}

/** Form of the bytes that hexadecimal digits write, in their order. */
export const AS_BYTES = 'as bytes';

// 48 bits, and 43 for numbers, which have zeros or a length about them: fewer are found in any amount of binary data.
const HEXADECIMAL = /^(?:[0-9a-f]{2}){6,32}$/i;
const DECIMAL = /^\d{13,19}$/;
const ANDROID_ID = /^[0-9a-f]{16}$/i;
const LEAST_DECIMAL_DIGITS = 13;
const LEAST_FREE_STANDING = 12;
const NUMBER_BYTES = 8;
const NUMBER_BITS = 64;
/** Zeros and ones stand in all binary data. */
const LEAST_DIFFERENT_BYTES = 4;
const VARINT_BITS = 7n;
const VARINT_REST = 0x7fn;
const VARINT_GOES_ON = 0x80;

/**
 * What protocols of bytes make of a personal identifier: the bytes that its hexadecimal digits write (an ANDROID_ID, a UUID, a MAC address), bare and in
 * base64; its number in eight bytes of either order (fixed64 of protobuf, integers of MessagePack and CBOR, `writeLong` of Java) or as a
 * varint (https://protobuf.dev/programming-guides/encoding/). None of what is too short to be told from chance.
 */
export function packed(indicator: Indicator): readonly Packed[] {
  const bare = bareOf(indicator);
  if (bare === undefined) return [];
  const forms: Packed[] = [];
  if (HEXADECIMAL.test(bare)) {
    const bytes = Buffer.from(bare, 'hex');
    forms.push({ bytes, form: AS_BYTES });
    if (bytes.length <= NUMBER_BYTES) forms.push({ bytes: Buffer.from(bytes).reverse(), form: 'as bytes, last first' });
    for (const alphabet of ['base64', 'base64url'] as const) forms.push({ bytes: Buffer.from(wholeDigits(bytes.toString(alphabet), bytes.length)), form: 'as bytes, in base64' });
  }
  const number = numberOf(bare);
  if (number !== undefined) {
    const bytes = Buffer.alloc(NUMBER_BYTES);
    bytes.writeBigUInt64BE(number);
    if (DECIMAL.test(bare)) forms.push({ bytes, form: 'as a number of 8 bytes' }, { bytes: Buffer.from(bytes).reverse(), form: 'as a number of 8 bytes, last first' });
    forms.push({ bytes: varintOf(number), form: 'as a varint' }, { bytes: varintOf(BigInt.asUintN(NUMBER_BITS, number << 1n)), form: 'as a signed varint' });
  }
  return firstOfEachBytes(forms.filter(({ bytes }) => new Set(bytes).size >= LEAST_DIFFERENT_BYTES));
}

/** The number that an identifier writes down, written otherwise: an ANDROID_ID in decimal (`Long.toString`), an IMEI in hexadecimal. */
export function numbers(indicator: Indicator): readonly Spelling[] {
  const bare = bareOf(indicator);
  const number = bare === undefined ? undefined : numberOf(bare);
  if (bare === undefined || number === undefined) return [];
  const texts: { readonly text: string; readonly form: string }[] = [];
  if (DECIMAL.test(bare)) texts.push({ text: number.toString(16), form: 'as a hexadecimal number' });
  if (ANDROID_ID.test(bare)) {
    const signed = BigInt.asIntN(NUMBER_BITS, number);
    texts.push({ text: number.toString(), form: 'as a decimal number' });
    if (signed !== number) texts.push({ text: (-signed).toString(), form: 'as a negative decimal number' });
  }
  return texts.filter(({ text, form }) => form === 'as a hexadecimal number' || text.length >= LEAST_DECIMAL_DIGITS)
    .map(({ text, form }) => ({ text, kind: { form, border: text.length < LEAST_FREE_STANDING ? 'word' : 'any' } }));
}

function bareOf(indicator: Indicator): string | undefined {
  return indicator.class === 'personal' && isSearchable(indicator) ? withoutSeparators(indicator.value) : undefined;
}

// Digits in front of which there are zeros are a text; a number has none.
function numberOf(bare: string): bigint | undefined {
  if (ANDROID_ID.test(bare) && !DECIMAL.test(bare)) return BigInt(`0x${bare}`);
  const number = DECIMAL.test(bare) && !bare.startsWith('0') ? BigInt(bare) : undefined;
  return number !== undefined && BigInt.asUintN(NUMBER_BITS, number) === number ? number : undefined;
}

function varintOf(number: bigint): Buffer {
  const bytes: number[] = [];
  for (let left = number; ; left >>= VARINT_BITS) {
    const group = Number(left & VARINT_REST);
    if (left <= VARINT_REST) return Buffer.from([...bytes, group]);
    bytes.push(group | VARINT_GOES_ON);
  }
}

// The last digit is another one where something follows in the same base64.
function wholeDigits(digits: string, byteCount: number): string {
  return digits.slice(0, Math.floor((byteCount * 8) / 6));
}

function firstOfEachBytes(forms: readonly Packed[]): readonly Packed[] {
  const seen = new Set<string>();
  return forms.filter(({ bytes }) => {
    const key = bytes.toString('latin1');
    return !seen.has(key) && seen.add(key);
  });
}
