import assert from 'node:assert/strict';
import type { Carried, SpecPlanning } from '../../src/run/plan-specs.ts';
import { workOn, type WorkChoice } from '../../src/run/work.ts';

const MI = { appName: 'mi-browser', title: 'Mi Browser', packageNames: ['com.mi.globalbrowser', 'com.android.browser'] };
const MINT = { appName: 'mint-browser', title: 'Mint Browser', packageNames: ['com.mi.globalbrowser.mini'] };
const MUSIC = { appName: 'music', title: 'Music', packageNames: ['com.miui.player'] };

const anAction = (name: string, ...claims: readonly string[]) => ({ name, kind: 'action' as const, claims });

const PLANS: readonly SpecPlanning[] = [
  { spec: 'browser/visiting', actions: [anAction('visits', 'C1')], apps: [MI, MINT], isFamily: true, tests: [] },
  { spec: 'music/playing', actions: [anAction('plays', 'C9'), anAction('pauses', 'C9')], apps: [MUSIC], isFamily: false, tests: [] },
  { spec: 'broken', failed: 'a typing error' },
];

const carrying = (...apps: readonly (readonly [string, string])[]): Carried => ({ packages: new Map(apps), impossible: [] });

const ALL = carrying(['mi-browser', 'com.android.browser'], ['mint-browser', 'com.mi.globalbrowser.mini'], ['music', 'com.miui.player']);

const EVERYTHING: WorkChoice = { brief: false, consents: ['as-found'] };

const namesOf = (carried: Carried, choice: WorkChoice): readonly string[] => workOn(carried, PLANS, choice).pieces.map(({ spec }) => spec);

