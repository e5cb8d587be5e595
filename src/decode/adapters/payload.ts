import type { Header } from '../../flow/flow.ts';
import type { Layer } from '../layer.ts';
import { pairsIn } from './pairs.ts';

/** A request, as far as it is known. Nothing but the body is known of a file somebody kept. */
export interface Request {
  readonly host?: string;
  /** Absolute, or from its path on. */
  readonly url?: string;
  readonly headers?: readonly Header[];
  /** Root of the decoded body. */
  readonly body?: Layer;
}

/** A request made ready to be looked at. */
export interface Payload {
  readonly host: string | undefined;
  readonly path: string | undefined;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  /** Raw values, still percent-encoded, of a form body and of the query. */
  readonly fields: ReadonlyMap<string, Buffer>;
  /** The body behind what was compressed around all of it; absent where there is none. */
  readonly body: Layer | undefined;
}

/** What adapters look at in a request. */
export function payloadOf({ host, url, headers, body }: Request): Payload {
  const { path, query } = partsOf(url);
  const inner = body === undefined ? undefined : withoutWrapping(body);
  return {
    host: host === undefined || host === '' ? undefined : host.toLowerCase().replace(/\.$/, ''),
    path,
    headers: new Map((headers ?? []).map(([name, value]) => [name.toLowerCase(), value])),
    fields: new Map([...pairsIn(Buffer.from(query)), ...(inner === undefined ? [] : pairsIn(inner.bytes))]),
    body: inner,
  };
}

function partsOf(url: string | undefined): { readonly path: string | undefined; readonly query: string } {
  if (url === undefined) return { path: undefined, query: '' };
  const [beforeFragment = ''] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split('#', 1);
  const at = beforeFragment.indexOf('?');
  const path = at < 0 ? beforeFragment : beforeFragment.slice(0, at);
  return { path: path.length > 1 ? path.replace(/\/$/, '') : '/', query: at < 0 ? '' : beforeFragment.slice(at + 1) };
}

/** How often a body may be wrapped as a whole: two codings of the content, one of the SDK. */
const MAX_WRAPPINGS = 3;

/** The layer inside of what covers a body from its first byte to its last: a Content-Encoding, gzip. */
function withoutWrapping(body: Layer): Layer {
  let layer = body;
  for (let depth = 0; depth < MAX_WRAPPINGS; depth += 1) {
    const [only, ...others] = layer.children;
    if (only === undefined || others.length > 0 || layer.state === 'text' || !isCompression(only.step)) return layer;
    layer = only;
  }
  return layer;
}

function isCompression(step: string): boolean {
  return /^(content-encoding:.*|gzip|zlib|zstd|brotli|lz4|snappy|deflate-raw)$/.test(step);
}
