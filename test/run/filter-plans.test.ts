import assert from 'node:assert/strict';
import { filterPlans, type PlanFilter } from '../../src/run/filter-plans.ts';
import { parseConsents, parseNames } from '../../src/run/parse-names.ts';
import type { SpecPlanning } from '../../src/run/plan-specs.ts';

const app = (appName: string) => ({ appName, title: appName, packageNames: [`com.${appName}`] });
const anAction = (...claims: readonly string[]) => ({ name: claims.join(), kind: 'action' as const, claims });

const PLANS: readonly SpecPlanning[] = [
  { spec: 'browser/visiting', actions: [anAction('C1'), anAction('C3')], apps: [app('mi-browser'), app('mint-browser')], isFamily: true, tests: [] },
  { spec: 'browser/feed', actions: [anAction('C4')], apps: [app('mi-browser')], isFamily: false, tests: [] },
  { spec: 'music/playing', actions: [anAction('C9')], apps: [app('music')], isFamily: false, tests: [] },
];

const AS_FOUND: PlanFilter = { consents: ['as-found'] };

const left = (filter: Partial<PlanFilter>): readonly string[] => filterPlans(PLANS, { ...AS_FOUND, ...filter }).map((plan) => `${plan.spec}: ${'apps' in plan ? plan.apps.map(({ appName }) => appName).join() : ''}`);

describe('filterPlans', () => {
  it('leaves all where nothing is asked for', () => {
    assert.deepEqual(filterPlans(PLANS, { ...AS_FOUND, browsers: 'all' }), PLANS);
  });

  it('leaves the specs about a claim', () => {
    assert.deepEqual(left({ claims: ['C3', 'C9'] }), ['browser/visiting: mi-browser,mint-browser', 'music/playing: music']);
  });

  it('leaves the specs in an app', () => {
    assert.deepEqual(left({ apps: ['mi-browser'] }), ['browser/visiting: mi-browser', 'browser/feed: mi-browser']);
  });

  it('leaves of the browsers those asked for, and other apps alone', () => {
    assert.deepEqual(left({ browsers: ['mint-browser'] }), ['browser/visiting: mint-browser', 'music/playing: music']);
  });

  it('keeps a spec that could not be read: nobody knows what it is about', () => {
    assert.deepEqual(filterPlans([...PLANS, { spec: 'broken', failed: 'why' }], { ...AS_FOUND, apps: ['music'] }).map(({ spec }) => spec), ['music/playing', 'broken']);
  });

  it('refuses names that no spec has, with what there is and what comes nearest', () => {
    const refused = (filter: Partial<PlanFilter>, message: RegExp, hint: RegExp): void => assert.throws(() => filterPlans(PLANS, { ...AS_FOUND, ...filter }), { code: 'BAD_INPUT', message, hint });

    refused({ claims: ['C12'] }, /--claims C12 is what no spec of this run is about\. There are: C1, C3, C4, C9/, /Nearest: C1, /);
    refused({ apps: ['musik'] }, /--apps musik .* There are: mi-browser, mint-browser, music/, /Nearest: music, /);
    refused({ browsers: ['music'] }, /--browsers music .* There are: mi-browser, mint-browser/, /Nearest: /);
  });

  it('leaves the specs that have an action of a name', () => {
    assert.deepEqual(left({ actions: ['C4', 'plays*'] }), ['browser/feed: mi-browser']);
    assert.deepEqual(left({ actions: ['C*'], claims: ['C9'] }), ['music/playing: music']);
  });

  it('refuses names that no action has, with what comes nearest', () => {
    assert.throws(() => filterPlans(PLANS, { ...AS_FOUND, actions: ['C 4'] }), {
      code: 'BAD_INPUT', message: '--actions C 4: none of the 3 specs is about that', hint: 'No action is called "C 4"; nearest: C4, C1, C3.',
    });
  });

  it('refuses what would be performed only with another consent setup, and names the option', () => {
    const declining: SpecPlanning = { spec: 'consent/first-run', actions: [anAction('C17')], apps: [app('music')], isFamily: false, tests: [], consents: ['declined'] };
    const plans = [...PLANS, declining];

    assert.throws(() => filterPlans(plans, { ...AS_FOUND, claims: ['C17'] }), {
      code: 'BAD_INPUT',
      message: '--claims C17: nothing would be performed: consent/first-run is performed only with --consent declined, and the run was asked for as-found',
      hint: 'Add --consent declined, which clears the data of each app under test; that cannot be taken back.',
    });
    assert.deepEqual(filterPlans(plans, { consents: ['declined'], claims: ['C17'] }), [declining]);
    assert.equal(filterPlans(plans, { ...AS_FOUND, claims: ['C17', 'C9'] }).length, 2);
  });

  it('refuses a run that is to clear data and asks for no spec that does', () => {
    assert.throws(() => filterPlans(PLANS, { consents: ['cleared'], claims: ['C9'] }), {
      code: 'BAD_INPUT',
      message: /^--claims C9: nothing would be performed: \S+ is performed only with --consent as-found or accepted or declined or program-off or ads-off, and the run was asked for cleared$/,
      hint: 'Add --consent as-found,accepted,declined,program-off,ads-off.',
    });
  });

  it('refuses what leaves nothing', () => {
    assert.throws(() => filterPlans(PLANS, { ...AS_FOUND, claims: ['C9'], apps: ['mi-browser'] }), { code: 'BAD_INPUT', message: '--claims C9 --apps mi-browser: none of the 3 specs is about that' });
  });
});

describe('names on the command line', () => {
  it('are split at commas, each once', () => {
    assert.deepEqual(parseNames('--apps', ' music, file-manager,music,'), ['music', 'file-manager']);
    assert.throws(() => parseNames('--apps', ','), { code: 'BAD_INPUT', message: /--apps "," names nothing/ });
  });

  it('of consent setups are all, or those there are', () => {
    assert.deepEqual(parseConsents('all'), ['as-found', 'accepted', 'declined', 'program-off', 'ads-off', 'cleared']);
    assert.deepEqual(parseConsents('declined,program-off'), ['declined', 'program-off']);
    assert.throws(() => parseConsents('program'), { code: 'BAD_INPUT', message: /--consent program is no consent setup\. There are: as-found, / });
  });
});
