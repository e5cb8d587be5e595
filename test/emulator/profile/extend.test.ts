import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extendProfile } from '../../../emulator/phone/profile/extend.ts';
import { loadProfile, ProfileError } from '../../../emulator/phone/profile/load-profile.ts';
import { aProfileDocument, aRule, PLAYER } from '../telemetry/a-telemetry.ts';

describe('a profile that extends another', () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(join(tmpdir(), 'earshot-profiles-'))));
  after(() => { rmSync(folder, { recursive: true }); });

  function written(name: string, content: unknown): string {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  it('keeps what it does not mention and replaces what it does', async () => {
    written('base.json', aProfileDocument());
    const profile = await loadProfile(written('twin.json', { extends: 'base.json', id: 'twin', identifiers: { imei: null }, root: true }));

    assert.deepEqual(profile.identifiers, { serial: 'abcd1234', android_id: '0123456789abcdef' });
    assert.deepEqual([profile.id, profile.root, profile.rules.length], ['twin', true, 1]);
  });

  it('changes, adds and removes entries of its lists by their names', () => {
    const base = { packages: [{ name: 'a', uid: 1 }, { name: 'b', uid: 2 }], consent: ['a'] };

    const merged = extendProfile(base, { packages: [{ name: 'b', uid: 3 }, { name: 'c', uid: 4 }, { name: 'a', remove: true }], consent: [] });

    assert.deepEqual(merged, { packages: [{ name: 'b', uid: 3 }, { name: 'c', uid: 4 }], consent: [] });
  });

  it('takes a null in a new entry as a value', () => {
    const rule = aRule({ when: { package: PLAYER, event: 'x', settings: { 'secure.a': null } } });

    assert.deepEqual(extendProfile({ rules: [] }, { rules: [rule] })['rules'], [rule]);
  });

  it('goes through several, each from its own folder', async () => {
    written('base.json', aProfileDocument());
    written('middle.json', { extends: './base.json', id: 'middle', about: 'M.' });

    const profile = await loadProfile(written('top.json', { extends: 'middle.json', id: 'top' }));

    assert.deepEqual([profile.id, profile.about], ['top', 'M.']);
  });

  it('names a fault where it was written: in its own lists, or in the file it extends', async () => {
    const base = written('base.json', { ...aProfileDocument(), root: 'yes' });
    const top = written('top.json', { extends: 'base.json', id: 'top', rules: [{ name: 'songs', sdk: 'gone' }, aRule({ name: 'b', sdk: 'lost' })] });

    const error = await loadProfile(top).catch((caught: unknown) => caught);

    assert.ok(error instanceof ProfileError);
    assert.deepEqual(error.message.split('\n').slice(1, -1), [`  ${base}: $.root: found "yes", Invalid input: expected boolean, received string`]);
    written('base.json', aProfileDocument());
    await assert.rejects(loadProfile(top), (caught: Error) => {
      assert.deepEqual(caught.message.split('\n').slice(1, -1), [
        '  $.rules[0].sdk: found "gone", "gone" is not among sdks (sdk)',
        '  $.rules[1].sdk: found "lost", "lost" is not among sdks (sdk)',
      ]);
      return true;
    });
  });

  it('is refused when it extends itself, by whatever detour', async () => {
    written('a.json', { extends: 'b.json' });

    await assert.rejects(loadProfile(written('b.json', { extends: 'a.json' })), /b\.json extends itself: .*b\.json extends .*a\.json extends .*b\.json$/);
  });

  it('is refused when what it extends is not there', async () => {
    await assert.rejects(loadProfile(written('alone.json', { extends: 'nowhere.json' })), /profile .*nowhere\.json cannot be read: ENOENT/);
  });
});
