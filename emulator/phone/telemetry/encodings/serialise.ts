import { createHmac, randomBytes } from 'node:crypto';
import { encode as encodeMsgpack } from '@msgpack/msgpack';
import { encode as encodeCbor } from 'cborg';
import { flatten, leafText } from './flatten.ts';
import { percentEncode } from './percent.ts';
import { protobufMessage } from './protobuf.ts';
import type { Step } from './step.ts';

/** Bytes on their way, whether they are text, and what HTTP would call them. */
export interface Encoding {
  readonly bytes: Buffer;
  readonly isText: boolean;
  readonly contentType: string;
}

/** Text that is on its way. */
export function textOf(text: string, contentType: string): Encoding {
  return { bytes: Buffer.from(text), isText: true, contentType };
}

/** The first step of a chain: an event, or a list of them, as bytes. */
export function serialise(value: unknown, step: Step): Encoding {
  switch (step.name) {
    case 'ndjson':
      return textOf(`${(Array.isArray(value) ? value : [value]).map((entry) => JSON.stringify(entry)).join('\n')}\n`, 'application/x-ndjson');
    case 'form':
      return textOf(flatten(value).map(([path, text]) => `${percentEncode(Buffer.from(path))}=${percentEncode(Buffer.from(text))}`).join('&'), 'application/x-www-form-urlencoded');
    case 'multipart':
      return multipart(flatten(value).map(([path, text]) => [path, Buffer.from(text)]), true);
    case 'xml':
      return textOf(`<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(step.argument ?? 'event', value)}`, 'application/xml');
    case 'protobuf':
      return { bytes: protobufMessage(value), isText: false, contentType: 'application/x-protobuf' };
    case 'msgpack':
      return { bytes: Buffer.from(encodeMsgpack(value)), isText: false, contentType: 'application/msgpack' };
    case 'cbor':
      return { bytes: Buffer.from(encodeCbor(value)), isText: false, contentType: 'application/cbor' };
    case 'jwt':
      return jwt(Array.isArray(value) ? { events: value as unknown } : value, step.argument);
    default:
      return textOf(JSON.stringify(step.argument === undefined ? value : { [step.argument]: value }), 'application/json');
  }
}

/** Parts of a multipart form; files where they are not text. */
export function multipart(parts: readonly (readonly [name: string, bytes: Buffer])[], isText: boolean): Encoding {
  const boundary = `----formBoundary${randomBytes(8).toString('hex')}`;
  const chunks = parts.flatMap(([name, bytes]) => {
    const file = isText ? '' : '; filename="blob"\r\nContent-Type: application/octet-stream';
    return [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`), bytes, Buffer.from('\r\n')];
  });
  const bytes = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { bytes, isText, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** An element with a value in it; names that XML does not allow have their other characters replaced. */
export function xmlElement(name: string, value: unknown): string {
  const tag = name.replace(/[^A-Za-z0-9_.-]/g, '_').replace(/^[^A-Za-z_]/, '_$&');
  return `<${tag}>${xmlContent(value)}</${tag}>`;
}

function xmlContent(value: unknown): string {
  if (Array.isArray(value)) return value.map((entry: unknown) => xmlElement('item', entry)).join('');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, entry]) => xmlElement(key, entry)).join('');
  return leafText(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A JSON Web Token (RFC 7519): unsigned, or signed under a key nobody keeps. */
export function jwt(claims: unknown, algorithm: string | undefined): Encoding {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const said = `${part({ alg: algorithm ?? 'none', typ: 'JWT' })}.${part(claims)}`;
  const signature = algorithm === undefined ? '' : createHmac('sha256', randomBytes(32)).update(said).digest('base64url');
  return textOf(`${said}.${signature}`, 'application/jwt');
}
