import type { BodyRef, Flow, FlowRequest, Header, ReadBody } from '../flow/flow.ts';
import { Budget } from './budget.ts';
import { decodeEntry } from './decode.ts';
import { cookie } from './entries/cookie.ts';
import { encodedBody } from './entries/encoded-body.ts';
import { host as hostName } from './entries/host.ts';
import { requestTarget } from './entries/request-target.ts';
import { GrownLayer } from './layer.ts';
import type { Layer } from './layer.ts';

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
  const source: Source = { readBody, budget: new Budget() };
  const layers = [hostLayer('host', flow.host, source)];
  flow.dns?.questions.forEach(({ name }, index) => layers.push(hostLayer(`dns:question[${index}]`, name, source)));
  if (flow.request !== undefined) layers.push(...requestLayers(flow.request, source));
  flow.messages?.forEach((message, index) => {
    if (message.from === 'phone') layers.push(storedLayer(`message[${index}]`, message.body, source));
  });
  if (flow.tunnel?.sent !== undefined) layers.push(storedLayer('tunnel', flow.tunnel.sent, source));
  return layers;
}

interface Source {
  readonly readBody: ReadBody;
  readonly budget: Budget;
}

function hostLayer(step: string, name: string, { budget }: Source): Layer {
  return decodeEntry({ step, bytes: Buffer.from(name), as: hostName }, budget);
}

function requestLayers(request: FlowRequest, source: Source): Layer[] {
  const { budget } = source;
  const target = decodeEntry({ step: 'url', bytes: Buffer.from(targetOf(request.url)), as: requestTarget }, budget);
  const method = decodeEntry({ step: 'method', bytes: Buffer.from(request.method) }, budget);
  // A name may be told by the name of a header as well as by its value.
  const names = decodeEntry({ step: 'header names', bytes: Buffer.from(request.headers.map(([name]) => name).join('\n')) }, budget);
  return [target, method, names, ...request.headers.map((header) => headerLayer(header, budget)), ...bodyLayers(request, source)];
}

// The host has an entry of its own, so what is left is what follows it; a fragment is not sent.
function targetOf(url: string): string {
  const [beforeFragment = ''] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split('#', 1);
  return beforeFragment;
}

function headerLayer([name, value]: Header, budget: Budget): Layer {
  const step = `header:${name.toLowerCase()}`;
  return decodeEntry({ step, bytes: Buffer.from(value), ...(step === 'header:cookie' && { as: cookie }) }, budget);
}

function bodyLayers(request: FlowRequest, { readBody, budget }: Source): Layer[] {
  if (request.body === undefined || request.body.byteCount === 0) return [];
  const body = read(request.body, readBody);
  if ('missing' in body) return [lost('body', body.missing)];
  const encoding = headerValue(request.headers, 'content-encoding');
  const announced = headerValue(request.headers, 'content-type');
  return [
    decodeEntry({ step: 'body', bytes: body.bytes, ...(announced !== undefined && { announced }), ...(encoding !== undefined && { as: encodedBody(encoding) }) }, budget),
  ];
}

function storedLayer(step: string, body: BodyRef, { readBody, budget }: Source): Layer {
  const stored = read(body, readBody);
  return 'missing' in stored ? lost(step, stored.missing) : decodeEntry({ step, bytes: stored.bytes }, budget);
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
  const layer = new GrownLayer({ step, bytes: Buffer.alloc(0), start: 0, end: 0 });
  layer.state = 'opaque';
  layer.note = note;
  return layer;
}
