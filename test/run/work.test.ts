import assert from 'node:assert/strict';
import type { SpecPlanning } from '../../src/run/plan-specs.ts';
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

const ALL = new Map([['mi-browser', 'com.android.browser'], ['mint-browser', 'com.mi.globalbrowser.mini'], ['music', 'com.miui.player']]);

const EVERYTHING: WorkChoice = { brief: false, consents: ['as-found'] };

const namesOf = (carried: ReadonlyMap<string, string>, choice: WorkChoice): readonly string[] => workOn(carried, PLANS, choice).pieces.map(({ spec }) => spec);

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
    const { pieces, leftOut } = workOn(new Map([['mint-browser', 'com.mi.globalbrowser.mini']]), PLANS, EVERYTHING);

    assert.deepEqual(pieces.map(({ spec }) => spec), ['browser/visiting@mint-browser', 'broken']);
    assert.deepEqual(leftOut, [
      { spec: 'browser/visiting@mi-browser', reason: 'the phone does not carry Mi Browser (com.mi.globalbrowser, com.android.browser)', claims: ['C1'] },
      { spec: 'music/playing', reason: 'the phone does not carry Music (com.miui.player)', claims: ['C9'] },
    ]);
  });

  it('is, in brief, the first app of a family that the phone carries, and one action a claim', () => {
    const brief: WorkChoice = { ...EVERYTHING, brief: true };

    assert.deepEqual(workOn(ALL, PLANS, brief).pieces.map(({ spec, brief: names }) => [spec, names]), [['browser/visiting@mi-browser', ['visits']], ['music/playing', ['plays']], ['broken', undefined]]);
    assert.deepEqual(namesOf(new Map([['mint-browser', 'com.mi.globalbrowser.mini']]), brief), ['browser/visiting@mint-browser', 'broken']);
  });

  it('declines nothing in the phone\'s own face, where nobody is asked and clearing data would take more away', () => {
    const settings: SpecPlanning = { spec: 'settings/pages', actions: [anAction('opens', 'C7')], apps: [{ appName: 'settings', title: 'Settings', packageNames: ['com.android.settings'] }], isFamily: false, tests: [] };
    const { pieces, leftOut } = workOn(new Map([['settings', 'com.android.settings']]), [settings], { brief: false, consents: ['as-found', 'declined'] });

    assert.deepEqual(pieces.map(({ spec }) => spec), ['settings/pages']);
    assert.deepEqual(leftOut, [{ spec: 'settings/pages+declined', reason: 'com.android.settings has no agreement of its own that could be declined', claims: ['C7'] }]);
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

  it('is performed under each consent setup, with the data of an app cleared last', () => {
    const carried = new Map([['music', 'com.miui.player']]);

    assert.deepEqual(namesOf(carried, { brief: false, consents: ['declined', 'as-found', 'program-off'] }), [
      'music/playing', 'broken', 'music/playing+program-off', 'broken+program-off', 'music/playing+declined', 'broken+declined',
    ]);
  });
});
