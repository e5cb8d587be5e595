import type { Entry } from './folder-reader.ts';
import { kindOf } from './file-kind.ts';

/** By what a list is sorted; folders come first whatever it is. */
export type SortOrder = 'name' | 'size' | 'time' | 'type';

const COMPARE: Readonly<Record<SortOrder, (a: Entry, b: Entry) => number>> = {
  name: () => 0,
  size: (a, b) => b.sizeBytes - a.sizeBytes,
  time: (a, b) => b.modifiedMs - a.modifiedMs,
  type: (a, b) => kindOf(a.name).localeCompare(kindOf(b.name)),
};

/** The order a text names; `name` when it names none. */
export function sortOrder(text: string): SortOrder {
  return text === 'size' || text === 'time' || text === 'type' ? text : 'name';
}

/** Sorted anew; equal ones by name. */
export function sorted(entries: readonly Entry[], order: SortOrder): readonly Entry[] {
  return [...entries].sort((a, b) => {
    if (a.isFolder !== b.isFolder) return a.isFolder ? -1 : 1;
    return COMPARE[order](a, b) || a.name.localeCompare(b.name);
  });
}
