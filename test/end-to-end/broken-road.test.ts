import assert from 'node:assert/strict';
import { allureResults } from './allure-results.ts';
import { adb, shippedProfile, Stage, type Ended } from './earshot.ts';
import { readVerdictsFile, type VerdictsFile } from './verdicts-format.ts';

const PHONES = ['one', 'two'].map((id) => (
  { id, model: 'Redmi Note 8', kind: 'emulated', profile: shippedProfile('ginkgo-silent'), timeScale: 0.01 }));

const [BROWSER, FILES, MUSIC] = ['browser/visiting@mi-browser', 'file-manager/folders', 'music/playing'] as const;

/** Two of each spec: what breaks the road breaks it for all. */
const ACTIONS = 'visits a site incognito,searches with DuckDuckGo incognito,opens a folder,creates a folder,plays a song,pauses a song';

describe('earshot run, its recorder or the way to it broken in the middle of windows', function () {
  this.timeout(300_000);
  const stage = new Stage();
  let ended: Ended;
  let file: VerdictsFile;

  before(async () => {
    const earshot = stage.start(['run', '--specs', `browser/visiting,${FILES},${MUSIC}`, '--browsers', 'mi-browser', '--actions', ACTIONS, '--devices-file', stage.devices(PHONES)]);
    const sidecarOf = (device: string): number => earshot.children(new RegExp(`record/sidecar/main\\.ts .*/${device}/`))[0]!;
    const one = async (): Promise<void> => {
      await stage.midWindow(earshot, 'one', BROWSER);
      process.kill(sidecarOf('one'), 'SIGKILL');
      const { spec } = await stage.midWindow(earshot, 'one', MUSIC);
      adb(spec.adb.port, stage.environment(), '-s', spec.phone.serial, 'shell', 'settings delete global http_proxy');
    };
    const two = async (): Promise<void> => {
      await stage.midWindow(earshot, 'two', BROWSER);
      process.kill(sidecarOf('two'), 'SIGSTOP');
      const { spec } = await stage.midWindow(earshot, 'two', FILES);
      adb(spec.adb.port, stage.environment(), '-s', spec.phone.serial, 'reverse', '--remove-all');
    };
    const faults = Promise.all([one(), two()]);
    ended = await earshot.ended;
    await faults;
    file = readVerdictsFile(stage.newestRun());
  });

  after(() => stage.remove());

  const broken = [
    { what: 'the recorder was killed', device: 'one', spec: BROWSER, reason: /recorder was not proven alive: the closing/ },
    { what: 'the recorder was frozen', device: 'two', spec: BROWSER, reason: /recorder was not proven alive: the closing/ },
    { what: 'the proxy setting vanished', device: 'one', spec: MUSIC, reason: /http_proxy setting was not set (after "touches nothing"|after "plays a song"|at the end of the window)/ },
    { what: 'the tunnel was closed', device: 'two', spec: FILES, reason: /tunnel|recorder was not proven alive: the closing/ },
  ];

  for (const { what, device, spec, reason } of broken) {
    it(`calls every action of a window inconclusive, with the reason, when ${what}`, () => {
      const verdicts = file.verdicts.filter((verdict) => verdict.device === device && verdict.spec === spec);
      assert.ok(verdicts.length >= 2);
      for (const { action, verdict, witnesses, reasons } of verdicts) {
        assert.equal(verdict, 'inconclusive', action);
        assert.equal(witnesses.wire, 'blind', action);
        assert.match(reasons[0] ?? '', reason, `${action}: ${reasons.join('\n')}`);
      }
    });
  }

  it('judges the next spec as if nothing had happened', () => {
    for (const [device, spec] of [['one', FILES], ['two', MUSIC]] as const) {
      const verdicts = file.verdicts.filter((verdict) => verdict.device === device && verdict.spec === spec);
      assert.ok(verdicts.length >= 2);
      assert.deepEqual(new Set(verdicts.map(({ verdict, reasons }) => (verdict === 'silent' ? verdict : reasons[0]))), new Set(['silent']));
      const control = file.controls.find((candidate) => candidate.device === device && candidate.spec === spec);
      assert.equal(control?.verdict, 'seen');
    }
  });

  it('exits 2 and calls the tests broken in Allure', () => {
    assert.equal(ended.code, 2, ended.stderr);
    const statuses = allureResults(stage.newestRun()).filter(({ status }) => status !== 'skipped').map(({ verdict, status }) => `${verdict} ${status}`);
    assert.deepEqual(new Set(statuses), new Set(['silent passed', 'seen passed', 'inconclusive broken']));
  });

  it('puts the phones back and leaves nothing behind', async () => {
    assert.doesNotMatch(ended.stdout, /FAILED/);
    await stage.assertTidy();
  });
});
