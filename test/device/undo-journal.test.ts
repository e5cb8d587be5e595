import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UndoJournal, type Change } from '../../src/device/undo-journal.ts';
import { inTemporaryFolder } from '../farm/temporary-folder.ts';

const PROXY: Change = { kind: 'setting', namespace: 'global', key: 'http_proxy', before: null };
const TUNNEL: Change = { kind: 'reverse', devicePort: 28_080 };
const FILE: Change = { kind: 'file', path: '/data/local/tmp/x' };

describe('UndoJournal', () => {
  it('has a change on the disk before it is made', async () => {
    await inTemporaryFolder((folder) => {
      const journal = UndoJournal.open(folder, 'f3a1');

      journal.record(TUNNEL);

      assert.deepEqual(JSON.parse(readFileSync(path.join(folder, 'undo.json'), 'utf8')), { serial: 'f3a1', changes: [TUNNEL] });
    });
  });

  it('undoes the newest change first, and then has no file', async () => {
    await inTemporaryFolder(async (folder) => {
      const journal = UndoJournal.open(folder, 'f3a1');
      for (const change of [TUNNEL, FILE, PROXY]) journal.record(change);
      const seen: Change[] = [];

      const { undone, failed } = await journal.undoAll((change) => Promise.resolve(void seen.push(change)));

      assert.deepEqual(seen, [PROXY, FILE, TUNNEL]);
      assert.deepEqual([undone, failed], [seen, []]);
      assert.equal(existsSync(journal.file), false);
    });
  });

  it('does nothing the second time', async () => {
    await inTemporaryFolder(async (folder) => {
      const journal = UndoJournal.open(folder, 'f3a1');
      journal.record(PROXY);
      let count = 0;
      const undo = (): Promise<void> => Promise.resolve(void (count += 1));

      await Promise.all([journal.undoAll(undo), journal.undoAll(undo)]);
      await journal.undoAll(undo);

      assert.equal(count, 1);
    });
  });

  it('undoes all, and says so, where the disk takes no more writing', async () => {
    await inTemporaryFolder(async (folder) => {
      const journal = UndoJournal.open(folder, 'f3a1');
      for (const change of [TUNNEL, FILE, PROXY]) journal.record(change);
      // Where its draft would be: nothing can be written.
      mkdirSync(`${journal.file}.new`);

      const { undone, failed } = await journal.undoAll(() => Promise.resolve());

      assert.deepEqual([undone, failed, existsSync(journal.file)], [[PROXY, FILE, TUNNEL], [], false]);
    });
  });

  it('says so where a change is undone and still stands in the file', async () => {
    await inTemporaryFolder(async (folder) => {
      const journal = UndoJournal.open(folder, 'f3a1');
      for (const change of [TUNNEL, FILE]) journal.record(change);
      mkdirSync(`${journal.file}.new`);

      const { undone, failed } = await journal.undoAll((change) => (change === TUNNEL ? Promise.reject(new Error('no')) : Promise.resolve()));

      assert.deepEqual([undone, failed.map(({ change }) => change)], [[FILE], [TUNNEL, FILE]]);
      assert.deepEqual(UndoJournal.find(folder)?.changes, [TUNNEL, FILE]);
    });
  });

  it('keeps what could not be undone for a later run, and undoes the rest', async () => {
    await inTemporaryFolder(async (folder) => {
      const journal = UndoJournal.open(folder, 'f3a1');
      for (const change of [TUNNEL, FILE, PROXY]) journal.record(change);

      const { failed } = await journal.undoAll((change) =>
        change === FILE ? Promise.reject(new Error('no')) : Promise.resolve());

      assert.deepEqual(failed.map(({ change }) => change), [FILE]);
      assert.deepEqual(UndoJournal.find(folder)?.changes, [FILE]);
    });
  });

  it('carries on what an earlier run left', async () => {
    await inTemporaryFolder((folder) => {
      UndoJournal.open(folder, 'f3a1').record(TUNNEL);

      const journal = UndoJournal.open(folder, 'f3a1');
      journal.record(PROXY);

      assert.deepEqual(UndoJournal.find(folder)?.changes, [TUNNEL, PROXY]);
    });
  });

  it('refuses the journal of another phone, and a file that is none', async () => {
    await inTemporaryFolder((folder) => {
      UndoJournal.open(folder, 'f3a1').record(TUNNEL);
      assert.throws(() => UndoJournal.open(folder, 'b7'), { code: 'BAD_INPUT' });

      writeFileSync(path.join(folder, 'undo.json'), '{"serial":"f3a1","changes":[{"kind":"other"}]}');
      assert.throws(() => UndoJournal.open(folder, 'f3a1'), { code: 'BAD_INPUT' });
    });
  });

  it('finds nothing where every phone was left as it was', async () => {
    await inTemporaryFolder((folder) => {
      assert.equal(UndoJournal.find(folder), undefined);
    });
  });
});
