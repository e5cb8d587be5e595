import type { Flow } from '../flow/flow.ts';

/** One time at which the phone spoke. */
export interface Sending {
  /** What tells one kind of traffic from another: `POST tracking.intl.miui.com:443/track/v4`, without the query. */
  readonly what: string;
  readonly atMs: number;
  /** All that was said, head and body; 0 where nothing got as far. */
  readonly byteCount: number;
}

/** An SDK that asks for a key first, or shakes hands anew, uploads as soon as it has; what it has for several actions goes right one after the other. */
export const OF_ONE_SENDING_MS = 3_000;

/** Every time the phone spoke in a flow: requests when they were made, messages and bytes of open connections when they were sent. */
export function sendingsOf(flow: Flow): readonly Sending[] {
  const { kind, host, port, startMs, request, messages = [], tunnel } = flow;
  const where = `${host}:${port}`;
  const opening: Sending = { what: `${nameOf(flow)} ${where}${pathOf(request?.url)}`, atMs: startMs, byteCount: openingBytes(flow) };
  if (kind === 'websocket') {
    const spoken = messages.filter(({ from }) => from === 'phone');
    return [opening, ...spoken.map(({ atMs, body }) => ({ what: `message on WebSocket ${where}${pathOf(request?.url)}`, atMs, byteCount: body.byteCount }))];
  }
  if (kind !== 'tunnel' || tunnel?.sendings === undefined) return [opening];
  return [opening, ...tunnel.sendings.map(({ atMs, byteCount }) => ({ what: `bytes in tunnel ${where}`, atMs, byteCount }))];
}

function nameOf({ kind, request }: Flow): string {
  return { http: request?.method ?? 'HTTP', websocket: 'WebSocket', 'tls-refused': 'TLS', tunnel: 'tunnel' }[kind];
}

function pathOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).pathname : '';
}

function openingBytes({ kind, request, bytes, tunnel }: Flow): number {
  if (kind === 'tunnel') return tunnel?.sendings === undefined ? (tunnel?.sentBytes ?? 0) : 0;
  if (kind === 'http' && bytes !== undefined) return bytes.sent;
  if (request === undefined) return 0;
  const head = request.headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, request.method.length + request.url.length);
  return head + (request.body?.byteCount ?? 0);
}
