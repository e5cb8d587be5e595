import type { Cause } from '../apps/app-event.ts';

/** Who wants something of the network, and why. */
export interface Demand {
  readonly packageName: string;
  readonly cause: Cause;
  /** What it is, for the truth log: `page`, `sub-resource`, `search`, `telemetry`, `background`, … */
  readonly purpose: string;
  /** Believes the real roots only, whatever its app believes: a library that pins. Default false. */
  readonly pinned?: boolean;
}

/** An HTTP request made by an app. */
export interface AppRequest extends Demand {
  readonly method: string;
  /** Absolute, http or https. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Ignores the proxy setting, as some SDKs do. Default false. */
  readonly direct?: boolean;
  /** Offers HTTP/2 to servers that have TLS. Default: as the app does. */
  readonly http2?: boolean;
}

export interface AppResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Bytes that go out without HTTP, past every proxy. */
export interface AppMessage extends Demand {
  /** `quic` puts the payload into a datagram that looks like the first one of a QUIC connection. */
  readonly transport: 'tcp' | 'tls' | 'udp' | 'quic';
  /** A name, which is looked up first, or an address, which needs no DNS. */
  readonly host: string;
  readonly port: number;
  readonly payload: Buffer;
  /** How long an answer is waited for. Default: 2000 over TCP, TLS and QUIC, 0 (none is expected) over UDP. */
  readonly answerWithinMs?: number;
}

/** A name asked of the phone's resolver. */
export interface NameQuery extends Demand {
  readonly host: string;
}

/** A WebSocket an app opens. */
export interface WebSocketRequest extends Demand {
  /** Absolute, ws or wss. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ignores the proxy setting. Default false. */
  readonly direct?: boolean;
}

/** An open WebSocket. */
export interface AppWebSocket {
  /** Resolves once the message is handed to the connection. */
  send(message: string | Buffer): Promise<void>;
  /** The next message that came or comes in; rejects when the connection ends before one does. */
  receive(): Promise<string | Buffer>;
  /** Says goodbye; resolves when the connection is over. */
  close(): Promise<void>;
}

/** What the phone is connected to; `none` in aeroplane mode or with every radio off. */
export type Connectivity = 'wifi' | 'mobile' | 'none';

/**
 * The phone's way to the network: through the proxy of its `http_proxy` setting when there is one, straight to the
 * world otherwise; TLS trusts the CAs in the phone's own stores, user-installed ones only for apps below API 24.
 */
export interface Network {
  /** Rejects as a socket does: ECONNREFUSED, ETIMEDOUT, a TLS alert. */
  request(request: AppRequest): Promise<AppResponse>;
  /** Sends bytes and resolves to what came back within the time; empty when nothing did. */
  send(message: AppMessage): Promise<Buffer>;
  /** The addresses of a name, asked over UDP port 53; rejects with ENOTFOUND when it has none. */
  lookUp(query: NameQuery): Promise<readonly string[]>;
  /** Opens a WebSocket, through the proxy's CONNECT when there is one. */
  openWebSocket(request: WebSocketRequest): Promise<AppWebSocket>;
  /** What the phone is connected to at this moment. */
  connectivity(): Connectivity;
  /** Calls back at each change of the connectivity, as CONNECTIVITY_CHANGE does, until the returned function is called. */
  onConnectivity(listener: (connectivity: Connectivity) => void): () => void;
}
