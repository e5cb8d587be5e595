import type { SiteResponse } from '../site.ts';

const TYPES: Readonly<Record<string, string>> = {
  apk: 'application/vnd.android.package-archive',
  mp3: 'audio/mpeg',
  pdf: 'application/pdf',
  txt: 'text/plain',
  zip: 'application/zip',
};

/** A file to be kept, at `/files/<name>`; undefined for any other path. */
export function fileAt(pathname: string): SiteResponse | undefined {
  const name = /^\/files\/([^/]+)$/.exec(pathname)?.[1];
  if (name === undefined) return undefined;
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
  const disposition = `attachment; filename*=UTF-8''${name}`;
  return { status: 200, headers: { 'content-type': type, 'content-disposition': disposition }, body: `What lies at ${pathname}.\n` };
}

/** A film without pictures, at any path that ends in `.mp4`; undefined for others. Nothing here ever decodes it. */
export function videoAt(pathname: string): SiteResponse | undefined {
  if (!pathname.endsWith('.mp4')) return undefined;
  return { status: 200, headers: { 'content-type': 'video/mp4', 'accept-ranges': 'bytes' }, body: EMPTY_MP4 };
}

/** A `ftyp` box (ISO/IEC 14496-12) and an empty `mdat`. */
const EMPTY_MP4 = Buffer.concat([
  Buffer.from([0, 0, 0, 20]), Buffer.from('ftypisom'), Buffer.from([0, 0, 2, 0]), Buffer.from('mp41'),
  Buffer.from([0, 0, 0, 8]), Buffer.from('mdat'),
]);
