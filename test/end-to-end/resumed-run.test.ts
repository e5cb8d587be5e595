import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedProfile, Stage } from './earshot.ts';
import { readVerdictsFile } from './verdicts-format.ts';

describe('earshot run --resume, after a kill -9', function () {
  this.timeout(240_000);
  const stage = new Stage();
  after(() => stage.remove());

  it('keeps what was judged, performs the rest, and gives the verdicts of the whole', async () => {
    const devices = stage.devices([{ id: 'phone', model: 'Redmi Note 8', kind: 'emulated', profile: shippedProfile('ginkgo-2020'), timeScale: 0.01 }]);
    const first = stage.start(['run', '--devices-file', devices, '--specs', 'gallery/pictures,music/playing', '--actions', 'looks at a picture,plays a song']);
    await first.says(/music\/playing: {2}2\. /);
    first.kill('SIGKILL');
    await first.ended;

    const run = stage.newestRun();
    const { code, stderr } = await stage.start(['run', '--devices-file', devices, '--resume']).ended;

    assert.equal(code, 1, stderr);
    assert.match(stderr, /going on: 1 of 2 specs are judged already/);
    assert.equal(stage.newestRun(), run);
    assert.deepEqual(readVerdictsFile(run).verdicts.map(({ spec, verdict }) => [spec, verdict]), [['gallery/pictures', 'silent'], ['music/playing', 'leaked']]);
    assert.ok(existsSync(join(run, 'evidence/phone/music/playing.interrupted-1')));
    const { phones } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { phones: { sittings: unknown[] }[] };
    assert.deepEqual(phones.map(({ sittings }) => sittings.length), [2]);
    await stage.assertTidy();
  });
});
