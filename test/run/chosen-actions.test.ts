import assert from 'node:assert/strict';
import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { chosenActions, parseActionPatterns, whyLeftOut } from '../../src/run/chosen-actions.ts';

const anAction = (name: string, ...claims: readonly string[]) => ({ name, plan: { kind: 'action' as const, claims } });
const SHAM = { name: 'touches the title', plan: { kind: 'sham' as const } };
const CONTROL = { name: 'opens the policy', plan: { kind: 'control' as const, seenAt: 'h' } };
const JOURNEY = [SHAM, anAction('opens a folder', 'C6'), anAction('opens a folder (again)', 'C6'), anAction('renames a/b', 'C6'), CONTROL];

const PACKAGE = 'com.example.files';
const ON = {
  package: PACKAGE,
  phone: { id: 'phone', model: '', serial: '', kind: 'usb' as const, build: '', product: '', androidVersion: '9', apiLevel: 28, identifiers: {}, packages: { [PACKAGE]: { versionName: '3', versionCode: '3', uid: 10_001 } } },
};

const namesOf = (...patterns: readonly string[]) => chosenActions(JOURNEY, { actions: patterns }, ON).map(({ name }) => name);

describe('choosing actions', () => {
  it('performs the named action with all shams and controls', () => {
    assert.deepEqual(namesOf('opens a folder'), [SHAM.name, 'opens a folder', CONTROL.name]);
  });

  it('takes globs, across whatever characters a name has', () => {
    assert.deepEqual(namesOf('opens a*'), [SHAM.name, 'opens a folder', 'opens a folder (again)', CONTROL.name]);
    assert.deepEqual(namesOf('ren*b'), [SHAM.name, 'renames a/b', CONTROL.name]);
  });

  it('takes an exact name that looks like a glob', () => {
    assert.deepEqual(namesOf('opens a folder (again)'), [SHAM.name, 'opens a folder (again)', CONTROL.name]);
  });

  it('performs nothing of a journey that has no action of that name', () => {
    assert.deepEqual(namesOf('opens the policy', 'sings'), []);
  });

  it('performs named actions that a brief run alone would leave out', () => {
    assert.deepEqual(chosenActions(JOURNEY, { brief: ['opens a folder'], actions: ['ren*'] }, ON).map(({ name }) => name), [SHAM.name, 'renames a/b', CONTROL.name]);
    assert.deepEqual(chosenActions(JOURNEY, { brief: ['opens a folder'] }, ON).map(({ name }) => name), [SHAM.name, 'opens a folder', CONTROL.name]);
    assert.equal(chosenActions(JOURNEY, {}, ON).length, 5);
  });

  it('leaves out what the app on this phone does not have', () => {
    const since = (version: number) => ({
      name: `came with ${version}`,
      plan: { kind: 'action' as const, whyNot: ({ packages }: PhoneFacts, name: string) => (Number(packages[name]?.versionName) < version ? `${name} is too old` : undefined) },
    });

    assert.deepEqual(chosenActions([SHAM, since(2), since(4), CONTROL], {}, ON).map(({ name }) => name), [SHAM.name, 'came with 2', CONTROL.name]);
    assert.deepEqual(chosenActions([SHAM, since(4), CONTROL], {}, ON), []);
  });

  it('performs what is about the claims that were asked for, and nothing of a journey that is about none of them', () => {
    const journey = [...JOURNEY, anAction('plays a song', 'C9')];

    assert.deepEqual(chosenActions(journey, { claims: ['C9'] }, ON).map(({ name }) => name), [SHAM.name, CONTROL.name, 'plays a song']);
    assert.deepEqual(chosenActions(journey, { claims: ['C6', 'C9'], brief: ['opens a folder'] }, ON).map(({ name }) => name), [SHAM.name, 'opens a folder', CONTROL.name]);
    assert.deepEqual(chosenActions(journey, { claims: ['C1'] }, ON), []);
    assert.match(whyLeftOut('plays a song', { claims: ['C6'] }), /"plays a song" is about none of --claims C6/);
  });

  it('splits a list at its commas', () => {
    assert.deepEqual(parseActionPatterns(' opens a folder , renames*,'), ['opens a folder', 'renames*']);
  });

  it('refuses a list of nothing', () => {
    assert.throws(() => parseActionPatterns(' , '), { name: 'EarshotError', message: /--actions " , " names no action/ });
  });

  it('says why an action was left out', () => {
    assert.match(whyLeftOut('sings', { actions: ['hums', 'b*'] }), /--actions hums,b\* does not name "sings"/);
    assert.match(whyLeftOut('sings', { brief: ['hums'] }), /one action a claim/);
  });
});
