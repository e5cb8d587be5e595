interface SearchService {
  readonly search: string;
  readonly suggest: string;
}

/**
 * Search engines the browsers offer: where they search, and where they are asked what words could be completed to.
 * Addresses as in Chromium's list of prepopulated engines (components/search_engines/prepopulated_engines.json).
 */
export const ENGINES = {
  Google: { search: 'https://www.google.com/search?q=', suggest: 'https://www.google.com/complete/search?client=chrome&q=' },
  DuckDuckGo: { search: 'https://duckduckgo.com/?q=', suggest: 'https://duckduckgo.com/ac/?type=list&q=' },
  Bing: { search: 'https://www.bing.com/search?q=', suggest: 'https://www.bing.com/osjson.aspx?query=' },
  'Yahoo!': { search: 'https://search.yahoo.com/search?p=', suggest: 'https://search.yahoo.com/sugg/chrome?output=fxjson&command=' },
  '百度': { search: 'https://www.baidu.com/s?wd=', suggest: 'https://suggestion.baidu.com/su?action=opensearch&ie=utf-8&wd=' },
} as const satisfies Readonly<Record<string, SearchService>>;

export type Engine = keyof typeof ENGINES;

/** Those of browsers for the world outside China; the first is chosen at first. */
export const WORLD_ENGINES: readonly Engine[] = ['Google', 'DuckDuckGo', 'Bing', 'Yahoo!'];

/** What a text in the address bar means. */
export type Address = { readonly kind: 'page'; readonly url: string } | { readonly kind: 'search'; readonly term: string; readonly url: string };

/** Takes what looks like an address for one, everything else to the search engine. */
export function readAddress(text: string, engine: Engine): Address {
  const trimmed = text.trim();
  if (/^https?:\/\/\S+$/i.test(trimmed)) return { kind: 'page', url: trimmed };
  if (/^[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?$/.test(trimmed)) return { kind: 'page', url: `http://${trimmed}` };
  return { kind: 'search', term: trimmed, url: searchUrl(engine, trimmed) };
}

/** The engine of this name, Google when there is none. */
export function engineNamed(name: unknown): Engine {
  return typeof name === 'string' && isEngine(name) ? name : 'Google';
}

/** An engine's page of results. */
export function searchUrl(engine: Engine, term: string): string {
  return ENGINES[engine].search + encoded(term);
}

/** Where an engine is asked for suggestions. */
export function suggestionUrl(engine: Engine, term: string): string {
  return ENGINES[engine].suggest + encoded(term);
}

/** The search a page of results answers; undefined when the page is none. */
export function searchOf(url: string): { readonly engine: Engine; readonly term: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const page = new URL(url);
  for (const [engine, { search }] of Object.entries(ENGINES)) {
    const service = new URL(search);
    const [name] = service.searchParams.keys();
    const term = name === undefined ? null : page.searchParams.get(name);
    if (isEngine(engine) && page.host === service.host && page.pathname === service.pathname && term !== null) return { engine, term };
  }
  return undefined;
}

function isEngine(name: string): name is Engine {
  return Object.hasOwn(ENGINES, name);
}

/** Percent-encoded as Chromium does it: half a character becomes U+FFFD, where `encodeURIComponent` would throw. */
function encoded(term: string): string {
  return encodeURIComponent(Buffer.from(term).toString());
}
