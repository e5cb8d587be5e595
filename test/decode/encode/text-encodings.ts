import { ANY, RECOGNISABLE, SPARING_FROM_BYTES, TEXT } from './encoding.ts';
import type { Encoded, Encoding } from './encoding.ts';
import type { Random } from './random.ts';

const UNRESERVED = /[A-Za-z0-9\-_.~]/;
const BASE64_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Encodings that write bytes as text, and two that disguise text. */
export const TEXT_ENCODINGS: readonly Encoding[] = [
  { name: 'percent', takes: ANY, gives: 'text', encode: percent },
  { name: 'base64', takes: ANY, gives: 'text', encode: (bytes, random) => base64(bytes, random, 'base64') },
  { name: 'base64url', takes: ANY, gives: 'text', encode: (bytes, random) => base64(bytes, random, 'base64url') },
  // Letters glued to a run shift what it decodes to: each shift has to be tried, so what comes out has to be recognisable.
  { name: 'base64 in text', takes: RECOGNISABLE, gives: 'text', encode: base64InText },
  { name: 'hex', takes: ANY, gives: 'text', encode: hex },
  { name: 'jwt', takes: TEXT, gives: 'text', encode: jwt },
  { name: 'reversed', takes: TEXT, gives: 'text', encode: (bytes) => said('reversed', Array.from(bytes.toString()).reverse().join('')) },
  { name: 'xor', takes: RECOGNISABLE, gives: 'unmarked', encode: xor },
  { name: 'utf-16 with mark', takes: TEXT, gives: 'marked', encode: (bytes, random) => utf16(bytes, random, 'with mark') },
  { name: 'utf-16', takes: TEXT, gives: 'unmarked', encode: (bytes, random) => utf16(bytes, random, 'without mark') },
];

function said(as: string, text: string): Encoded {
  return { as, bytes: Buffer.from(text) };
}

/** Every byte as %XX, or only those that are not unreserved (RFC 3986, 2.3). */
export function percentEncode(bytes: Buffer, { all, upper }: { readonly all: boolean; readonly upper: boolean }): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (!all && UNRESERVED.test(character)) text += character;
    else text += `%${upper ? byte.toString(16).toUpperCase().padStart(2, '0') : byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

function percent(bytes: Buffer, random: Random): Encoded {
  const sparing = bytes.length > SPARING_FROM_BYTES;
  const rounds = sparing ? 1 : random.between(1, 3);
  const all = !sparing && random.chance(0.3);
  const upper = random.chance(0.6);
  let text = percentEncode(bytes, { all, upper });
  for (let round = 1; round < rounds; round += 1) text = percentEncode(Buffer.from(text), { all: all && text.length < SPARING_FROM_BYTES, upper });
  return said(`percent x${rounds} (${all ? 'all' : 'unsafe'}, ${upper ? 'upper' : 'lower'})`, text);
}

function base64(bytes: Buffer, random: Random, alphabet: 'base64' | 'base64url'): Encoded {
  const isPadded = random.chance(0.5);
  const padded = bytes.toString(alphabet).padEnd(Math.ceil(bytes.length / 3) * 4, '=');
  const text = isPadded ? padded : padded.replace(/=+$/, '');
  const [width, lineEnd, wrapping] = random.pick([[0, '', ''], [0, '', ''], [64, '\n', '64 LF'], [64, '\r\n', '64 CRLF'], [76, '\n', '76 LF'], [76, '\r\n', '76 CRLF']] as const);
  const wrapped = width === 0 ? text : text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${lineEnd}`);
  return said([alphabet, isPadded ? '' : 'unpadded', wrapping === '' ? '' : `wrapped ${wrapping}`].filter((part) => part !== '').join(' '), wrapped);
}

function base64InText(bytes: Buffer, random: Random): Encoded {
  const glued = random.between(0, 3);
  const text = bytes.toString('base64');
  const isPadded = random.chance(0.5);
  const run = random.text(glued, BASE64_LETTERS.slice(0, 62)) + (isPadded ? text : text.replace(/=+$/, ''));
  return said(`base64${isPadded ? '' : ' unpadded'} in text, ${glued} glued`, `${random.word()} ${random.word()}: ${run}; ${random.word()}`);
}

function hex(bytes: Buffer, random: Random): Encoded {
  const upper = random.chance(0.4);
  return said(`hex ${upper ? 'upper' : 'lower'}`, upper ? bytes.toString('hex').toUpperCase() : bytes.toString('hex'));
}

/** RFC 7519; nobody here can check the signature, so it is random. */
function jwt(bytes: Buffer, random: Random): Encoded {
  const payload = { iss: random.word(), iat: 1_588_240_000 + random.below(1e7), [random.word()]: bytes.toString() };
  const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return said('jwt', `${segment({ alg: 'HS256', typ: 'JWT' })}.${segment(payload)}.${random.bytes(32).toString('base64url')}`);
}

function xor(bytes: Buffer, random: Random): Encoded {
  const key = random.between(1, 255);
  return { as: `xor 0x${key.toString(16).padStart(2, '0')}`, bytes: Buffer.from(bytes.map((byte) => byte ^ key)) };
}

function utf16(bytes: Buffer, random: Random, mark: 'with mark' | 'without mark'): Encoded {
  const isBig = random.chance(0.5);
  const little = Buffer.from(`${mark === 'with mark' ? '\ufeff' : ''}${bytes.toString()}`, 'utf16le');
  return { as: `utf-16${isBig ? 'be' : 'le'} ${mark}`, bytes: isBig ? little.swap16() : little };
}
