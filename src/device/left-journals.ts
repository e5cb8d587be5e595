import { existsSync, readdirSync } from 'node:fs';
import { UndoJournal } from './undo-journal.ts';

const JOURNAL = 'undo.json';

/** Every undo journal in the folder and below it, of whichever phone: each tells of a phone that was not put back. */
export function leftJournals(folder: string): readonly UndoJournal[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === JOURNAL)
    .map((entry) => UndoJournal.find(entry.parentPath))
    .filter((journal) => journal !== undefined);
}
