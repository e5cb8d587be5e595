import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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

/** A request in absolute form, for a page without TLS. */
async function forward({ network, demand, request, response }: Forwarding): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { 'proxy-connection': _hop, connection: _own, ...headers } = request.headers;
    const answer = await network.request({
      ...demand,
      method: request.method ?? 'GET',
      url: request.url ?? '',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    // The body has been read whole and unpacked: its length and encoding are no longer those of the wire.
    const { 'content-length': _length, 'content-encoding': _encoding, 'transfer-encoding': _framing, ...kept } = answer.headers;
    response.writeHead(answer.status, kept);
    response.end(answer.body);
  } catch (error) {
    response.writeHead(502);
    response.end(messageOf(error));
  }
}

function join(from: Duplex, to: Duplex): void {
  from.pipe(to);
  from.once('close', () => to.destroy());
  from.on('error', () => to.destroy());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
