import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { encode as messagePackEncode } from '@msgpack/msgpack';
import { encode as cborEncode } from 'cborg';
import { ANY, SPARING_FROM_BYTES, TEXT } from './encoding.ts';
import type { Encoded, Encoding } from './encoding.ts';
import type { Random } from './random.ts';
import { percentEncode } from './text-encodings.ts';

/** Structures that hold the value as one of their fields. */
export const STRUCTURES: readonly Encoding[] = [
  { name: 'form', takes: ANY, gives: 'text', encode: form },
  { name: 'multipart', takes: ANY, gives: (taken) => (taken === 'text' ? 'text' : 'structured'), encode: multipart },
  { name: 'json', takes: TEXT, gives: 'text', encode: json },
  { name: 'json in a json string', takes: TEXT, gives: 'text', encode: jsonInJson },
  { name: 'ndjson', takes: TEXT, gives: 'text', encode: ndjson },
  { name: 'xml', takes: TEXT, gives: 'text', encode: xml },
  { name: 'protobuf', takes: ANY, gives: 'structured', encode: protobuf },
  { name: 'messagepack', takes: ANY, gives: 'structured', encode: (bytes, random) => tree('messagepack', bytes, random, (value) => Buffer.from(messagePackEncode(value))) },
  { name: 'cbor', takes: ANY, gives: 'structured', encode: (bytes, random) => tree('cbor', bytes, random, (value) => Buffer.from(cborEncode(value))) },
];

/** Something ordinary to stand beside the value: numbers, words, ids and hashes. */
export function ordinaryValue(random: Random): string | number | boolean | null {
  switch (random.below(8)) {
    case 0: return random.below(1000);
    case 1: return 1_588_240_000_000 + random.below(1e9);
    case 2: return random.chance(0.5);
    case 3: return null;
    case 4: return random.hex(32);
    case 5: return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`;
    case 6: return `${random.word()} ${random.word()}`;
    default: return random.word();
  }
}

function ordinaryFields(random: Random, most: number): [string, ReturnType<typeof ordinaryValue>][] {
  return Array.from({ length: random.between(0, most) }, (_, index) => [`${random.word()}${index}`, ordinaryValue(random)]);
}

/** The fields with one more among them, at a random place. */
function among<T>(fields: readonly T[], one: T, random: Random): T[] {
  const at = random.below(fields.length + 1);
  return [...fields.slice(0, at), one, ...fields.slice(at)];
}

function form(bytes: Buffer, random: Random): Encoded {
  const others = ordinaryFields(random, 5).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  const upper = random.chance(0.7);
  const blank = random.chance(0.5) ? '+' : '%20';
  const value = percentEncode(bytes, { all: false, upper }).replaceAll('%20', blank);
  return { as: `form among ${others.length}${blank === '+' ? ', blanks as +' : ''}`, bytes: Buffer.from(among(others, `data_list=${value}`, random).join('&')) };
}

function multipart(bytes: Buffer, random: Random): Encoded {
  const boundary = `----${random.text(random.between(8, 30))}`;
  const part = (name: string, head: string, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${head}\r\n\r\n`), content, Buffer.from('\r\n')]);
  const others = ordinaryFields(random, 3).map(([name, value]) => part(name, '', Buffer.from(String(value))));
  const isFile = random.chance(0.5);
  const head = isFile ? '; filename="upload.bin"\r\nContent-Type: application/octet-stream' : '';
  const parts = among(others, part('payload', head, bytes), random);
  return { as: `multipart among ${others.length}${isFile ? ', as a file' : ''}`, bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) };
}

/** JSON text of a string: as JSON.stringify writes it, with `/` escaped, or with every character as \uXXXX. */
function jsonString(text: string, random: Random): { readonly written: string; readonly as: string } {
  const written = JSON.stringify(text);
  const style = random.pick(['plain', 'plain', 'slashes', 'everything', 'non-ASCII'] as const);
  const unicode = (part: string): string => part.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (style === 'everything' && text.length <= SPARING_FROM_BYTES) return { written: `"${unicode(text)}"`, as: ', all as \\u' };
  if (style === 'slashes') return { written: written.replaceAll('/', '\\/'), as: ', \\/' };
  if (style === 'non-ASCII') return { written: written.replace(/[^\x00-\x7f]/g, unicode), as: ', non-ASCII as \\u' };
  return { written, as: '' };
}

