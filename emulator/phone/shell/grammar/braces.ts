import type { WordNode } from 'just-bash';

type Part = WordNode['parts'][number];

/** `a{b,c}d` as two words. */
export function braces(word: WordNode): WordNode[] {
  const index = word.parts.findIndex((part) => part.type === 'BraceExpansion');
  const part = word.parts[index];
  if (part?.type !== 'BraceExpansion') return [word];
  const before = word.parts.slice(0, index);
  const after = word.parts.slice(index + 1);
  return part.items
    .flatMap((item): Part[][] => (item.type === 'Word' ? [item.word.parts] : range(item).map((value) => [literal(value)])))
    .flatMap((middle) => braces({ ...word, parts: [...before, ...middle, ...after] }));
}

function range(item: { readonly start: string | number; readonly end: string | number; readonly step?: number }): string[] {
  const isText = typeof item.start === 'string';
  const start = typeof item.start === 'string' ? item.start.charCodeAt(0) : item.start;
  const end = typeof item.end === 'string' ? item.end.charCodeAt(0) : item.end;
  const step = Math.max(1, Math.abs(item.step ?? 1)) * (start <= end ? 1 : -1);
  const count = Math.floor((end - start) / step) + 1;
  return Array.from({ length: count }, (_, index) => start + index * step).map((value) => (isText ? String.fromCharCode(value) : String(value)));
}

const literal = (value: string): Part => ({ type: 'Literal', value });
