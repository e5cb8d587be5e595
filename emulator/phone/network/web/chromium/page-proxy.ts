import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Demand, Network } from '../../network.ts';

/** A connection by the phone's own rules: through its proxy's CONNECT when one is set, straight to the world otherwise. */
export interface PageNetwork extends Network {
  tunnel(request: Demand & { readonly host: string; readonly port: number }): Promise<Duplex>;
}

/** Where Chromium thinks the internet begins: an HTTP proxy on the host's loopback that is the phone's network. */
export interface PageProxy {
  readonly port: number;
  close(): void;
}

/** Opens the proxy for one app; `demand` says for which tap a connection is made when it is made. */
export async function startPageProxy(network: PageNetwork, demand: () => Demand): Promise<PageProxy> {
  const server = createServer((request, response) => void forward({ network, demand: demand(), request, response }));
  const open = new Set<Duplex>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    network.tunnel({ ...demand(), host: hostname, port: port === '' ? 80 : Number(port) }).then(
      (far) => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        far.write(head);
        join(socket, far);
        join(far, socket);
      },
      (error: unknown) => socket.end(`HTTP/1.1 502 Bad Gateway\r\n\r\n${messageOf(error)}`),
    );
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

interface Forwarding {
  readonly network: PageNetwork;
  readonly demand: Demand;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const HOP_HEADERS = ['connection', 'proxy-connection'];
/** The body has been read whole and unpacked: its length and encoding are no longer those of the wire. */
const WIRE_HEADERS = ['content-length', 'content-encoding', 'transfer-encoding', 'connection'];

/** A request in absolute form, for a page without TLS. */
async function forward({ network, demand, request, response }: Forwarding): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await network.request({
      ...demand,
      method: request.method ?? 'GET',
      url: request.url ?? '',
      headers: without(request.headers, HOP_HEADERS),
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    response.writeHead(answer.status, without(answer.headers, WIRE_HEADERS));
    response.end(answer.body);
  } catch (error) {
    response.writeHead(502);
    response.end(messageOf(error));
  }
}

function without(headers: IncomingHttpHeaders | Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined || names.includes(name) ? [] : [[name, String(value)]])));
}

function join(from: Duplex, to: Duplex): void {
  from.pipe(to);
  from.once('close', () => to.destroy());
  from.on('error', () => to.destroy());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
