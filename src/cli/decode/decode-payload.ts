import { Budget } from '../../decode/budget.ts';
import { recognise } from '../../decode/adapters/recognise.ts';
import type { Recognised } from '../../decode/adapters/recognise.ts';
import { decodeFlow } from '../../decode/decode-flow.ts';
import { decodeBytes } from '../../decode/decode.ts';
import type { Layer } from '../../decode/layer.ts';
import type { Flow, Header } from '../../flow/flow.ts';
import { hostOf, readRawRequest } from './raw-request.ts';
import type { RawRequest } from './raw-request.ts';

/** What is known of a payload beside its bytes. */
export interface Hints {
  readonly contentType?: string;
  readonly contentEncoding?: string;
}

/** A payload, decoded. */
export interface DecodedPayload {
  readonly layers: readonly Layer[];
  /** Where it went, where the payload says so itself. */
  readonly host?: string;
  /** Present when the payload is a whole HTTP request. */
  readonly request?: { readonly method: string; readonly target: string };
  readonly recognised?: Recognised;
}

/**
 * Decodes a payload as far as it can be: a whole HTTP/1 request by its address, headers and body, anything else as the
 * body of one. Never throws.
 */
export function decodePayload(bytes: Buffer, hints: Hints = {}): DecodedPayload {
  const raw = readRawRequest(bytes);
  if (raw !== undefined) return decodeRequest(raw);
  const headers = headersOf(hints);
  const layers = headers.length === 0 ? [decodeBytes(bytes, 'body', new Budget())] : bodyOnly({ method: 'POST', target: '/', httpVersion: '1.1', headers, body: bytes });
  const [body] = layers;
  const recognised = body === undefined ? undefined : recognise({ headers, body });
  return { layers, ...(recognised !== undefined && { recognised }) };
}

function decodeRequest(raw: RawRequest): DecodedPayload {
  const { method, target, headers } = raw;
  const host = hostOf(raw);
  const layers = layersOf(raw, host ?? '');
  const body = layers.find(({ step }) => step === 'body');
  const recognised = recognise({ url: target, headers, ...(host !== undefined && { host }), ...(body !== undefined && { body }) });
  return { layers, request: { method, target }, ...(host !== undefined && { host }), ...(recognised !== undefined && { recognised }) };
}

function bodyOnly(raw: RawRequest): readonly Layer[] {
  const body = layersOf(raw, '').filter(({ step }) => step === 'body');
  return body.length > 0 ? body : [decodeBytes(raw.body, 'body', new Budget())];
}

// A flow is what the engine knows how to take apart; of this one there is nothing but the request.
function layersOf({ method, target, httpVersion, headers, body }: RawRequest, host: string): readonly Layer[] {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(target) ? target : `http://${host}${target}`;
  const flow: Flow = {
    id: '', device: '', kind: 'http', state: 'complete', startMs: 0, host, port: 0, secure: false, recorder: '',
    request: { method, url, httpVersion, headers, body: { sha256: '', byteCount: body.length } },
  };
  return decodeFlow(flow, () => body).filter(({ step }) => step !== 'host' || host !== '');
}

function headersOf({ contentType, contentEncoding }: Hints): readonly Header[] {
  return [
    ...(contentType === undefined ? [] : [['content-type', contentType] as const]),
    ...(contentEncoding === undefined ? [] : [['content-encoding', contentEncoding] as const]),
  ];
}
