import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setConsent } from '../../src/device/consent.ts';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import { UndoJournal } from '../../src/device/undo-journal.ts';
import type { ConsentSetup } from '../../src/flow/consent.ts';

describe('setConsent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-consent-'));
  let count = 0;
  after(() => rmSync(folder, { recursive: true }));

  /** What is put and what is journalled on a phone whose owner joined the program and never touched ads. */
  async function puts(setup: ConsentSetup): Promise<{ readonly put: readonly string[]; readonly journal: UndoJournal }> {
    const put: string[] = [];
    const journal = UndoJournal.open(join(folder, String(count += 1)), 'serial');
    const run = (command: string): Promise<string> => {
      if (command.startsWith('settings put')) {
        assert.ok(journal.changes.length > put.length, 'it is in the journal before it is made');
        put.push(command);
      }
      return Promise.resolve(command.includes('upload_log_pref') ? '1\n' : 'null\n');
    };
    await setConsent({ run } as unknown as DeviceShell, journal, setup);
    return { put, journal };
  }

  it('touches nothing of a phone as it was found', async () => {
    assert.deepEqual((await puts('as-found')).put, []);
  });

  it('puts only what is not so already, and keeps what was there', async () => {
    const { put, journal } = await puts('accepted');
    assert.deepEqual(put, ['settings put secure personalized_ad_enabled 1']);
    assert.deepEqual(journal.changes, [{ kind: 'setting', namespace: 'secure', key: 'personalized_ad_enabled', before: null }]);
  });

  it('turns off the one the setup is about', async () => {
    assert.deepEqual((await puts('program-off')).put, ['settings put secure upload_log_pref 0', 'settings put secure personalized_ad_enabled 1']);
    assert.deepEqual((await puts('ads-off')).put, ['settings put secure personalized_ad_enabled 0']);
  });
});
