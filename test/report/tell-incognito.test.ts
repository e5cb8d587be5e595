import assert from 'node:assert/strict';
import type { Verdict, VerdictKind } from '../../src/flow/verdict.ts';
import { incognitoRows, incognitoTable } from '../../src/report/incognito-table.ts';
import { tellIncognito, type PhoneOfVisits } from '../../src/report/tell-incognito.ts';

type Combination = 'off off' | 'off on' | 'on off' | 'on on';

/** Verdicts of one browser by combination: incognito first, enhanced second. */
function visits(found: Partial<Record<Combination, VerdictKind>>, app = 'mi-browser'): readonly Verdict[] {
  return Object.entries(found).map(([combination, verdict]) => {
    const [incognito, enhanced] = combination.split(' ');
    return { claims: ['C5'], spec: `browser/incognito-switch@${app}`, app, action: `visits a site with incognito ${incognito} and enhanced ${enhanced}`, device: 'phone', verdict } as unknown as Verdict;
  });
}

/** What a spec about visiting found in normal mode and in incognito mode. */
function elsewhere(normal: VerdictKind, incognito: VerdictKind = normal): readonly Verdict[] {
  const about = { spec: 'browser/visiting@mi-browser', app: 'mi-browser', device: 'phone' };
  return [{ ...about, claims: ['C1'], action: 'visits a site', verdict: normal }, { ...about, claims: ['C1', 'C3'], action: 'visits a site incognito', verdict: incognito }] as unknown as readonly Verdict[];
}

/** What a phone leaves out whose build of a browser has no switch. */
const noSwitch = (app = 'mi-browser') => ['off', 'on'].map((incognito) => ({ spec: `browser/incognito-switch@${app}`, action: `visits a site with incognito ${incognito} and enhanced on`, reason: 'it has no switch' }));

const result = (verdicts: readonly Verdict[], leftOut: PhoneOfVisits['leftOut'] = []): string => tellIncognito({ device: 'phone', verdicts, leftOut }).result;

describe('telling C5', () => {
  it('confirms it where the switch decides over what is reported, whichever of its ways is the honest one', () => {
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'leaked' })), 'confirmed');
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'leaked', 'on on': 'silent' })), 'confirmed');
  });

  it('refutes it where nothing is reported in any combination', () => {
    assert.equal(result(visits({ 'off off': 'silent', 'off on': 'silent', 'on off': 'silent', 'on on': 'silent' })), 'refuted');
    assert.equal(result(visits({ 'off off': 'silent', 'on off': 'silent' }), noSwitch()), 'refuted');
  });

  it('refutes it where incognito visits are reported whichever way the switch stands', () => {
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'leaked', 'on on': 'leaked' })), 'refuted');
  });

  it('refutes it where the switch spares normal visits only, and incognito ones are reported all the same', () => {
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'silent', 'on off': 'leaked', 'on on': 'leaked' })), 'refuted');
  });

  it('counts the worst of a combination that was performed under several consent setups', () => {
    const found = visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'leaked' });
    const accepted = visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'leaked', 'on on': 'leaked' });

    assert.equal(result([...found, ...accepted]), 'refuted');
    assert.equal(result([...found, ...visits({ 'on off': 'inconclusive' })]), 'not told');
  });

  it('does not tell it of a build without the switch, and says that incognito visits are reported there', () => {
    const verdicts = visits({ 'off off': 'leaked', 'on off': 'leaked' });
    const told = tellIncognito({ device: 'phone', verdicts, leftOut: noSwitch() });
    assert.deepEqual(told, { result: 'not told', because: 'mi-browser: incognito off, enhanced off: leaked; incognito on, enhanced off: leaked; this build has no switch, and what is visited in incognito mode is reported.' });
  });

  it('does not tell it where a combination cannot be judged, or the switch changes nothing', () => {
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'inconclusive' })), 'not told');
    assert.equal(result(visits({ 'off off': 'noisy', 'off on': 'silent', 'on off': 'silent', 'on on': 'silent' })), 'not told');
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'silent' })), 'not told');
    assert.equal(result([]), 'not told');
  });

  it('holds each browser to it: one whose switch does nothing spoils it, one without a switch says nothing', () => {
    const decides = visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'leaked' });

    assert.equal(result([...decides, ...visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'leaked', 'on on': 'leaked' }, 'mint-browser')]), 'refuted');
    assert.equal(result([...decides, ...visits({ 'off off': 'leaked', 'on off': 'leaked' }, 'mint-browser')], noSwitch('mint-browser')), 'confirmed');
  });
});

