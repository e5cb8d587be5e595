import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { EarshotError } from '../flow/errors.ts';

const ChangeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('setting'),
    namespace: z.enum(['global', 'secure', 'system']),
    key: z.string(),
    /** What the phone had before; null when the key was not set. */
    before: z.string().nullable(),
  }),
  /** A system property; empty before is the same as not set. */
  z.object({ kind: z.literal('property'), name: z.string(), before: z.string() }),
  z.object({ kind: z.literal('reverse'), devicePort: z.number() }),
  z.object({ kind: z.literal('mount'), folder: z.string(), file: z.string(), inZygotes: z.boolean() }),
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('wifi') }),
  z.object({ kind: z.literal('messages'), from: z.string() }),
  /** An app that asked for agreement was agreed to, and its data is cleared anyway: cleared once more, it asks again. */
  z.object({ kind: z.literal('agreement'), package: z.string() }),
]);

/** Something Earshot is about to change on a phone, with what is needed to undo it. */
export type Change = z.output<typeof ChangeSchema>;

const JournalSchema = z.object({ serial: z.string(), changes: z.array(ChangeSchema) });

/** How an undoing went; what failed stays in the journal. */
export interface Undoing {
  readonly undone: readonly Change[];
  readonly failed: readonly { readonly change: Change; readonly error: unknown }[];
}

/**
 * What has been changed on one phone and not yet put back, in a file. A change is in the file, and the file on the
 * disk, before it is made: whatever happens then, a later run of Earshot can put the phone back.
 */
export class UndoJournal {
  readonly file: string;
  readonly serial: string;
  #changes: readonly Change[];
  #undoing: Promise<Undoing> | undefined;

  private constructor(file: string, serial: string, changes: readonly Change[]) {
    this.file = file;
    this.serial = serial;
    this.#changes = changes;
  }

  /** Opens the journal `undo.json` in the folder; one left by an earlier run is carried on. */
  static open(folder: string, serial: string): UndoJournal {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'undo.json');
    if (!existsSync(file)) return new UndoJournal(file, serial, []);
    const journal = read(file);
    if (journal.serial === serial) return new UndoJournal(file, serial, journal.changes);
    throw new EarshotError('BAD_INPUT', `opened ${file} for the phone ${serial}, found the changes made to `
      + `${journal.serial}, expected a folder of its own for each phone`, { hint: 'Type: npx earshot restore' });
  }

  /** The journal an earlier run left in the folder; undefined when it left the phone as it was. */
  static find(folder: string): UndoJournal | undefined {
    const file = path.join(folder, 'undo.json');
    if (!existsSync(file)) return undefined;
    const { serial, changes } = read(file);
    return new UndoJournal(file, serial, changes);
  }

  /** Oldest first. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  /** Call before making the change: it is on the disk when this returns. */
  record(change: Change): void {
    this.#changes = [...this.#changes, change];
    this.#write();
  }

  /**
   * Undoes every change, the newest first, and goes on past one that cannot be undone, and past a full disk: what cannot be written down
   * has been undone all the same. A second call while the first is under way joins it.
   */
  undoAll(undo: (change: Change) => Promise<void>): Promise<Undoing> {
    this.#undoing ??= this.#undoEach(undo).finally(() => { this.#undoing = undefined; });
    return this.#undoing;
  }

  async #undoEach(undo: (change: Change) => Promise<void>): Promise<Undoing> {
    const undone: Change[] = [];
    const failed: { change: Change; error: unknown }[] = [];
    let unwritten: { readonly change: Change; readonly error: unknown } | undefined;
    for (const change of this.#changes.toReversed()) {
      try {
        await undo(change);
      } catch (error) {
        failed.push({ change, error });
        continue;
      }
      undone.push(change);
      this.#changes = this.#changes.filter((other) => other !== change);
      unwritten = this.#unwritten(change);
    }
    // The file still lists it; as long as it does, the next run undoes it again.
    return { undone, failed: unwritten === undefined ? failed : [...failed, unwritten] };
  }

  #unwritten(change: Change): { readonly change: Change; readonly error: unknown } | undefined {
    try {
      this.#write();
      return undefined;
    } catch (error) {
      return { change, error };
    }
  }

  #write(): void {
    if (this.#changes.length === 0) {
      rmSync(this.file, { force: true });
      return;
    }
    const draft = `${this.file}.new`;
    const descriptor = openSync(draft, 'w', 0o600);
    writeSync(descriptor, `${JSON.stringify({ serial: this.serial, changes: this.#changes }, null, 2)}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(draft, this.file);
    syncFolder(path.dirname(this.file));
  }
}

function read(file: string): z.output<typeof JournalSchema> {
  try {
    return JournalSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `read ${file}, found something else than an undo journal, expected one`, {
      cause,
      hint: 'See what it says about the phone, put that back by hand, and delete the file.',
    });
  }
}

/** A rename is on the disk only once its folder is. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
