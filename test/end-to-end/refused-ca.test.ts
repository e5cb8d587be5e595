import assert from 'node:assert/strict';
import { Stage, type Ended } from './earshot.ts';
import { readVerdictsFile, type VerdictsFile } from './verdicts-format.ts';

const BROWSER = 'com.mi.globalbrowser';

describe('earshot run, on phones that refuse its certificate', function () {
  this.timeout(120_000);
  const stage = new Stage();
  let ended: Ended;
  let file: VerdictsFile;

  before(async () => {
    const pinned = stage.profile('pinned-browser', 'ginkgo-silent', (profile) => {
      const packages = profile['packages'] as { name: string; trust?: string }[];
      packages.find(({ name }) => name === BROWSER)!.trust = 'pinned';
    });
    const locked = stage.profile('not-rooted', 'ginkgo-silent', (profile) => {
      profile['root'] = false;
    });
    const phones = { 'pinned': pinned, 'not-rooted': locked };
    const entries = Object.entries(phones).map(([id, profile]) => ({ id, model: 'Redmi Note 8', kind: 'emulated', profile, timeScale: 0.01 }));
    ended = await stage.run(['run', '--specs', 'browser/news', '--devices-file', stage.devices(entries)]);
    file = readVerdictsFile(stage.newestRun());
  });

  after(() => stage.remove());

  for (const device of ['pinned', 'not-rooted']) {
    it(`calls every action inconclusive and names the certificate (${device})`, () => {
      const verdicts = file.verdicts.filter((verdict) => verdict.device === device);
      assert.equal(verdicts.length, 2);
      for (const { verdict, reasons } of verdicts) {
        assert.equal(verdict, 'inconclusive');
        assert.match(reasons[0] ?? '', /refused the sidecar's certificate at \S+/);
      }
      assert.deepEqual(file.controls.filter((control) => control.device === device).map(({ verdict }) => verdict), ['inconclusive']);
    });
  }

  it('says at once that a phone without root will tell less', () => {
    assert.match(ended.stderr, /not-rooted +recording without a trusted CA: the phone gives no root/);
  });

  it('exits 2 and leaves nothing behind', async () => {
    assert.equal(ended.code, 2, ended.stderr);
    await stage.assertTidy();
  });
});
