import type { Cause } from '../apps/app-event.ts';
import type { AppResponse, Network } from '../network/network.ts';
import type { Transport } from '../profile/sdk-schema.ts';
import type { Request } from './queued-event.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { tcp: 443, tls: 443, udp: 443, quic: 443 };
const NOTHING: AppResponse = { status: 200, headers: {}, body: Buffer.alloc(0) };

/** How and for whom a request goes out. */
export interface Way {
  /** Package whose bytes they are. */
  readonly packageName: string;
  readonly transport: Transport;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pinned: boolean;
  readonly http2: boolean;
  readonly cause: Cause;
  readonly purpose: string;
}

/** Where a request goes: the SDK's address with what the request adds to it. */
export function addressOf(to: string, request: Request): string {
  const url = new URL(request.url ?? to);
  if (request.path !== undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/${request.path}`;
  if (request.query !== undefined) url.search = `${url.search === '' ? '?' : `${url.search}&`}${request.query}`;
  // `hostname` of a scheme the URL standard does not know cannot be set.
  return request.host === undefined ? url.href : url.href.replace(`//${url.host}`, `//${request.host}.${url.host}`);
}

/** Sends a request its way; rejects when it does not arrive. What has no status has 200 once it is gone. */
export async function send(network: Network, request: Request, way: Way): Promise<AppResponse> {
  const { packageName, cause, purpose, url } = way;
  const demand = { packageName, cause, purpose, ...(way.pinned ? { pinned: true } : {}) };
  const { hostname, port } = new URL(url);
  switch (way.transport) {
    case 'proxy':
    case 'direct':
      return network.request({
        ...demand,
        method: way.method,
        url,
        headers: headersOf(request, way),
        ...(request.body === undefined ? {} : { body: request.body }),
        direct: way.transport === 'direct',
        ...(way.http2 ? { http2: true } : {}),
      });
    case 'dns':
      // The name is the message: whether it has an address is all the same.
      await network.lookUp({ ...demand, host: hostname }).catch((error: unknown) => {
        if (!isNoSuchName(error)) throw error;
      });
      return NOTHING;
    case 'websocket':
      return overWebSocket(network, request, way);
    case 'tcp':
    case 'tls':
    case 'udp':
    case 'quic': {
      const to = { host: hostname, port: Number(port || DEFAULT_PORTS[way.transport]) };
      const body = await network.send({ ...demand, ...to, transport: way.transport, payload: request.body ?? Buffer.alloc(0) });
      return { ...NOTHING, body };
    }
  }
}

async function overWebSocket(network: Network, request: Request, way: Way): Promise<AppResponse> {
  const { packageName, cause, purpose, url } = way;
  const socket = await network.openWebSocket({ packageName, cause, purpose, url, headers: headersOf({ ...request, contentType: '' }, way), ...(way.pinned ? { pinned: true } : {}) });
  try {
    if (request.body !== undefined) await socket.send(request.isText === true ? request.body.toString() : request.body);
  } finally {
    await socket.close();
  }
  return NOTHING;
}

function headersOf(request: Request, way: Way): Readonly<Record<string, string>> {
  return {
    ...(request.contentType === undefined || request.contentType === '' ? {} : { 'Content-Type': request.contentType }),
    ...(request.cookie === undefined ? {} : { Cookie: request.cookie }),
    ...request.headers,
    ...way.headers,
  };
}

function isNoSuchName(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOTFOUND';
}