describe('the work of a phone', () => {
  it('is each spec in each app of its family that the phone carries, under the package it carries it', () => {
    assert.deepEqual(workOn(ALL, PLANS, EVERYTHING).pieces, [
      { spec: 'browser/visiting@mi-browser', file: 'browser/visiting', app: 'mi-browser', package: 'com.android.browser', consent: 'as-found' },
      { spec: 'browser/visiting@mint-browser', file: 'browser/visiting', app: 'mint-browser', package: 'com.mi.globalbrowser.mini', consent: 'as-found' },
      { spec: 'music/playing', file: 'music/playing', app: 'music', package: 'com.miui.player', consent: 'as-found' },
      { spec: 'broken', file: 'broken', app: '', package: '', consent: 'as-found' },
    ]);
  });

  it('leaves out, with the reason and the claims, what the phone does not carry', () => {
    const { pieces, leftOut } = workOn(carrying(['mint-browser', 'com.mi.globalbrowser.mini']), PLANS, EVERYTHING);

    assert.deepEqual(pieces.map(({ spec }) => spec), ['browser/visiting@mint-browser', 'broken']);
    assert.deepEqual(leftOut, [
      { spec: 'browser/visiting@mi-browser', reason: 'the phone does not carry Mi Browser (com.mi.globalbrowser, com.android.browser)', claims: ['C1'] },
      { spec: 'music/playing', reason: 'the phone does not carry Music (com.miui.player)', claims: ['C9'] },
    ]);
  });

  it('is, in brief, the first app of a family that the phone carries, and one action a claim', () => {
    const brief: WorkChoice = { ...EVERYTHING, brief: true };

    assert.deepEqual(workOn(ALL, PLANS, brief).pieces.map(({ spec, brief: names }) => [spec, names]), [['browser/visiting@mi-browser', ['visits']], ['music/playing', ['plays']], ['broken', undefined]]);
    assert.deepEqual(namesOf(carrying(['mint-browser', 'com.mi.globalbrowser.mini']), brief), ['browser/visiting@mint-browser', 'broken']);
  });

  it('declines nothing in the phone\'s own face, where nobody is asked and clearing data would take more away', () => {
    const settings: SpecPlanning = { spec: 'settings/pages', actions: [anAction('opens', 'C7')], apps: [{ appName: 'settings', title: 'Settings', packageNames: ['com.android.settings'] }], isFamily: false, tests: [] };
    const { pieces, leftOut } = workOn(carrying(['settings', 'com.android.settings']), [settings], { brief: false, consents: ['as-found', 'declined'] });

    assert.deepEqual(pieces.map(({ spec }) => spec), ['settings/pages']);
    assert.deepEqual(leftOut, [{ spec: 'settings/pages+declined', reason: 'com.android.settings has no agreement of its own that could be declined', claims: ['C7'] }]);
  });

  describe('of a spec that wants the agreement declined', () => {
    const DECLINING: SpecPlanning = { spec: 'consent/first-run', actions: [anAction('declines', 'C17')], apps: [MI, MINT], isFamily: true, tests: [], consents: ['declined'] };
    const plans = [...PLANS, DECLINING];

    for (const [what, choice] of [['', EVERYTHING], [' and asks for other setups', { ...EVERYTHING, consents: ['accepted', 'program-off', 'ads-off'] }], [' and is brief', { ...EVERYTHING, brief: true }]] as const) {
      it(`is left out, with the reason, where the run did not ask for that${what}`, () => {
        const { pieces, leftOut, notNeeded } = workOn(ALL, plans, choice);

        assert.deepEqual([...pieces, ...notNeeded.map((spec) => ({ spec }))].filter(({ spec }) => spec.startsWith('consent/')), []);
        assert.deepEqual(leftOut, [{ spec: 'consent/first-run', reason: 'it is performed only with --consent declined, which clears the data of the app', claims: ['C17'] }]);
      });
    }

    it('is performed in each app under that setup and no other where the run did', () => {
      const { pieces, leftOut } = workOn(ALL, plans, { ...EVERYTHING, consents: ['declined', 'as-found'] });

      assert.deepEqual(pieces.filter(({ file }) => file === 'consent/first-run').map(({ spec }) => spec), ['consent/first-run@mi-browser+declined', 'consent/first-run@mint-browser+declined']);
      assert.deepEqual(leftOut, []);
    });
  });

  describe('of a spec that clears the data of its app', () => {
    const CLEARING: SpecPlanning = { spec: 'clearing/playing', actions: [anAction('plays', 'C10')], apps: [MUSIC], isFamily: false, tests: [], consents: ['cleared'] };
    const plans = [CLEARING, ...PLANS];

    it('is performed under that setup, behind all that clears nothing and before what declines, and nothing else is performed under it', () => {
      const { pieces, leftOut } = workOn(ALL, plans, { ...EVERYTHING, consents: ['declined', 'cleared', 'as-found'] });

      assert.deepEqual(pieces.flatMap(({ file, consent }) => (file === 'clearing/playing' ? [consent] : [])), ['cleared']);
      assert.deepEqual([...new Set(pieces.map(({ consent }) => consent))], ['as-found', 'cleared', 'declined']);
      assert.deepEqual(leftOut, []);
    });

    it('is left out, with the reason, where the run did not ask for that', () => {
      assert.deepEqual(workOn(ALL, plans, EVERYTHING).leftOut, [{ spec: 'clearing/playing', reason: 'it is performed only with --consent cleared, which clears the data of the app', claims: ['C10'] }]);
    });

    it('leaves out all others, with the reason, where the run asked for nothing else', () => {
      const { pieces, leftOut } = workOn(ALL, plans, { ...EVERYTHING, consents: ['cleared'] });

      assert.deepEqual(pieces.map(({ spec }) => spec), ['clearing/playing+cleared']);
      assert.deepEqual([...new Set(leftOut.map(({ reason }) => reason))], ['it is performed only with --consent as-found,accepted,declined,program-off,ads-off']);
    });
  });

  it('is, in brief, every browser where all were asked for, each with one action a claim', () => {
    const choice: WorkChoice = { ...EVERYTHING, brief: true, browsers: 'all' };

    assert.deepEqual(workOn(ALL, PLANS, choice).pieces.map(({ spec, brief }) => [spec, brief]), [
      ['browser/visiting@mi-browser', ['visits']], ['browser/visiting@mint-browser', ['visits']], ['music/playing', ['plays']], ['broken', undefined],
    ]);
  });

  it('names what a brief run does not start', () => {
    const again: SpecPlanning = { spec: 'music/again', actions: [anAction('plays again', 'C9')], apps: [MUSIC], isFamily: false, tests: [] };

    assert.deepEqual(workOn(ALL, [...PLANS, again], { ...EVERYTHING, brief: true }).notNeeded, ['music/again']);
  });

  it('does not start what has no action that is asked for, and names it', () => {
    const searching: SpecPlanning = { spec: 'music/searching', actions: [anAction('searches', 'C2'), anAction('plays what was found', 'C9')], apps: [MUSIC], isFamily: false, tests: [] };
    const carried = carrying(['music', 'com.miui.player']);
    const of = (choice: Partial<WorkChoice>): readonly (readonly string[])[] => {
      const { pieces, notNeeded } = workOn(carried, [...PLANS.slice(1, 2), searching], { ...EVERYTHING, ...choice });
      return [pieces.map(({ spec, brief }) => (brief === undefined ? spec : `${spec}: ${brief.join()}`)), notNeeded];
    };

    assert.deepEqual(of({ actions: ['searches'] }), [['music/searching'], ['music/playing']]);
    assert.deepEqual(of({ claims: ['C2'] }), [['music/searching'], ['music/playing']]);
    assert.deepEqual(of({ claims: ['C9'], brief: true }), [['music/playing: plays'], ['music/searching']]);
  });

  it('leaves out, with the reason, the actions that it cannot perform, and in brief takes the first one that it can', () => {
    const impossible = [{ spec: 'music/playing', app: 'music', action: 'plays', reason: 'it has no loudspeaker' }];
    const carried: Carried = { packages: ALL.packages, impossible };

    const { pieces, leftOut } = workOn(carried, PLANS, { ...EVERYTHING, brief: true });

    assert.deepEqual(pieces.map(({ spec, brief }) => [spec, brief]), [['browser/visiting@mi-browser', ['visits']], ['music/playing', ['pauses']], ['broken', undefined]]);
    assert.deepEqual(leftOut, [{ spec: 'music/playing', action: 'plays', reason: 'it has no loudspeaker', claims: ['C9'] }]);
  });

  it('does not start, in brief, what has nothing left to be compared with, unless its claim was asked for', () => {
    const actions = [{ ...anAction('visits with it off', 'C5'), comparedWith: 'visits with it on' }, anAction('visits with it on', 'C5')];
    const plans = [{ spec: 'browser/switch', actions, apps: [MI], isFamily: false, tests: [] }];
    const impossible = [{ spec: 'browser/switch', app: 'mi-browser', action: 'visits with it on', reason: 'it has no switch' }];
    const of = (carried: Carried, claims?: readonly string[]): unknown =>
      workOn(carried, plans, { ...EVERYTHING, brief: true, ...(claims === undefined ? {} : { claims }) }).pieces.map(({ brief }) => brief);

    assert.deepEqual(of(ALL), [['visits with it off', 'visits with it on']]);
    assert.deepEqual(of({ ...ALL, impossible }), []);
    assert.deepEqual(of({ ...ALL, impossible }, ['C5']), [['visits with it off']]);
  });

  it('does not start what has no action left that it can perform', () => {
    const impossible = [{ spec: 'browser/visiting', app: 'mi-browser', action: 'visits', reason: 'it has no address bar' }];
    const of = (choice: Partial<WorkChoice>): unknown => {
      const { pieces, leftOut, notNeeded } = workOn({ packages: ALL.packages, impossible }, PLANS, { ...EVERYTHING, ...choice });
      return [pieces.map(({ spec }) => spec), leftOut.map(({ spec, action }) => `${spec}: ${action ?? ''}`), notNeeded];
    };

    assert.deepEqual(of({}), [['browser/visiting@mint-browser', 'music/playing', 'broken'], ['browser/visiting@mi-browser: visits'], []]);
    assert.deepEqual(of({ actions: ['visits'] }), [['browser/visiting@mint-browser', 'broken'], ['browser/visiting@mi-browser: visits'], ['music/playing']]);
    assert.deepEqual(of({ actions: ['pauses'] }), [['music/playing', 'broken'], [], ['browser/visiting@mi-browser', 'browser/visiting@mint-browser']]);
  });

  it('is performed under each consent setup, with the data of an app cleared last', () => {
    const carried = carrying(['music', 'com.miui.player']);

    assert.deepEqual(namesOf(carried, { brief: false, consents: ['declined', 'as-found', 'program-off'] }), [
      'music/playing', 'broken', 'music/playing+program-off', 'broken+program-off', 'music/playing+declined', 'broken+declined',
    ]);
  });
});
