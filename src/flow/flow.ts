/** A request or response header as it stood on the wire: name as sent, then value. */
export type Header = readonly [name: string, value: string];

/** A body kept on disk under its SHA-256, so that equal bodies are stored once. */
export interface BodyRef {
  /** Lower-case hex SHA-256 of the bytes as they crossed the wire (still content-encoded). */
  readonly sha256: string;
  readonly byteCount: number;
}

export interface FlowRequest {
  readonly method: string;
  /** Absolute URL, as the phone asked for it. */
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: readonly Header[];
  /** Absent when the request carried no body. */
  readonly body?: BodyRef;
}

export interface FlowResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Header[];
  readonly body?: BodyRef;
}

/** One message of a WebSocket, in either direction. */
export interface FlowMessage {
  readonly atMs: number;
  readonly from: 'phone' | 'server';
  readonly body: BodyRef;
}

/**
 * What went wrong in a TLS handshake with the phone. `cert-rejected`: it said by an alert that it refuses our
 * certificate. `closed-after-certificate`, `closed-after-handshake`: it went away without a word on seeing it, or right
 * after the handshake without a request, as pinned apps do (the latter is also how an unused preconnection looks).
 * `handshake-not-finished`: it went away or stood still earlier. Others are OpenSSL's.
 */
export interface TlsFailure {
  readonly reason: string;
  readonly message?: string;
}

/** The TCP connection a flow came on. Flows of one connection share its id. */
export interface FlowConnection {
  /** Unique within a recorder: `c000001`, … */
  readonly id: string;
  /** Source port as the sidecar sees it: behind `adb reverse` that of the adb server, not the phone's own. */
  readonly from: number;
  /** When it was opened, host clock. */
  readonly openedMs: number;
  /** How the phone named where it wanted to go. */
  readonly by: 'proxy' | 'connect' | 'socks4' | 'socks5' | 'transparent';
}

/** One question of a DNS query seen in a flow. */
export interface DnsQuestion {
  /** Lower case, without the final dot. */
  readonly name: string;
  /** `A`, `AAAA`, `HTTPS`, … */
  readonly type: string;
}

/**
 * Any exchange the sidecar saw, finished or not. `http`: one request and its answer. `websocket`: an upgraded
 * request with its messages. `tls-refused`: a handshake the phone broke off, known by its SNI. `tunnel`: bytes in a
 * CONNECT tunnel that were neither TLS nor HTTP.
 */
export interface Flow {
  /** Unique within a device's ledger, in order of start: `f000001`, … */
  readonly id: string;
  readonly device: string;
  readonly kind: 'http' | 'websocket' | 'tls-refused' | 'tunnel';
  /** `open` flows were still under way at the last record; `aborted` ones broke off before their end. */
  readonly state: 'open' | 'complete' | 'aborted';
  /** Host clock, ms since the epoch. */
  readonly startMs: number;
  /** Absent while the flow is open. */
  readonly endMs?: number;
  /** Lower case, without port. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** IP address the recorder was last connected to for this host; absent where it never was, and behind an upstream proxy. */
  readonly address?: string;
  /** The recorder process that wrote this flow; changes when the sidecar was restarted. */
  readonly recorder: string;
  /** Token of the liveness probe when this flow is one. */
  readonly probe?: string;
  /** Present on `http` and `websocket`. */
  readonly request?: FlowRequest;
  /** Absent until the answer has come. */
  readonly response?: FlowResponse;
  /** Present on `websocket`. */
  readonly messages?: readonly FlowMessage[];
  /** Present on `tls-refused`. */
  readonly tlsFailure?: TlsFailure;
  /** Present on `tunnel`: the bytes the phone sent (capped at 1 MiB) and the byte counts of both directions. */
  readonly tunnel?: {
    readonly sent?: BodyRef;
    readonly sentBytes: number;
    readonly receivedBytes: number;
    /** When the phone sent, and how much: a tunnel opened before a window may speak within it. */
    readonly sendings?: readonly { readonly atMs: number; readonly byteCount: number }[];
  };
  /** Absent in ledgers of before it was recorded, and where the connection could not be told. */
  readonly connection?: FlowConnection;
  /**
   * How much the phone sent and received for this flow. `http` and `websocket`: heads as HTTP/1.1 would write them and
   * bodies and messages as they crossed, because flows share a connection and TLS and HTTP/2 hide whose a byte was.
   * `tunnel`: what was carried. `tls-refused`: all TCP payload of its connection. Raw totals are in the byte series.
   */
  readonly bytes?: { readonly sent: number; readonly received: number };
  /** Names asked for, where a flow is DNS: over HTTPS, over TLS, or plain in a tunnel. */
  readonly dns?: { readonly questions: readonly DnsQuestion[] };
  /** Why a flow is `aborted`, when it is known. */
  readonly error?: string;
}

/** Bytes of a stored body. Throws when the ledger has lost it. */
export type ReadBody = (body: BodyRef) => Buffer;
