import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { shippedProfile, Stage } from './earshot.ts';

const SPEC = 'file-manager/folders';

describe('earshot run, killed', function () {
  this.timeout(180_000);
  const stage = new Stage();
  const devices = stage.devices([
    { id: 'phone', model: 'Redmi Note 8', kind: 'emulated', profile: shippedProfile('ginkgo-silent'), timeScale: 0.01 },
  ]);

  after(() => stage.remove());

  const moments = [
    { when: 'while its servers start', reached: /starting adb and Appium/ },
    { when: 'while its phone boots', reached: /booting the emulated phone/ },
    { when: 'while its recorder starts', reached: /Redmi Note 8, Android 9/ },
    { when: 'while a spec is under way', reached: /looking through files/ },
  ];

  it(`leaves no process and no key, at whichever moment (${moments.map(({ when }) => when).join(', ')})`, async () => {
    // All at once: each has its own ports, and none may take another's processes with it.
    await Promise.all(moments.map(async ({ reached }) => {
      const run = stage.start(['run', '--specs', SPEC, '--devices-file', devices]);
      await run.says(reached);
      run.kill('SIGKILL');
      assert.equal((await run.ended).code, null);
    }));
    await stage.assertTidy();
    assert.ok(readdirSync(stage.reports).every((name) => name !== 'latest'));
  });

  it('does not disturb the run after it', async () => {
    const run = await stage.run(['run', '--specs', SPEC, '--devices-file', devices]);
    assert.equal(run.code, 0, run.stderr);
    await stage.assertTidy();
  });
});
