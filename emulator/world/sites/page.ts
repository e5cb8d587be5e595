/** What a page of the world is made of. */
export interface Page {
  readonly title: string;
  readonly paragraphs?: readonly string[];
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  readonly stylesheets?: readonly string[];
  readonly scripts?: readonly string[];
  readonly images?: readonly string[];
  readonly videos?: readonly { readonly src: string; readonly title: string }[];
  readonly favicon?: string;
}

/** HTML of a page, every text escaped. */
export function renderPage(page: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeHtml(page.title)}</title>`,
    '<meta name="viewport" content="width=device-width">',
    ...(page.favicon === undefined ? [] : [`<link rel="icon" href="${escapeHtml(page.favicon)}">`]),
    ...(page.stylesheets ?? []).map((href) => `<link rel="stylesheet" href="${escapeHtml(href)}">`),
    ...(page.scripts ?? []).map((src) => `<script src="${escapeHtml(src)}" defer></script>`),
    '</head><body>',
    `<h1>${escapeHtml(page.title)}</h1>`,
    ...(page.images ?? []).map((src) => `<img src="${escapeHtml(src)}" alt="">`),
    ...(page.videos ?? []).map((video) => `<video src="${escapeHtml(video.src)}" title="${escapeHtml(video.title)}" controls preload="none"></video>`),
    ...(page.paragraphs ?? []).map((text) => `<p>${escapeHtml(text)}</p>`),
    ...(page.links ?? []).map((link) => `<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>`),
    '</body></html>',
    '',
  ].join('\n');
}

/** Text made safe for element content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
