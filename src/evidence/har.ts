import type { Content, Entry, Har, Header as HarHeader, Request, Response } from 'har-format';

import { describeOwner } from '../attribute/flow-owners.ts';
import type { Owner } from '../attribute/owner.ts';
import type { Flow, FlowMessage, FlowRequest, FlowResponse, ReadBody } from '../flow/flow.ts';
import { bodyText, headerValue } from './body-text.ts';

type WebSocketMessage = NonNullable<Entry['_webSocketMessages']>[number];

/** What a HAR says of itself. */
export interface HarMeta {
  /** Version of Earshot that wrote it. */
  readonly version: string;
  /** What the flows belong to, in one line. */
  readonly comment?: string;
  /** Tells whose a flow is; without it nothing is said of owners. */
  readonly ownerOf?: (flow: Flow) => Owner;
}

/** An entry with what HTTP has no words for; HAR wants such names to begin with an underscore. */
interface FlowEntry extends Entry {
  readonly _flow: string;
  readonly _kind: Flow['kind'];
  readonly _state: Flow['state'];
  readonly _recorder: string;
  readonly _probe?: string;
  readonly _error?: string;
  readonly _tlsFailure?: Flow['tlsFailure'];
  readonly _tunnel?: object;
  readonly _owner?: Owner;
}

/**
 * Flows as an HTTP Archive 1.2. Every flow becomes an entry: refused handshakes and raw tunnels too, with `_kind`
 * and a comment, and unfinished exchanges with status 0, because each of them is an event.
 */
export function toHar(flows: readonly Flow[], readBody: ReadBody, meta: HarMeta): Har {
  const comment = meta.comment === undefined ? {} : { comment: meta.comment };
  const entries = flows.map((flow) => entryOf(flow, readBody, flow.probe === undefined ? meta.ownerOf?.(flow) : undefined));
  return { log: { version: '1.2', creator: { name: 'Earshot', version: meta.version }, entries, ...comment } };
}

function entryOf(flow: Flow, readBody: ReadBody, owner: Owner | undefined): FlowEntry {
  const durationMs = flow.endMs === undefined ? 0 : Math.max(0, flow.endMs - flow.startMs);
  const comment = [commentOf(flow), owner === undefined ? '' : `sent by ${describeOwner(owner)}`].filter((part) => part !== '').join('; ');
  return {
    startedDateTime: new Date(flow.startMs).toISOString(),
    time: durationMs,
    request: flow.request === undefined ? requestWithoutHttp(flow) : requestOf(flow.request, readBody),
    response: responseOf(flow, readBody),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    _flow: flow.id,
    _kind: flow.kind,
    _state: flow.state,
    _recorder: flow.recorder,
    ...(flow.address === undefined ? {} : { serverIPAddress: flow.address }),
    ...(comment === '' ? {} : { comment }),
    ...(owner === undefined ? {} : { _owner: owner }),
    ...(flow.probe === undefined ? {} : { _probe: flow.probe }),
    ...(flow.error === undefined ? {} : { _error: flow.error }),
    ...(flow.tlsFailure === undefined ? {} : { _tlsFailure: flow.tlsFailure }),
    ...(flow.tunnel === undefined ? {} : { _tunnel: tunnelOf(flow.tunnel, readBody) }),
    ...(flow.messages === undefined ? {} : { _webSocketMessages: flow.messages.map((message) => messageOf(message, readBody)) }),
  };
}

function commentOf(flow: Flow): string {
  const place = `${flow.host === '' ? 'an unknown host' : flow.host}:${flow.port}`;
  const what = {
    http: '',
    websocket: '',
    'tls-refused': `not HTTP: the TLS handshake for ${place} was broken off (${flow.tlsFailure?.reason ?? 'unknown'})`,
    tunnel: `not HTTP: a raw tunnel to ${place}, ${flow.tunnel?.sentBytes ?? 0} bytes sent, ${flow.tunnel?.receivedBytes ?? 0} received`,
  }[flow.kind];
  const state = flow.state === 'complete' ? '' : `${flow.state}${flow.error === undefined ? '' : `: ${flow.error}`}`;
  return [what, state].filter((part) => part !== '').join('; ');
}

