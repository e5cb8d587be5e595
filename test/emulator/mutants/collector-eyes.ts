import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { decompress as unzstd } from 'fzstd';
import type { Sdk } from '../../../emulator/phone/profile/profile.ts';
import type { Overheard } from '../../../emulator/world/gateway.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';

/** What a world heard, by whatever way. */
export interface Heard {
  readonly requests: readonly SiteRequest[];
  readonly messages: readonly Overheard[];
}

/** What the collector of an SDK got: requests or messages to its host, joined where a message comes in pieces. */
export function gotBy(sdk: Sdk, { requests, messages }: Heard): readonly Buffer[] {
  const { hostname } = new URL(sdk.to);
  const isIts = (host: string): boolean => host === hostname || host.endsWith(`.${hostname}`);
  if (sdk.transport === 'proxy' || sdk.transport === 'direct') {
    const its = requests.filter(({ host }) => isIts(host));
    const last = sdk.preset === 'generic' ? (sdk.encode.at(-1) ?? '') : '';
    if (last === 'host') return [Buffer.from(labels(its.map(({ host }) => host.slice(0, -hostname.length - 1))))];
    const bodies = its.map((request) => placeOf(sdk, request));
    return last.startsWith('split') ? [Buffer.concat(bodies)] : bodies;
  }
  const its = messages.filter(({ transport, host }) => transport === sdk.transport && isIts(host));
  if (sdk.transport !== 'dns') return its.map(({ payload }) => payload);
  return [Buffer.from(labels([...new Set(its.map(({ host }) => host))].map((host) => host.slice(0, -hostname.length - 1))))];
}

/** What a collector makes of what it got, as text; empty where that is not what the SDK sends. */
export function readBy(sdk: Sdk, bytes: Buffer): string {
  try {
    return read(sdk, bytes);
  } catch {
    return '';
  }
}

function read(sdk: Sdk, bytes: Buffer): string {
  const form = new URLSearchParams(bytes.toString());
  const field = (name: string): Buffer => Buffer.from(form.get(name) ?? '', 'base64');
  switch (sdk.preset) {
    case 'sensors':
      return sdk.variant === 'android' ? gunzipSync(field('data_list')).toString() : field('data').toString();
    case 'spock':
    case 'tracks':
      // Node reads either alphabet.
      return field('value').toString();
    case 'generic':
      return [...sdk.encode.slice(1)].reverse().reduce(undo, sdk.encode[0]?.startsWith('jwt') === true ? undo(bytes, 'jwt') : bytes).toString();
    case 'columbus':
    case 'mistat':
    case 'onetrack':
    case 'sensors-node':
      return bytes.toString();
  }
}

/** One step undone by somebody else's reader, or by hand. Fields of a first step stand in the bytes as they are. */
function undo(bytes: Buffer, step: string): Buffer {
  const text = bytes.toString();
  const [name = '', argument = ''] = step.split(':');
  switch (name) {
    case 'url':
      return Buffer.from(decodeURIComponent(text));
    case 'form':
      return Buffer.from([...new URLSearchParams(text).values()].join(''));
    case 'json':
      return Buffer.from(Object.values(JSON.parse(text) as Record<string, string>).join(''));
    case 'jwt':
      return Buffer.from(text.split('.')[1] ?? '', 'base64url');
    case 'base64':
    case 'base64url':
      return Buffer.from(text, 'base64');
    case 'hex':
      return Buffer.from(text, 'hex');
    case 'gzip':
      return gunzipSync(bytes);
    case 'zlib':
      return inflateSync(bytes);
    case 'deflate':
      return inflateRawSync(bytes);
    case 'brotli':
      return brotliDecompressSync(bytes);
    case 'zstd':
      return Buffer.from(unzstd(bytes));
    case 'utf16':
      return Buffer.from(bytes.toString('utf16le'));
    case 'xor':
      return Buffer.from(bytes.map((byte) => byte ^ Number(argument)));
    case 'reverse':
      return Buffer.from(Array.from(text).reverse().join(''));
    case 'text':
      return bytes.subarray(Number(argument), -' (end)'.length);
    default:
      // LZ4 and Snappy leave what stands there once as it is; places and pieces are put together already.
      return bytes;
  }
}

function placeOf(sdk: Sdk, { url, headers, body }: SiteRequest): Buffer {
  const query = Buffer.from(url.search.slice(1));
  if (sdk.preset !== 'generic') return sdk.method === 'GET' || sdk.preset === 'columbus' ? Buffer.concat([query, body]) : body;
  const [place = '', name = ''] = (sdk.encode.at(-1) ?? '').split(':');
  switch (place) {
    case 'query':
      return Buffer.from(url.searchParams.get(name) ?? '');
    case 'header':
      return Buffer.from(headers[name] ?? '');
    case 'cookie':
      return Buffer.from((headers['cookie'] ?? '').slice(name.length + 1));
    case 'path':
      return Buffer.from(decodeURIComponent(url.pathname.split('/').at(-1) ?? ''));
    default:
      return body;
  }
}

/** Labels before a domain as one text; where it took several names, each begins with its number. */
function labels(names: readonly string[]): string {
  if (names.length === 1) return (names[0] ?? '').replaceAll('.', '');
  return [...names].sort((a, b) => parseInt(a, 10) - parseInt(b, 10)).map((name) => name.replace(/^\d+\./, '').replaceAll('.', '')).join('');
}