describe('telling C5 of a brief run', () => {
  const told = (found: Partial<Record<Combination, VerdictKind>>, leftOut: PhoneOfVisits['leftOut'], others: readonly Verdict[] = []) => tellIncognito({ device: 'phone', verdicts: [...others, ...visits(found)], leftOut });

  it('refutes it where no visit is reported in incognito mode, in the one way the build has, nor in normal mode in another spec', () => {
    assert.deepEqual(told({}, noSwitch(), elsewhere('silent')), {
      result: 'refuted', because: 'mi-browser: incognito off, enhanced off: silent (in other specs); incognito on, enhanced off: silent (in other specs); nothing is reported in any combination.',
    });
    assert.equal(told({ 'on off': 'silent' }, noSwitch(), elsewhere('silent')).result, 'refuted');
    assert.equal(told({ 'on off': 'silent', 'on on': 'silent' }, [], elsewhere('silent')).result, 'refuted');
  });

  it('never refutes it by visits in normal mode alone', () => {
    const normal = elsewhere('silent').filter(({ claims }) => !claims.includes('C3'));
    for (const leftOut of [noSwitch(), []]) {
      assert.equal(told({ 'off off': 'silent' }, leftOut).result, 'not told');
      assert.equal(told({ 'off off': 'silent' }, leftOut, normal).result, 'not told');
      assert.equal(told({}, leftOut, normal).result, 'not told');
    }
  });

  it('does not tell it where a way of the switch was not tried, and says which', () => {
    assert.equal(told({ 'on off': 'silent' }, [], elsewhere('silent')).result, 'not told');
    assert.match(told({ 'on off': 'silent' }, [], elsewhere('silent')).because, /; not performed: incognito on, enhanced on\.$/);
    assert.equal(told({ 'on off': 'leaked' }, [], elsewhere('leaked')).result, 'not told');
  });

  it('does not tell it where normal mode was not tried, or is reported', () => {
    for (const others of [[], elsewhere('leaked', 'silent'), elsewhere('inconclusive', 'silent')]) {
      assert.equal(told({ 'on off': 'silent' }, noSwitch(), others).result, 'not told');
      assert.equal(told({}, noSwitch(), others).result, 'not told');
    }
  });

  it('takes no visit of another spec for one with the switch off where the build has the switch, or nobody knows', () => {
    for (const leftOut of [[], noSwitch().slice(1), noSwitch('mint-browser')]) assert.equal(told({}, leftOut, elsewhere('silent')).result, 'not told');
  });

  it('believes what was performed for its own sake before what other specs visited', () => {
    assert.equal(told({ 'on off': 'silent', 'off off': 'silent' }, noSwitch(), elsewhere('leaked')).result, 'refuted');
  });

  it('takes of other specs the visit that was worst', () => {
    const others = [...elsewhere('silent'), ...elsewhere('silent', 'leaked')];
    assert.match(told({}, noSwitch(), others).because, /incognito on, enhanced off: leaked \(in other specs\); this build has no switch, and what is visited/);
  });

  it('says of a build without the switch that incognito visits are reported there', () => {
    assert.match(told({}, noSwitch(), elsewhere('leaked')).because, /; this build has no switch, and what is visited in incognito mode is reported\.$/);
  });

  it('confirms it where the switch decides over incognito visits', () => {
    assert.equal(told({ 'on off': 'silent', 'on on': 'leaked' }, [], elsewhere('leaked')).result, 'confirmed');
  });
});

describe('incognitoTable', () => {
  it('shows each combination of each browser, and a dash where a build does not have it', () => {
    const rows = incognitoRows([...visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'leaked' }), ...visits({ 'off off': 'leaked', 'on off': 'leaked' }, 'mint')], []);

    assert.deepEqual(incognitoTable(rows)?.split('\n').map((line) => line.split(/ {2,}/)), [
      ['incognito', 'enhanced', 'phone mi-browser', 'phone mint'],
      ['---------', '--------', '----------------', '----------'],
      ['off', 'off', 'leaked', 'leaked'],
      ['off', 'on', 'leaked', '-'],
      ['on', 'off', 'silent', 'leaked'],
      ['on', 'on', 'leaked', '-'],
    ]);
    assert.equal(incognitoTable([]), undefined);
  });
});
