import type { WordNode } from 'just-bash';

type Part = WordNode['parts'][number];

/** `a{b,c}d` as two words. mksh knows no ranges: `{1..3}` stays as it is. */
export function braces(word: WordNode): WordNode[] {
  const index = word.parts.findIndex((part) => part.type === 'BraceExpansion' && part.items.every((item) => item.type === 'Word'));
  const part = word.parts[index];
  if (part?.type !== 'BraceExpansion') return [word];
  const before = word.parts.slice(0, index);
  const after = word.parts.slice(index + 1);
  return part.items
    .flatMap((item): Part[][] => (item.type === 'Word' ? [item.word.parts] : []))
    .flatMap((middle) => braces({ ...word, parts: [...before, ...middle, ...after] }));
}
