/** Search engines the browser offers, with where they search. */
export const ENGINES = {
  Google: 'https://www.google.com/search?q=',
  DuckDuckGo: 'https://duckduckgo.com/?q=',
} as const;

export type Engine = keyof typeof ENGINES;

/** What a text in the address bar means. */
export type Address = { readonly kind: 'page'; readonly url: string } | { readonly kind: 'search'; readonly term: string; readonly url: string };

/** Takes what looks like an address for one, everything else to the search engine. */
export function readAddress(text: string, engine: Engine): Address {
  const trimmed = text.trim();
  if (/^https?:\/\/\S+$/i.test(trimmed)) return { kind: 'page', url: trimmed };
  if (/^[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?$/.test(trimmed)) return { kind: 'page', url: `http://${trimmed}` };
  return { kind: 'search', term: trimmed, url: ENGINES[engine] + encodeURIComponent(trimmed) };
}

/** Google unless DuckDuckGo was chosen. */
export function engineNamed(name: unknown): Engine {
  return name === 'DuckDuckGo' ? 'DuckDuckGo' : 'Google';
}
