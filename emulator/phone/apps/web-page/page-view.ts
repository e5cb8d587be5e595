import type { Row } from '../value.ts';
import type { WebPage } from '../web-engine.ts';

/** What a web view shows. */
export interface PageView {
  readonly values: Row & { readonly url: string; readonly title: string; readonly loading: boolean };
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
  readonly videos?: readonly { readonly title: string; readonly url: string }[];
}

/** Beyond this a page's text is cut: the screen shows its beginning only. */
const MAX_TEXT = 600;

/** A web view before its first page. */
export function emptyPage(): PageView {
  return { values: { url: '', title: '', loading: false }, text: '', links: [] };
}

/** A page on its way. */
export function loadingPage(url: string): PageView {
  return { values: { url, title: '', loading: true }, text: '', links: [] };
}

/** A page that has come. */
export function loadedPage(page: WebPage): PageView {
  const title = page.title === '' ? page.url : page.title;
  const text = page.status >= 400 && page.text === '' ? brokenText(page) : page.text.slice(0, MAX_TEXT);
  return { values: { url: page.url, title, loading: false }, text, links: page.links, videos: page.videos ?? [] };
}

/** What Chromium shows for an error without a page of its own. */
function brokenText({ url, status }: WebPage): string {
  return `This page isn't working. If the problem continues, contact the owner of ${new URL(url).host}. HTTP ERROR ${status}`;
}

/** What stands in the place of a page that did not come, as Chromium words it. */
export function failedPage(url: string, reason: string): PageView {
  const title = reason.startsWith('net::ERR_CERT') ? 'Your connection is not private' : 'Webpage not available';
  return { values: { url, title, loading: false }, text: `The webpage at ${url} could not be loaded because: ${reason}`, links: [] };
}

/** Chromium's name for why a load failed. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('net::') ? error.code : `net::ERR_FAILED (${error instanceof Error ? error.message : String(error)})`;
}

/** The page's children, top to bottom; `kind` says what each is. A video whose URL is among `playing` runs. */
export function pageRows(page: PageView, playing: ReadonlySet<string> = new Set()): readonly Row[] {
  if (page.values.url === '' || page.values.loading) return [];
  return [
    { key: 'heading', kind: 'heading', text: page.values.title, url: '' },
    ...(page.text === '' ? [] : [{ key: 'body', kind: 'body', text: page.text, url: '' }]),
    ...(page.videos ?? []).map((video, i) => ({ key: `video${i}`, kind: 'video', text: video.title, url: video.url, playing: playing.has(video.url), button: playing.has(video.url) ? 'pause' : 'play' })),
    ...page.links.map((link, i) => ({ key: `link${i}`, kind: 'link', text: link.text, url: link.url })),
  ];
}
