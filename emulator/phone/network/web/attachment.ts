import type { Attachment } from '../../apps/web-engine.ts';
import type { AppResponse } from '../network.ts';

/** What a browser shows itself; everything else it offers to keep. */
const SHOWN = /^(?:text\/|application\/(?:xhtml\+xml|xml|json|javascript)|image\/(?:png|jpeg|gif|webp))/i;

/** Whether an answer is a file to be kept: told so by `Content-Disposition` (RFC 6266), or of a type nobody shows. */
export function attachmentIn(url: string, response: AppResponse): Attachment | undefined {
  const mimeType = (response.headers['content-type'] ?? 'text/html').split(';', 1)[0]?.trim() ?? '';
  const disposition = response.headers['content-disposition'] ?? '';
  const isFile = /^\s*attachment\b/i.test(disposition) || !SHOWN.test(mimeType);
  return isFile && response.status < 400 ? { fileName: fileNameOf(url, disposition), mimeType, sizeBytes: response.body.length } : undefined;
}

/** The name to keep it under: what the server says, else the end of its address; never a path. */
export function fileNameOf(url: string, disposition: string): string {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;]+))/i.exec(disposition);
  const asked = extended === undefined ? (plain?.[1] ?? plain?.[2]) : decodeLeniently(extended);
  const last = decodeLeniently(new URL(url).pathname.split('/').at(-1) ?? '');
  const name = (asked ?? last).trim().replace(/[\\/:*?"<>|\0]/g, '_').replace(/^\.+/, '');
  return name === '' ? 'downloadfile' : name;
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is part of the name then.
    return text;
  }
}
