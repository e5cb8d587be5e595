import type { EventEmitter } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Http2Server } from 'node:http2';
import { Server, type Socket } from 'node:net';

import type { MockttpOptions, OngoingRequest } from 'mockttp';
import { MockttpServer } from 'mockttp/dist/server/mockttp-server';
import { InitialRemotePort, LastTunnelAddress, TlsMetadata } from 'mockttp/dist/util/socket-extensions';

import { LONGEST_HEADERS_BYTES } from '../sidecar-config.ts';
import type { Target } from './upstream.ts';

/** Carries a connection whose bytes are no HTTP. Without a port the connection is TLS known by its SNI alone. */
type CarryRaw = (type: 'raw' | 'tls', socket: Socket, hostname: string, port?: number) => void;

/** What is reached for inside mockttp 4.6.5; its declarations keep these members private and untyped. */
interface MockttpInside {
  app: RequestListener;
  readonly server: Pick<Server, 'emit' | 'close' | 'on'> & {
    readonly _unknownProtocolHandler: Server;
    readonly _http2Server: Pick<Http2Server, 'updateSettings'>;
  };
  passthroughSocket: CarryRaw;
  trackWebSocketEvents: (emitter: EventEmitter, request: OngoingRequest, socket: Socket) => void;
}

/** What is done in mockttp's stead, or before it. */
export interface MockttpHooks {
  /** Replaces mockttp's raw passthrough, which goes straight to the internet, past any upstream proxy. */
  readonly carryRaw: (socket: Socket, target: Target) => void;
  /** Called with each upgrade request before it is forwarded; mockttp's own event for it comes after. */
  readonly upgradeRequested: (request: OngoingRequest, socket: Socket) => void;
  /** Called with the error of a connection after its TLS handshake, before mockttp reports that as merely closed. */
  readonly tlsBroke: (remotePort: number | undefined, error: Error) => void;
  /** Called when a TLS handshake with the phone is finished. */
  readonly secured: (remotePort: number | undefined) => void;
  /** Called with a request mockttp cannot take, such as one for `http://[/`; it would end the process. */
  readonly unreadable: (request: IncomingMessage, error: unknown) => void;
}

/** Makes a mockttp with our hooks in it, started but without a port: its sockets are handed to `take`. */
export async function startMockttp(options: MockttpOptions, hooks: MockttpHooks): Promise<{ server: MockttpServer; take: (socket: Socket) => void }> {
  const server = new MockttpServer(options);
  const inside = server as unknown as MockttpInside;
  inside.passthroughSocket = (_type, socket, host, port = 443) => hooks.carryRaw(socket, { host: host.toLowerCase(), port });
  const track = inside.trackWebSocketEvents.bind(server);
  inside.trackWebSocketEvents = (emitter, request, socket) => {
    track(emitter, request, socket);
    hooks.upgradeRequested(request, socket);
  };
  inside.app = refuseUnreadable(inside.app, hooks);
  await startWithoutPort(server, inside);
  inside.server.on('secureConnection', (socket: Socket) => {
    const { remotePort } = socket;
    hooks.secured(remotePort);
    socket.once('error', (error) => hooks.tlsBroke(remotePort, error));
  });
  inside.server.on('tlsClientError', (error: Error, socket: Socket) => hooks.tlsBroke(socket.remotePort ?? socket[InitialRemotePort], error));
  leadRawTlsBySni(inside);
  inside.server._http2Server.updateSettings({ maxHeaderListSize: LONGEST_HEADERS_BYTES });
  return { server, take: (socket) => inside.server.emit('connection', socket) };
}

/** What is no HTTP inside TLS that came without a proxy's language has no other destination than its SNI. */
function leadRawTlsBySni({ server }: MockttpInside): void {
  server._unknownProtocolHandler.prependListener('connection', (socket: Socket) => {
    const name = socket[TlsMetadata]?.sniHostname;
    if (name !== undefined && !isLed(socket)) socket[LastTunnelAddress] = `${name}:443`;
  });
}

/** mockttp declares the address as always there, and defines it without a value. */
const isLed = (socket: { readonly [LastTunnelAddress]?: string | undefined }): boolean => socket[LastTunnelAddress] !== undefined;

function refuseUnreadable(app: RequestListener, hooks: MockttpHooks): RequestListener {
  return (request, response) => {
    try {
      app(request, response);
    } catch (error) {
      hooks.unreadable(request, error);
      response.writeHead(400, { connection: 'close' }).end();
    }
  };
}

/**
 * mockttp listens on every interface of the machine and offers no other choice. It is started on the loopback
 * instead, and its port closed again at once; it wants to go on knowing the number.
 */
async function startWithoutPort(server: MockttpServer, inside: MockttpInside): Promise<void> {
  const original = Object.getOwnPropertyDescriptor(Server.prototype, 'listen');
  if (original === undefined) throw new Error('net.Server has no listen method to bind to the loopback');
  Object.defineProperty(Server.prototype, 'listen', { ...original, value: listenOnLoopback(original) });
  try {
    await server.start(0);
  } finally {
    Object.defineProperty(Server.prototype, 'listen', original);
  }
  Object.defineProperty(server, 'port', { value: server.port });
  inside.server.close();
}

function listenOnLoopback(original: PropertyDescriptor) {
  const listen = original.value as (this: Server, options: { port: number; host: string }) => Server;
  return function onLoopback(this: Server): Server {
    return listen.call(this, { port: 0, host: '127.0.0.1' });
  };
}