/** An object with the written value at a depth of its own. */
function jsonAround(written: string, random: Random): { readonly text: string; readonly depth: number } {
  const depth = random.below(5);
  let text = written;
  for (let level = 0; level <= depth; level += 1) {
    const isArray = level > 0 && random.chance(0.3);
    const others = ordinaryFields(random, 4);
    if (isArray) text = `[${among(others.map(([, value]) => JSON.stringify(value)), text, random).join(',')}]`;
    else text = `{${among(others.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`), `${JSON.stringify(`$${random.word()}`)}:${text}`, random).join(',')}}`;
  }
  return { text, depth };
}

function json(bytes: Buffer, random: Random): Encoded {
  const { written, as } = jsonString(bytes.toString(), random);
  const { text, depth } = jsonAround(written, random);
  return { as: `json at depth ${depth}${as}`, bytes: Buffer.from(text) };
}

function jsonInJson(bytes: Buffer, random: Random): Encoded {
  const inner = jsonAround(jsonString(bytes.toString(), random).written, random);
  const outer = jsonString(inner.text, random);
  if (random.chance(0.2)) return { as: `json in a bare json string${outer.as}`, bytes: Buffer.from(outer.written) };
  return { as: `json in a json string${outer.as}`, bytes: Buffer.from(jsonAround(outer.written, random).text) };
}

function ndjson(bytes: Buffer, random: Random): Encoded {
  const others = Array.from({ length: random.between(1, 4) }, () => JSON.stringify(Object.fromEntries(ordinaryFields(random, 4))));
  const { written, as } = jsonString(bytes.toString(), random);
  const lines = among(others, jsonAround(written, random).text, random);
  return { as: `ndjson of ${lines.length} lines${as}`, bytes: Buffer.from(lines.join('\n') + (random.chance(0.5) ? '\n' : '')) };
}

function xml(bytes: Buffer, random: Random): Encoded {
  const text = bytes.toString();
  const where = random.pick(['text', 'attribute', 'cdata'] as const);
  const style = random.pick(['named', 'decimal', 'hexadecimal', 'everything'] as const);
  const written = where === 'cdata' ? `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : xmlEscaped(text, text.length > SPARING_FROM_BYTES ? 'named' : style);
  const element = where === 'attribute' ? `<event id="7" url="${written}"/>` : `<event id="7">${written}</event>`;
  const around = ordinaryFields(random, 3).map(([name, value]) => `<${name}>${String(value)}</${name}>`);
  const declaration = random.chance(0.5) ? '<?xml version="1.0" encoding="UTF-8"?>\n' : '';
  return { as: `xml ${where}${where === 'cdata' ? '' : `, ${style} entities`}`, bytes: Buffer.from(`${declaration}<log>${among(around, element, random).join('')}</log>`) };
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function xmlEscaped(text: string, style: 'named' | 'decimal' | 'hexadecimal' | 'everything'): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const isSpecial = NAMED[character] !== undefined || code < 32;
    if (!isSpecial && style !== 'everything') return character;
    if (style === 'named') return NAMED[character] ?? `&#${code};`;
    return style === 'decimal' ? `&#${code};` : `&#x${code.toString(16)};`;
  }).join('');
}

/** A message with the value in a message in a message, beside varints, fixed numbers and strings. */
function protobuf(bytes: Buffer, random: Random): Encoded {
  const depth = random.below(4);
  const writer = new BinaryWriter();
  const ordinary = (): void => {
    for (let field = random.below(4); field > 0; field -= 1) {
      const number = random.between(1, 40);
      if (random.chance(0.4)) writer.uint32(number << 3).int64(random.below(1e9));
      else if (random.chance(0.5)) writer.uint32((number << 3) | 2).string(String(ordinaryValue(random)));
      else if (random.chance(0.5)) writer.uint32((number << 3) | 1).double(random.fraction() * 1000);
      else writer.uint32((number << 3) | 5).fixed32(random.below(1e9));
    }
  };
  const level = (left: number): void => {
    ordinary();
    writer.uint32((random.between(1, 30) << 3) | 2);
    if (left === 0) writer.bytes(bytes);
    else {
      writer.fork();
      level(left - 1);
      writer.join();
    }
    ordinary();
  };
  level(depth);
  return { as: `protobuf at depth ${depth}`, bytes: Buffer.from(writer.finish()) };
}

function tree(name: string, bytes: Buffer, random: Random, encode: (value: unknown) => Buffer): Encoded {
  const depth = random.below(4);
  const isText = bytes.equals(Buffer.from(bytes.toString()));
  let value: unknown = isText && random.chance(0.7) ? bytes.toString() : new Uint8Array(bytes);
  for (let level = 0; level <= depth; level += 1) {
    const others = ordinaryFields(random, 4);
    if (level > 0 && random.chance(0.3)) value = among(others.map(([, other]) => other as unknown), value, random);
    else value = Object.fromEntries(among(others.map(([key, other]): [string, unknown] => [key, other]), [random.word(), value], random));
  }
  return { as: `${name} at depth ${depth}`, bytes: encode(value) };
}
