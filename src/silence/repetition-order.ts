import { createHash } from 'node:crypto';

/**
 * The order in which one repetition performs the actions and the sham: a shuffle that each of them may come out of
 * anywhere, so that an action stands before the sham as often as behind it, and a phone that grows quieter or louder
 * favours neither. The same seed and number give the same order, on every machine; record them.
 */
export function repetitionOrder(names: readonly string[], { seed, number }: { readonly seed: string; readonly number: number }): readonly string[] {
  const lot = (name: string): string => createHash('sha256').update(`${seed}\n${number}\n${name}`).digest('hex');
  return names.map((name) => ({ name, drawn: lot(name) })).sort((one, other) => (one.drawn < other.drawn ? -1 : 1)).map(({ name }) => name);
}
