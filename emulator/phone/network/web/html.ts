const MAX_CODE_POINT = 0x10ffff;

/** What a browser takes out of a page before anybody has seen it. */
export interface Document {
  readonly title: string;
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** Absolute URLs of images, scripts, styles and the icon, in the order they stand, each once. */
  readonly parts: readonly string[];
  /** `<video>`s, by their first source. */
  readonly videos: readonly { readonly title: string; readonly url: string }[];
  /** `<meta name="referrer">`. */
  readonly referrerPolicy?: string;
}

/** Reads the HTML of a page at a URL, as leniently as pages are written. */
export function readDocument(html: string, pageUrl: string): Document {
  const content = html.replace(/<!--[\s\S]*?-->/g, '');
  const base = attributeOf(/<base\b[^>]*>/i.exec(content)?.[0] ?? '', 'href') ?? '';
  const resolve = (reference: string): string | undefined => absolute(reference, absolute(base, pageUrl) ?? pageUrl);
  const meta = [...content.matchAll(/<meta\b[^>]*>/gi)].map(([tag]) => tag);
  const policy = meta.find((tag) => attributeOf(tag, 'name')?.toLowerCase() === 'referrer');
  const referrerPolicy = policy === undefined ? undefined : attributeOf(policy, 'content');
  return {
    title: unescapeHtml(/<title[^>]*>([\s\S]*?)<\/title>/i.exec(content)?.[1] ?? '').trim(),
    text: visibleText(content),
    links: linksOf(content, resolve),
    parts: partsOf(content, resolve),
    videos: videosOf(content, resolve),
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
  };
}

type Resolve = (reference: string) => string | undefined;

function linksOf(content: string, resolve: Resolve): Document['links'] {
  return [...content.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi)].flatMap(([, tag = '', inner = '']) => {
    const href = attributeOf(tag, 'href');
    const url = href === undefined ? undefined : resolve(href);
    return url === undefined ? [] : [{ text: unescapeHtml(inner.replace(/<[^>]*>/g, '')).trim(), url }];
  });
}

function partsOf(content: string, resolve: Resolve): readonly string[] {
  const parts: string[] = [];
  for (const [tag, name = ''] of content.matchAll(/<(img|script|link|iframe)\b[^>]*>/gi)) {
    const isLink = name.toLowerCase() === 'link';
    if (isLink && !/\b(?:stylesheet|icon)\b/i.test(attributeOf(tag, 'rel') ?? '')) continue;
    const reference = attributeOf(tag, isLink ? 'href' : 'src');
    const url = reference === undefined ? undefined : resolve(reference);
    if (url !== undefined && !parts.includes(url)) parts.push(url);
  }
  return parts;
}

/** A video without a title is called after its file. */
function videosOf(content: string, resolve: Resolve): Document['videos'] {
  return [...content.matchAll(/<video\b([^>]*)>([\s\S]*?)<\/video>/gi)].flatMap(([, attributes = '', inner = '']) => {
    const tag = ` ${attributes}`;
    const source = attributeOf(tag, 'src') ?? attributeOf(/<source\b[^>]*>/i.exec(inner)?.[0] ?? '', 'src');
    const url = source === undefined ? undefined : resolve(source);
    return url === undefined ? [] : [{ title: attributeOf(tag, 'title') ?? (new URL(url).pathname.split('/').at(-1) ?? ''), url }];
  });
}

function visibleText(content: string): string {
  const body = /<body\b[^>]*>([\s\S]*)/i.exec(content)?.[1] ?? content;
  const spoken = body
    .replace(/<(script|style|h1)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<(a|video)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ');
  return unescapeHtml(spoken).replace(/\s+/g, ' ').trim();
}

function attributeOf(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined ? undefined : unescapeHtml(value);
}

function absolute(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (whole, code: string) => (Number(code) <= MAX_CODE_POINT ? String.fromCodePoint(Number(code)) : whole))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&');
}
