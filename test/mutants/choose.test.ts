import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProfile } from '../../emulator/phone/profile/load-profile.ts';
import { specFileOf } from '../../src/flow/work-name.ts';
import { actionsOfSpecs } from './actions-of-specs.ts';
import { batches, quickSubset } from './choose.ts';
import { FAULTS, judgeFault } from './instrument.ts';
import type { Verdict } from './matrix.ts';
import { GENERATOR_VERSION, readRegressions, withFailures } from './results.ts';
import { mutantSubjects, randomSubject, sharedUidPackages, unseenSubjects } from './subject.ts';

describe('what npm run mutants goes through', () => {
  const mutants = mutantSubjects();
  const all = actionsOfSpecs();

  it('has a mutant for each action that the specs expect to be silent', () => {
    const bare = all.filter(({ spec, action }) => !mutants.some(({ planted }) => planted.some((plant) => specFileOf(plant.spec) === spec && plant.action === action)));
    assert.ok(all.length > 20);
    assert.deepEqual(bare, []);
  });

  it('plants in actions that the specs have', () => {
    for (const { id, planted } of [...mutants, ...unseenSubjects()]) {
      for (const plant of planted) assert.ok(all.some(({ spec, action }) => spec === specFileOf(plant.spec) && action === plant.action), `${id}: ${plant.spec}: ${plant.action}`);
    }
  });

  it('has unseen profiles that the emulator takes', async () => {
    for (const { id } of unseenSubjects()) assert.equal((await loadProfile(join(import.meta.dirname, 'unseen', `${id}.json`))).id, id);
  });

  it('says why where nothing drives what is planted', () => {
    for (const { id, planted, noAction } of mutants) assert.equal(planted.length === 0, noAction !== undefined, id);
    assert.deepEqual(mutants.filter(({ noAction }) => noAction !== undefined).map(({ id }) => id), ['mutant-message-received']);
  });

  it('stands for each SDK, way out of the phone and family in a quick run', () => {
    const quick = quickSubset(mutants, 7);
    assert.ok(quick.length < mutants.length / 3, String(quick.length));
    assert.deepEqual(new Set(quick.flatMap(({ ways }) => ways)), new Set(mutants.flatMap(({ ways }) => ways)));
    assert.deepEqual(new Set(quick.map(({ family }) => family)), new Set(mutants.map(({ family }) => family)));
    assert.deepEqual(quickSubset(mutants, 7), quick);
  });

  it('puts every phone into one run, with its actions and some that must stay green', () => {
    const planned = batches(mutants, { seed: 3, size: 5, green: 2, all });
    const ids = planned.flatMap(({ subjects }) => subjects.map(({ id }) => id));
    assert.deepEqual(ids.sort(), mutants.filter(({ planted }) => planted.length > 0).map(({ id }) => id).sort());
    for (const { name, specs, actions, subjects } of planned) {
      assert.ok(subjects.length <= 5, name);
      const planted = subjects.flatMap((subject) => subject.planted);
      assert.ok(planted.every(({ spec, action }) => specs.includes(specFileOf(spec)) && actions.includes(action)), name);
      assert.ok(actions.some((action) => !planted.some((plant) => plant.action === action)), `${name} has a green one`);
    }
    assert.deepEqual(batches(mutants, { seed: 3, size: 5, green: 2, all }), planned);
  });

  it('listens in the runs whose phones hold something back beyond every barrier, and in no other', () => {
    const planned = batches(mutants, { seed: 1, size: 7, green: 1, all });
    assert.deepEqual(planned.filter(({ heldBackMs }) => heldBackMs > 0).map(({ heldBackMs, subjects }) => [heldBackMs, subjects.some(({ id }) => id === 'mutant-after-an-hour')]), [[3_600_000, true]]);
  });

  it('knows that Settings runs under a UID that is anyone\'s, and Music does not', () => {
    assert.deepEqual(['com.android.settings', 'com.miui.player'].map((name) => sharedUidPackages().includes(name)), [true, false]);
  });

  it('performs the specs for browsers in those that something is planted in', () => {
    const planned = batches(mutants, { seed: 1, size: 7, green: 1, all });
    const browsersOf = (id: string) => planned.find(({ subjects }) => subjects.some((subject) => subject.id === id))?.browsers;

    assert.ok(browsersOf('mutant-mint-visit')?.includes('mint-browser'));
    assert.deepEqual(browsersOf('mutant-download'), ['mi-browser']);
    for (const { name, specs, browsers } of planned) assert.equal(browsers === undefined, !specs.some((spec) => spec.startsWith('browser/') || spec === 'consent/first-run' || spec === 'clearing/visiting'), name);
  });

  for (const [what, folder, setup] of [['declines agreements', 'consent/', 'declined'], ['clears the data of apps', 'clearing/', 'cleared']] as const) {
    it(`${what} in runs of their own`, () => {
      const planned = batches(mutants, { seed: 1, size: 7, green: 2, all });

      assert.ok(planned.some(({ consent }) => consent === setup));
      for (const { name, specs, consent } of planned) assert.deepEqual(specs.filter((spec) => spec.startsWith(folder)), consent === setup ? specs : [], name);
    });
  }

  it('names runs apart', () => {
    const names = batches(mutants, { seed: 1, size: 5, green: 2, all }).map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  it('keeps the seeds of random profiles that were judged wrongly, once each', () => {
    const cell = { spec: 's', action: 'a', isPlanted: true, verdict: 'silent', rules: [], reasons: [] } as const;
    const cells = [{ ...cell, mutant: 'random-5', outcome: 'survived' }, { ...cell, mutant: 'random-6', outcome: 'killed' }, { ...cell, mutant: 'mutant-x', outcome: 'survived' }] as const;
    const kept = withFailures([], cells);
    assert.deepEqual(kept, [{ seed: 5, generator: GENERATOR_VERSION, what: 'survived: s: a' }]);
    assert.deepEqual(withFailures(kept, cells), kept);
  });

  it('has a file of kept seeds of the right form, each of which draws a profile', () => {
    for (const { seed } of readRegressions()) assert.equal(randomSubject(seed).seed, seed);
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(join(import.meta.dirname, 'regressions.json'), 'utf8')) as object).length, readRegressions().length);
  });
});

describe('faults of the instrument', () => {
  const [proxy] = FAULTS;
  const verdict = (kind: Verdict['verdict'], reason: string): Verdict => ({ device: 'd', spec: 's', action: 'a', verdict: kind, reasons: [reason], told: [] });

  it('counts a fault as told when all is inconclusive for its own reason', () => {
    assert.equal(judgeFault(proxy!, [verdict('inconclusive', 'the http_proxy setting was not set')]).isTold, true);
  });

  for (const [what, verdicts] of [
    ['one action was called silent', [verdict('inconclusive', 'the http_proxy setting was not set'), verdict('silent', '')]],
    ['the reason is another', [verdict('inconclusive', 'bad weather')]],
    ['there is no verdict', []],
  ] as const) {
    it(`does not count it as told when ${what}`, () => assert.equal(judgeFault(proxy!, verdicts).isTold, false));
  }
});
