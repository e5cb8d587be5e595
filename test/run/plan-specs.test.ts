import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { SpecPlanner } from '../../src/run/plan-specs.ts';

const JOURNEY = JSON.stringify(new URL('../../src/run/journey.ts', import.meta.url).href);

const FACTS: PhoneFacts = {
  id: 'a', model: '', serial: '', kind: 'usb', build: '', product: '', androidVersion: '', apiLevel: 28, identifiers: {},
  packages: { 'com.one': { versionName: '1', versionCode: '1', uid: 10001, enabled: false }, 'com.two': { versionName: '2', versionCode: '2', uid: 10002 } },
};

const spec = (body: string): string => `
  import { journey } from ${JOURNEY};
  class App { open() {} }
  class Either extends App { static appName = 'either'; static title = 'Either'; static packageNames = ['com.one', 'com.two']; }
  class Only extends App { static appName = 'only'; static title = 'Only'; static packageNames = ['com.two']; static packageOn({ packages }) { return packages['com.two'].versionName === '1' ? 'com.two' : undefined; } }
  describe.skip('a suite that is left out', () => it.skip('and a test', () => {}));
  ${body}
`;

describe('SpecPlanner', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-planned-'));
  let planner: SpecPlanner;

  before(async () => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'family.spec.ts'), spec("journey('a', [Either, Only], ({ action }) => ({ 'does it': action({ claims: ['C1'], whyNot: (phone, name) => (name === 'com.two' && phone.packages[name].versionName === '1' ? 'it is too old' : undefined) }, () => ({})) }));"));
    writeFileSync(join(folder, 'single.spec.ts'), spec("journey('b', Only, ({ sham }) => ({ 'does nothing': sham(() => ({})) }), { consents: ['declined'] });"));
    writeFileSync(join(folder, 'none.spec.ts'), '');
    writeFileSync(join(folder, 'wrong.spec.ts'), 'throw new Error("on purpose");');
    writeFileSync(join(folder, 'ends.spec.ts'), 'process.exit(7);');
    planner = await SpecPlanner.start(folder, ['family', 'ends', 'single', 'none', 'wrong']);
  });
  after(() => {
    planner.stop();
    rmSync(folder, { recursive: true });
  });

  it('says which actions each spec declares, for which apps, and what cannot be read', () => {
    const either = { appName: 'either', title: 'Either', packageNames: ['com.one', 'com.two'] };
    const only = { appName: 'only', title: 'Only', packageNames: ['com.two'] };

    assert.deepEqual(planner.plans, [
      { spec: 'family', actions: [{ name: 'does it', kind: 'action', claims: ['C1'], allows: [] }], apps: [either, only], isFamily: true, tests: [] },
      { spec: 'ends', failed: 'it ended the process that read it (exit code 7)' },
      { spec: 'single', actions: [{ name: 'does nothing', kind: 'sham', claims: [], allows: [] }], apps: [only], isFamily: false, tests: [], consents: ['declined'] },
      { spec: 'none', failed: 'it declares no journey' },
      { spec: 'wrong', failed: 'on purpose' },
    ]);
    assert.deepEqual(planner.packageNames, ['com.one', 'com.two']);
  });

  it('says which apps a phone carries, the first package that is enabled, or what the page object says, and what it cannot perform in them', async () => {
    const older = { ...FACTS, packages: { ...FACTS.packages, 'com.two': { versionName: '1', versionCode: '1', uid: 10002 } } };
    const [now, before] = await Promise.all([planner.carriedBy(FACTS), planner.carriedBy(older)]);

    assert.deepEqual([...now.packages], [['either', 'com.two']]);
    assert.deepEqual([...before.packages], [['either', 'com.two'], ['only', 'com.two']]);
    assert.deepEqual([now.impossible, before.impossible], [[], ['either', 'only'].map((app) => ({ spec: 'family', app, action: 'does it', reason: 'it is too old' }))]);
  });

  it('passes on what a page object stumbles over', async () => {
    await assert.rejects(planner.carriedBy({ ...FACTS, packages: {} }), { code: 'BAD_INPUT', message: /asked which apps a carries, found: Cannot read properties of undefined/ });
  });
});
