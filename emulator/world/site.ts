/** A request as a server of the world gets it, whichever protocol carried it. */
export interface SiteRequest {
  readonly method: string;
  /** Lower case, without port. */
  readonly host: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface SiteResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One of the world's servers, or a family of them that answer alike. */
export interface Site {
  /** For people who read the list. */
  readonly name: string;
  answersFor(host: string): boolean;
  answer(request: SiteRequest): SiteResponse;
}

/** Whether a host is the domain itself or below it. */
export function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** An answer with a JSON body. */
export function json(value: unknown, status = 200): SiteResponse {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify(value) };
}

/** An answer with an HTML page. */
export function html(body: string, headers: Readonly<Record<string, string>> = {}): SiteResponse {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}
