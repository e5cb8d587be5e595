import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect as connectH2 } from 'node:http2';
import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { World } from '../../../emulator/world/world.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A tunnel through the gateway, as any proxy client opens it; the proxy's status when it refuses. */
export async function tunnel(world: World, authority: string): Promise<{ status: number; socket: Socket }> {
  const request = httpRequest({ host: world.gateway.host, port: world.gateway.port, method: 'CONNECT', path: authority });
  request.end();
  const [response, socket] = (await once(request, 'connect')) as [IncomingMessage, Socket];
  return { status: response.statusCode ?? 0, socket };
}

/** TLS to a host through the gateway, trusting the world's CA. */
export async function secureTunnel(world: World, host: string, protocols: string[] = ['http/1.1']): Promise<TLSSocket> {
  const { socket } = await tunnel(world, `${host}:443`);
  const secure = connectTls({ socket, servername: host, ca: world.caPem, ALPNProtocols: protocols });
  await once(secure, 'secureConnect');
  return secure;
}

/** A GET (or a POST when there is a body) of an http or https address through the gateway. */
export async function get(world: World, address: string, body?: string): Promise<Answer> {
  const url = new URL(address);
  const method = body === undefined ? 'GET' : 'POST';
  if (url.protocol === 'http:') {
    const headers = { host: url.host };
    return answerTo(httpRequest({ ...world.gateway, method, path: address, headers, agent: false }), body);
  }
  const socket = await secureTunnel(world, url.hostname);
  try {
    const path = `${url.pathname}${url.search}`;
    return await answerTo(httpRequest({ createConnection: () => socket, method, path, headers: { host: url.host } }), body);
  } finally {
    socket.destroy();
  }
}

/** A GET over HTTP/2. */
export async function getH2(world: World, address: string): Promise<{ status: number; body: string }> {
  const url = new URL(address);
  const socket = await secureTunnel(world, url.hostname, ['h2']);
  const session = connectH2(url.origin, { createConnection: () => socket });
  try {
    const stream = session.request({ ':path': `${url.pathname}${url.search}` });
    const [headers] = (await once(stream, 'response')) as [{ ':status'?: number }];
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return { status: headers[':status'] ?? 0, body: Buffer.concat(chunks).toString() };
  } finally {
    session.destroy();
    socket.destroy();
  }
}

async function answerTo(request: ReturnType<typeof httpRequest>, body: string | undefined): Promise<Answer> {
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}
