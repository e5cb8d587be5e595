import type { JsonObject, Layer } from '../../src/decode/layer.ts';
import { standsFree } from '../../src/leak/borders.ts';
import type { Match } from '../../src/leak/match.ts';
import type { Matcher } from '../../src/leak/matcher.ts';

/** A layer as it might come out of a decoder; its places are named by its path alone. */
export function aLayer(bytes: Buffer | string, more: Partial<Layer> = {}): Layer {
  const path = more.path ?? ['body'];
  return {
    step: path.at(-1) ?? 'body',
    path,
    bytes: Buffer.from(bytes),
    state: 'text',
    format: undefined,
    note: undefined,
    span: undefined,
    parent: undefined,
    isView: false, isSupposed: false,
    children: [],
    documents: [],
    pathAt: () => path,
    objectsAt: (): readonly JsonObject[] => [],
    ...more,
  };
}

/** Every match in some bytes that stands free where it has to. */
export function matchesIn(matcher: Matcher, bytes: Buffer): readonly Match[] {
  const matches: Match[] = [];
  matcher.find(bytes, (match, border) => {
    if (standsFree({ bytes: bytes }, { start: match.at, end: match.at + match.length }, border)) matches.push(match);
  });
  return matches;
}
