import type { Cause } from '../apps/app-event.ts';

/** An HTTP request made by an app. */
export interface AppRequest {
  readonly packageName: string;
  readonly method: string;
  /** Absolute, http or https. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly cause: Cause;
  /** What it is, for the truth log: `page`, `sub-resource`, `search`, `telemetry`, `background`, … */
  readonly purpose: string;
  /** Ignores the proxy setting, as some SDKs do. Default false. */
  readonly direct?: boolean;
}

export interface AppResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The phone's way to the network: through the proxy of its `http_proxy` setting when there is one, straight to the
 * world otherwise; TLS trusts the CAs in the phone's own stores, user-installed ones only for apps below API 24.
 */
export interface Network {
  /** Rejects as a socket does: ECONNREFUSED, ETIMEDOUT, a TLS alert. */
  request(request: AppRequest): Promise<AppResponse>;
}
