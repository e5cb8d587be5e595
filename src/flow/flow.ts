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

/** What went wrong in a TLS handshake with the phone; the phone refusing our certificate is `cert-rejected`. */
export interface TlsFailure {
  readonly reason: string;
  readonly message?: string;
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
  /** Why a flow is `aborted`, when it is known. */
  readonly error?: string;
}

/** Bytes of a stored body. Throws when the ledger has lost it. */
export type ReadBody = (body: BodyRef) => Buffer;