function requestOf(request: FlowRequest, readBody: ReadBody): Request {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const body = request.body === undefined ? undefined : bodyText(readBody(request.body), request.headers);
  return {
    method: request.method,
    url: request.url,
    httpVersion: httpVersion(request.httpVersion),
    cookies: [],
    headers: headersOf(request.headers),
    queryString: [...(url?.searchParams ?? [])].map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: request.body?.byteCount ?? 0,
    ...(body === undefined ? {} : {
      postData: {
        mimeType: headerValue(request.headers, 'content-type') ?? '',
        text: body.text,
        ...(body.base64 ? { _encoding: 'base64' } : {}),
        ...(body.comment === undefined ? {} : { comment: body.comment }),
      },
    }),
  };
}

/** HAR knows only requests; what the phone asked for by CONNECT stands in for one. */
function requestWithoutHttp(flow: Flow): Request {
  const host = flow.host === '' ? 'unknown' : flow.host.includes(':') ? `[${flow.host}]` : flow.host;
  return {
    method: 'CONNECT',
    url: `${flow.kind === 'tls-refused' ? 'tls' : 'tcp'}://${host}:${flow.port}`,
    httpVersion: httpVersion('1.1'),
    cookies: [],
    headers: [],
    queryString: [],
    headersSize: -1,
    bodySize: flow.tunnel?.sentBytes ?? 0,
  };
}

function responseOf(flow: Flow, readBody: ReadBody): Response {
  const { response } = flow;
  return {
    status: response?.status ?? 0,
    statusText: response?.statusText ?? '',
    httpVersion: httpVersion(flow.request?.httpVersion ?? '1.1'),
    cookies: [],
    headers: headersOf(response?.headers ?? []),
    content: contentOf(response, readBody),
    redirectURL: headerValue(response?.headers ?? [], 'location') ?? '',
    headersSize: -1,
    bodySize: response?.body?.byteCount ?? (response === undefined ? -1 : 0),
  };
}

function contentOf(response: FlowResponse | undefined, readBody: ReadBody): Content {
  const mimeType = headerValue(response?.headers ?? [], 'content-type') ?? 'x-unknown';
  if (response?.body === undefined) return { size: 0, mimeType };
  const body = bodyText(readBody(response.body), response.headers);
  const saved = body.byteCount - response.body.byteCount;
  return {
    size: body.byteCount,
    mimeType,
    text: body.text,
    ...(body.base64 ? { encoding: 'base64' } : {}),
    ...(saved === 0 ? {} : { compression: saved }),
    ...(body.comment === undefined ? {} : { comment: body.comment }),
  };
}

/** As Chrome writes them: time in seconds, opcode 1 for text and 2 for base64. */
function messageOf(message: FlowMessage, readBody: ReadBody): WebSocketMessage {
  const { text, base64 } = bodyText(readBody(message.body), []);
  return { type: message.from === 'phone' ? 'send' : 'receive', time: message.atMs / 1000, opcode: base64 ? 2 : 1, data: text };
}

function tunnelOf(tunnel: NonNullable<Flow['tunnel']>, readBody: ReadBody): object {
  const { sent, ...counts } = tunnel;
  if (sent === undefined) return counts;
  const { text, base64 } = bodyText(readBody(sent), []);
  return { ...counts, sent: { text, ...(base64 ? { encoding: 'base64' } : {}) } };
}

const headersOf = (headers: FlowRequest['headers']): HarHeader[] => headers.map(([name, value]) => ({ name, value }));

const httpVersion = (version: string): string => `HTTP/${version === '' ? '1.1' : version}`;
