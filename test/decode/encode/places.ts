import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { BodyRef, Flow, FlowMessage, FlowRequest, ReadBody } from '../../../src/flow/flow.ts';
import type { Kind } from './encoding.ts';
import type { Random } from './random.ts';
import { percentEncode } from './text-encodings.ts';

/** A flow that carries a payload somewhere, and where. */
export interface Placed {
  readonly flow: Flow;
  readonly readBody: ReadBody;
  readonly as: string;
}

interface Payload {
  readonly bytes: Buffer;
  readonly kind: Kind;
}

/** Everywhere a phone can say something. */
export const PLACES = ['body', 'announced body', 'header', 'cookie', 'path', 'query', 'host in hex', 'host in base32', 'websocket'] as const;
export type Place = (typeof PLACES)[number];

// A name has at most 253 characters (RFC 1035, 2.3.4); the payload gets what a zone of its own leaves of them.
const MAX_HOST_PAYLOAD = { 'host in hex': 110, 'host in base32': 135 } as const;
// A server refuses lines of headers beyond 8 KiB.
const MAX_LINE_BYTES = 8000;

/** Puts a payload into a flow at a random place that can hold it. */
export function placeAtRandom(payload: Payload, random: Random): Placed {
  const fitting = PLACES.filter((place) => fits(place, payload.bytes.length));
  return placeAt(random.pick(fitting), payload, random);
}

/** Whether so many bytes find room there. */
export function fits(place: Place, byteCount: number): boolean {
  if (place === 'host in hex' || place === 'host in base32') return byteCount <= MAX_HOST_PAYLOAD[place];
  return ['body', 'announced body', 'websocket'].includes(place) || byteCount <= MAX_LINE_BYTES;
}

/** Puts a payload into a flow at one place, in the way that place needs: a path is percent-encoded, bytes in a header are base64. */
export function placeAt(place: Place, payload: Payload, random: Random): Placed {
  const bodies: Buffer[] = [];
  const put = (stored: Buffer): BodyRef => ({ sha256: String(bodies.push(stored) - 1), byteCount: stored.length });
  const readBody: ReadBody = ({ sha256 }) => bodies[Number(sha256)] ?? Buffer.alloc(0);
  const placed = (as: string, said: Said): Placed => ({ as, flow: flowThat(said), readBody });
  const { bytes } = payload;
  switch (place) {
    case 'body': return placed('in the body', { body: put(bytes) });
    case 'announced body': {
      const { coding, encoded } = contentEncoded(bytes, random);
      return placed(`in the body with content-encoding ${coding}`, { headers: [['Content-Encoding', coding]], body: put(encoded) });
    }
    case 'header': {
      const isPlain = /^[\x20-\x7e]+$/.test(bytes.toString('latin1')) && bytes.toString('latin1').trim().length === bytes.length;
      return placed(`in a header${isPlain ? '' : ' as base64'}`, { headers: [['X-Client-Data', isPlain ? bytes.toString('latin1') : bytes.toString('base64')]] });
    }
    case 'cookie': {
      const isBase64 = payload.kind !== 'text';
      const value = isBase64 ? bytes.toString('base64') : percentEncode(bytes, { all: false, upper: true });
      return placed(`in a cookie as ${isBase64 ? 'base64' : 'percent'}`, { headers: [['Cookie', `sid=${random.hex(16)}; track=${value}; theme=dark`]] });
    }
    case 'path': {
      const isBase64 = payload.kind !== 'text';
      const segment = isBase64 ? bytes.toString('base64url') : percentEncode(bytes, { all: false, upper: true });
      return placed(`in a path segment as ${isBase64 ? 'base64url' : 'percent'}`, { url: `https://collector.example/v1/${segment}/track` });
    }
    case 'query': return placed('in the query as percent', { url: `https://collector.example/t?v=1&d=${percentEncode(bytes, { all: false, upper: random.chance(0.5) })}&s=${random.hex(8)}` });
    case 'host in hex': return placed('in host labels as hex', { url: `https://${labels(bytes.toString('hex'), random)}.zone.example/` });
    case 'host in base32': return placed('in host labels as base32', { url: `https://${labels(base32(bytes), random)}.zone.example/` });
    case 'websocket': {
      const filler = { atMs: 1, from: 'phone', body: put(Buffer.from('{"type":"ping"}')) } as const;
      return placed('in a WebSocket message', { messages: [filler, { atMs: 2, from: 'phone', body: put(bytes) }] });
    }
  }
}

interface Said extends Partial<Pick<FlowRequest, 'url' | 'headers' | 'body'>> {
  readonly messages?: readonly FlowMessage[];
}

function flowThat({ messages, ...said }: Said): Flow {
  const request: FlowRequest = { method: said.body === undefined ? 'GET' : 'POST', url: 'https://collector.example/t', httpVersion: '1.1', headers: [], ...said };
  return {
    id: 'f000001',
    device: 'note8',
    kind: messages === undefined ? 'http' : 'websocket',
    state: 'complete',
    startMs: 0,
    endMs: 20,
    host: new URL(request.url).hostname,
    port: 443,
    secure: true,
    recorder: 'r1',
    request,
    ...(messages !== undefined && { messages }),
  };
}

function contentEncoded(bytes: Buffer, random: Random): { readonly coding: string; readonly encoded: Buffer } {
  switch (random.below(5)) {
    case 0: return { coding: 'gzip', encoded: gzipSync(bytes) };
    case 1: return { coding: 'deflate', encoded: deflateSync(bytes) };
    // Many a client sends raw deflate under this name (RFC 9110, 8.4.1.2 notes it).
    case 2: return { coding: 'deflate', encoded: deflateRawSync(bytes) };
    case 3: return { coding: 'gzip, br', encoded: brotliCompressSync(gzipSync(bytes)) };
    default: return { coding: 'br', encoded: brotliCompressSync(bytes) };
  }
}

function labels(text: string, random: Random): string {
  const width = random.pick([63, 60, 32]);
  return (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('.');
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 in lower case without padding, as names have it. */
export function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31] ?? '';
    }
  }
  return bits > 0 ? text + (BASE32[(held << (5 - bits)) & 31] ?? '') : text;
}
