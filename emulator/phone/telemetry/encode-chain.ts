import { createCipheriv, randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';

/** One encoding by name, with its field where it takes one. */
export const ENCODE_STEP_PATTERN = /^(?:json|url|base64|base64url|gzip|zlib|hex|aes|path|(?:json|form|query|header):[A-Za-z0-9_.-]+)$/;

const PLACES = ['query', 'header', 'path'];
const BINARY = ['gzip', 'zlib', 'aes'];

/** Where encoded bytes go, and under which name; texts of a query or path are percent-encoded already. */
export type Encoded =
  | { readonly place: 'body'; readonly bytes: Buffer; readonly contentType: string }
  | { readonly place: 'query' | 'header'; readonly name: string; readonly text: string }
  | { readonly place: 'path'; readonly text: string };

/** What is wrong with the order of a chain, in one sentence; undefined when nothing is. */
export function encodeChainProblem(steps: readonly string[]): string | undefined {
  const early = steps.slice(0, -1).find((step) => PLACES.includes(nameOf(step)));
  if (early !== undefined) return `"${early}" says where the bytes go and must come last`;
  if (nameOf(steps[0] ?? '') !== 'json') return `must begin with json: "${steps[0] ?? ''}" cannot encode an event`;
  const unheld = steps.find((step, index) => nameOf(step) === 'json' && BINARY.includes(nameOf(steps[index - 1] ?? '')));
  return unheld === undefined ? undefined : `"${unheld}" cannot hold raw bytes: put base64 or hex before it`;
}

/** Runs a value through a chain of encodings, from the inside out. */
export function encodeChain(value: unknown, steps: readonly string[]): Encoded {
  let bytes: Buffer = Buffer.from(JSON.stringify(value));
  let contentType = 'application/json';
  // The first step is `json` itself, already done; `json:<field>` puts the value below a field.
  for (const [index, step] of steps.entries()) {
    const name = nameOf(step);
    const field = fieldOf(step);
    if (name === 'query') return { place: 'query', name: field ?? '', text: percentEncode(bytes) };
    if (name === 'header') return { place: 'header', name: field ?? '', text: headerText(bytes) };
    if (name === 'path') return { place: 'path', text: percentEncode(bytes) };
    if (index === 0) {
      if (field !== undefined) bytes = Buffer.from(JSON.stringify({ [field]: value }));
      continue;
    }
    bytes = applyStep(name, field, bytes);
    contentType = contentTypeAfter(name);
  }
  return { place: 'body', bytes, contentType };
}

function nameOf(step: string): string {
  return step.split(':', 1)[0] ?? '';
}

function fieldOf(step: string): string | undefined {
  const colon = step.indexOf(':');
  return colon === -1 ? undefined : step.slice(colon + 1);
}

function applyStep(name: string, field: string | undefined, bytes: Buffer): Buffer {
  switch (name) {
    case 'json':
      return Buffer.from(JSON.stringify(field === undefined ? bytes.toString() : { [field]: bytes.toString() }));
    case 'form':
      return Buffer.from(`${field ?? 'data'}=${percentEncode(bytes)}`);
    case 'url':
      return Buffer.from(percentEncode(bytes));
    case 'base64':
      return Buffer.from(bytes.toString('base64'));
    case 'base64url':
      return Buffer.from(base64Url(bytes));
    case 'gzip':
      return gzipSync(bytes);
    case 'zlib':
      return deflateSync(bytes);
    case 'hex':
      return Buffer.from(bytes.toString('hex'));
    case 'aes':
      return encrypt(bytes);
    default:
      throw new Error(`encoding an event: found the step "${name}", expected one that ENCODE_STEP_PATTERN allows`);
  }
}

/** Base64 with the URL-safe alphabet and padding: Android's `URL_SAFE | NO_WRAP`. */
export function base64Url(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** Percent-encodes bytes, not characters, so that compressed data survives it. */
export function percentEncode(bytes: Buffer): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text += /[A-Za-z0-9_.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** Printable ASCII goes as it is, anything else would not be a header. */
function headerText(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /^[\x20-\x7e]*$/.test(text) ? text : percentEncode(bytes);
}

/** AES-128-ECB under a key nobody keeps: to everybody else the bytes are opaque for good. */
function encrypt(bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', randomBytes(16), null);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

function contentTypeAfter(name: string): string {
  switch (name) {
    case 'json':
      return 'application/json';
    case 'form':
      return 'application/x-www-form-urlencoded';
    case 'gzip':
    case 'zlib':
    case 'aes':
      return 'application/octet-stream';
    default:
      return 'text/plain';
  }
}
