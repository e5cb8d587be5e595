import type { SiteResponse } from '../site.ts';

/** A 1×1 transparent PNG, the smallest picture a page can have. */
export const PIXEL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A static file by its extension; undefined when the path has none that a page uses. */
export function assetFor(pathname: string): SiteResponse | undefined {
  const headers = { 'cache-control': 'public, max-age=3600' };
  if (pathname.endsWith('.css')) {
    return { status: 200, headers: { ...headers, 'content-type': 'text/css' }, body: 'body{margin:1em;font-family:sans-serif}\n' };
  }
  if (pathname.endsWith('.js')) {
    return { status: 200, headers: { ...headers, 'content-type': 'application/javascript' }, body: 'void 0;\n' };
  }
  if (/\.(?:png|ico|gif|jpg)$/.test(pathname)) {
    return { status: 200, headers: { ...headers, 'content-type': 'image/png' }, body: PIXEL_PNG };
  }
  return undefined;
}
