import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Lets only programs of this machine in. A web page that somebody reads here is none: its requests carry the name it
 * was reached by (DNS rebinding) or the origin it came from.
 *
 * @throws {Refusal} 403
 */
export function assertLocal(headers: IncomingHttpHeaders, port: number): void {
  const host = hostName(headers.host ?? '');
  if (host === undefined || !LOOPBACK_NAMES.has(host.name) || host.port !== port) {
    throw new Refusal(403, `Reading the request: its Host is "${headers.host ?? ''}", expected 127.0.0.1:${port} or localhost:${port}.`);
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host ?? ''}`) throw new Refusal(403, `Reading the request: it comes from the origin "${origin}"; web pages are not let in.`);
  const site = headers['sec-fetch-site']?.toString();
  if (site !== undefined && site !== 'none' && site !== 'same-origin') throw new Refusal(403, `Reading the request: a browser sent it for another site (${site}); web pages are not let in.`);
}

function hostName(text: string): { readonly name: string; readonly port: number } | undefined {
  const [, name, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(text) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), port: Number(port ?? 80) };
}
