import type { BodyRef, Flow, FlowRequest, Header, ReadBody } from '../flow/flow.ts';
import { Budget } from './budget.ts';
import { undoContentEncoding } from './content-encoding.ts';
import { decodeEntry } from './decode.ts';
import type { EntryPoint } from './decode.ts';
import type { Part } from './decoder.ts';
import { hex } from './hex.ts';
import type { Layer } from './layer.ts';
import { pathParts, queryParts } from './nested-url.ts';
import { percentDecode } from './percent-bytes.ts';

/** The name of the header's first value, whatever its case. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];
}

/**
 * Everything the phone said in a flow, decoded: host, names asked for by DNS, URL, request headers, body, WebSocket messages, tunnel bytes.
 * What the server answered is not among it. A Content-Encoding is a step of its own, `content-encoding:gzip`.
 * Never throws: a body the ledger has lost is an opaque layer that says so.
 */
export function decodeFlow(flow: Flow, readBody: ReadBody): readonly Layer[] {
  const budget = new Budget();
  const layers = [decodeEntry(hostEntry(flow.host), budget)];
  flow.dns?.questions.forEach(({ name }, index) => layers.push(decodeEntry({ ...hostEntry(name), step: `dns:question[${index}]` }, budget)));
  if (flow.request !== undefined) {
    layers.push(decodeEntry(urlEntry(flow.request.url), budget));
    for (const header of flow.request.headers) layers.push(decodeEntry(headerEntry(header), budget));
    layers.push(...bodyLayers(flow.request, { readBody, budget }));
  }
  flow.messages?.forEach((message, index) => {
    if (message.from === 'phone') layers.push(storedLayer(`message[${index}]`, message.body, { readBody, budget }));
  });
  if (flow.tunnel?.sent !== undefined) layers.push(storedLayer('tunnel', flow.tunnel.sent, { readBody, budget }));
  return layers;
}

interface Source {
  readonly readBody: ReadBody;
  readonly budget: Budget;
}

function hostEntry(host: string): EntryPoint {
  // DNS labels keep no case, so hexadecimal is the encoding that survives in them.
  const parts = host.split('.').map((label, index): Part => ({ step: `label[${index}]`, bytes: Buffer.from(label), literal: true }));
  const readable = parts.filter(({ bytes }) => hex.decode({ bytes, text: bytes.toString() }, new Budget()) !== undefined);
  return { step: 'host', bytes: Buffer.from(host), parts: readable };
}

// The host has an entry of its own, so the URL is what follows it.
function urlEntry(url: string): EntryPoint {
  const afterHost = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const [beforeFragment = ''] = afterHost.split('#', 1);
  const queryAt = beforeFragment.indexOf('?');
  const path = queryAt < 0 ? beforeFragment : beforeFragment.slice(0, queryAt);
  const query = queryAt < 0 ? '' : beforeFragment.slice(queryAt + 1);
  return { step: 'url', bytes: Buffer.from(afterHost), parts: [...pathParts(path), ...queryParts(query)] };
}

function headerEntry([name, value]: Header): EntryPoint {
  const step = `header:${name.toLowerCase()}`;
  const bytes = Buffer.from(value);
  if (name.toLowerCase() !== 'cookie') return { step, bytes };
  const parts = value.split(';').map((pair) => cookiePart(pair.trim()));
  return { step, bytes, parts };
}

// A cookie without a name is a value; so is one with nothing behind its `=`, which is base64 with its padding.
function cookiePart(pair: string): Part {
  const [, name, value] = /^([^=]*)=(.*[^=].*)$/.exec(pair) ?? [];
  return name === undefined || value === undefined ? { step: 'cookie:', bytes: percentDecode(pair) } : { step: `cookie:${name}`, bytes: percentDecode(value) };
}

function bodyLayers(request: FlowRequest, source: Source): Layer[] {
  if (request.body === undefined || request.body.byteCount === 0) return [];
  const bytes = read(request.body, source.readBody);
  if ('missing' in bytes) return [lost('body', bytes.missing)];
  const { codings, bytes: inner, note } = undoContentEncoding(bytes.bytes, headerValue(request.headers, 'content-encoding'), source.budget);
  if (codings.length === 0) return [decodeEntry({ step: 'body', bytes: bytes.bytes }, source.budget)];
  const part: Part = {
    step: `content-encoding:${codings.join('+')}`,
    bytes: inner,
    ...(note !== undefined && { cutOff: note }),
  };
  return [decodeEntry({ step: 'body', bytes: bytes.bytes, parts: [part] }, source.budget)];
}

function storedLayer(step: string, body: BodyRef, source: Source): Layer {
  const bytes = read(body, source.readBody);
  return 'missing' in bytes ? lost(step, bytes.missing) : decodeEntry({ step, bytes: bytes.bytes }, source.budget);
}

function read(body: BodyRef, readBody: ReadBody): { readonly bytes: Buffer } | { readonly missing: string } {
  try {
    return { bytes: readBody(body) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { missing: `${body.byteCount} bytes that the ledger no longer has: ${reason}` };
  }
}

function lost(step: string, note: string): Layer {
  return { path: [step], bytes: Buffer.alloc(0), state: 'opaque', note, objects: [], children: [] };
}
