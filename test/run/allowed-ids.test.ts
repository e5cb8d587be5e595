import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkAllowedIds } from '../../src/run/allowed-ids.ts';
import { planSpecs } from '../../src/run/plan-specs.ts';
import { loadRegister } from '../../src/silence/register.ts';

describe('what specs allow', () => {
  it('is in the register, or the run is refused with the nearest ids', () => {
    const plans = [{ spec: 'music/playing', apps: [], isFamily: false, tests: [], actions: [{ name: 'plays a song', kind: 'action' as const, claims: [], allows: ['push.connection', 'push.resolvr'] }] }];

    assert.throws(() => checkAllowedIds(plans, loadRegister()), /music\/playing, "plays a song": found "push\.resolvr", expected an id of the register; nearest: push\.resolver, /);
  });

  it('passes where all is in the register, or the spec could not be read', () => {
    const plans = [
      { spec: 'music/playing', apps: [], isFamily: false, tests: [], actions: [{ name: 'plays a song', kind: 'action' as const, claims: [], allows: ['push.connection'] }, { name: 'touches', kind: 'sham' as const, claims: [] }] },
      { spec: 'broken', failed: 'it declares no journey' },
    ];

    assert.doesNotThrow(() => checkAllowedIds(plans, loadRegister()));
  });

  it('is known before a phone is touched, of the journey and of the action', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-allows-'));
    const source = pathToFileURL(join(import.meta.dirname, '../../src/run/journey.ts')).href;
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'plain.spec.ts'), `
      import { journey } from '${source}';
      class App { static appName = 'plain'; static title = 'Plain'; static packageNames = ['com.example']; async open() {} }
      const perform = () => ({ act: async () => {}, landed: async () => true });
      journey('plain', App, ({ action, sham }) => ({
        'touches nothing': sham(perform),
        'does something': action({ allows: ['push.resolver', 'push.connection'] }, perform),
      }), { allows: ['push.connection'] });
    `);
    try {
      const [plan] = await planSpecs(folder, ['plain']);

      const allows = plan !== undefined && 'actions' in plan ? plan.actions.map((one) => one.allows) : plan;
      assert.deepEqual(allows, [['push.connection'], ['push.connection', 'push.resolver']]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
