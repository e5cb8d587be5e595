import { createCipheriv, randomBytes } from 'node:crypto';
import { encode as encodeMsgpack } from '@msgpack/msgpack';
import { encode as encodeCbor } from 'cborg';
import { compress } from './compress.ts';
import { base64Url, percentEncode } from './percent.ts';
import { protobufMessage } from './protobuf.ts';
import { jwt, multipart, textOf, xmlElement, type Encoding } from './serialise.ts';
import type { Step } from './step.ts';

// Where android.util.Base64.DEFAULT breaks its lines.
const WRAP_COLUMNS = 76;
const FILLER = 'log entry: ';

/** A later step of a chain: what it makes of bytes. */
export async function transform(before: Encoding, step: Step): Promise<Encoding> {
  const { bytes } = before;
  const compressed = await compress(step.name, bytes);
  if (compressed !== undefined) return binary(compressed);
  return (before.isText ? ofText(bytes.toString(), step) : undefined) ?? ofBytes(before, step);
}

/** Pieces of the same bytes, none of them empty while there is enough. */
export function split(before: Encoding, count: number): readonly Encoding[] {
  const units = before.isText ? Array.from(before.bytes.toString()) : undefined;
  const length = units?.length ?? before.bytes.length;
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [Math.floor((index * length) / count), Math.floor(((index + 1) * length) / count)];
    const bytes = units === undefined ? before.bytes.subarray(from, to) : Buffer.from(units.slice(from, to).join(''));
    return { ...before, bytes };
  });
}

/** Several pieces under the names `<field>0`, `<field>1`, … of one form, object or multipart body. */
export function gather(pieces: readonly Encoding[], step: Step): Encoding {
  const field = step.argument ?? 'data';
  const named = pieces.map((piece, index) => [`${field}${index}`, piece.bytes] as const);
  if (step.name === 'multipart') return multipart(named, pieces.every(({ isText }) => isText));
  if (step.name === 'form') return textOf(named.map(([name, bytes]) => `${name}=${percentEncode(bytes)}`).join('&'), FORM);
  return textOf(JSON.stringify(Object.fromEntries(named.map(([name, bytes]) => [name, bytes.toString()]))), JSON_TYPE);
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const PLAIN = 'text/plain';

function ofText(text: string, step: Step): Encoding | undefined {
  switch (step.name) {
    case 'json':
      return textOf(JSON.stringify(step.argument === undefined ? text : { [step.argument]: text }), JSON_TYPE);
    case 'xml':
      return textOf(xmlElement(step.argument ?? 'data', text), 'application/xml');
    case 'jwt':
      return jwt({ data: text }, step.argument);
    case 'utf16':
      return binary(Buffer.from(text, 'utf16le'));
    case 'text':
      return textOf(`${FILLER.repeat(6).slice(0, Number(step.argument ?? FILLER.length))}${text} (end)`, PLAIN);
    case 'reverse':
      return textOf(Array.from(text).reverse().join(''), PLAIN);
    case 'cut':
      return textOf(Array.from(text).slice(0, Number(step.argument)).join(''), PLAIN);
    case 'shift':
      return textOf(shifted(text, Number(step.argument)), PLAIN);
    default:
      return undefined;
  }
}

function ofBytes({ bytes, isText }: Encoding, step: Step): Encoding {
  switch (step.name) {
    case 'form':
      return textOf(`${step.argument ?? 'data'}=${percentEncode(bytes)}`, FORM);
    case 'multipart':
      return multipart([[step.argument ?? 'data', bytes]], isText);
    case 'url':
      return textOf(percentEncode(bytes), PLAIN);
    case 'base64':
      return textOf(base64(bytes, step.argument), PLAIN);
    case 'base64url':
      return textOf(step.argument === 'nopad' ? bytes.toString('base64url') : base64Url(bytes), PLAIN);
    case 'hex':
      return textOf(bytes.toString('hex'), PLAIN);
    case 'protobuf':
      return binary(protobufMessage(isText ? bytes.toString() : bytes));
    case 'msgpack':
      return binary(Buffer.from(encodeMsgpack({ data: isText ? bytes.toString() : bytes })));
    case 'cbor':
      return binary(Buffer.from(encodeCbor({ data: isText ? bytes.toString() : new Uint8Array(bytes) })));
    case 'xor':
      return binary(Buffer.from(bytes.map((byte) => byte ^ Number(step.argument))));
    case 'reverse':
      return binary(Buffer.from(bytes).reverse());
    case 'cut':
      return binary(Buffer.from(bytes.subarray(0, Number(step.argument))));
    case 'aes':
      return binary(encrypt(bytes));
    default:
      throw new Error(`encoding an event: found the step "${step.text}" on ${isText ? 'text' : 'raw bytes'}, which encodeChainProblem refuses`);
  }
}

function base64(bytes: Buffer, variant: string | undefined): string {
  const text = bytes.toString('base64');
  if (variant === 'nopad') return text.replace(/=+$/, '');
  return variant === 'wrap' ? text.replace(new RegExp(`.{1,${WRAP_COLUMNS}}`, 'g'), '$&\n') : text;
}

/** Letters moved along the alphabet, digits along theirs, as Caesar did. */
function shifted(text: string, by: number): string {
  const move = (first: number, count: number) => (sign: string): string => String.fromCharCode(first + ((sign.charCodeAt(0) - first + by) % count));
  return text.replace(/[a-z]/g, move(97, 26)).replace(/[A-Z]/g, move(65, 26)).replace(/\d/g, move(48, 10));
}

/** AES-128-ECB under a key nobody keeps: to everybody else the bytes are opaque for good. */
function encrypt(bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', randomBytes(16), null);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

function binary(bytes: Buffer): Encoding {
  return { bytes, isText: false, contentType: 'application/octet-stream' };
}
