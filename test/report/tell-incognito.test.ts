import assert from 'node:assert/strict';
import type { Verdict, VerdictKind } from '../../src/flow/verdict.ts';
import { incognitoRows, incognitoTable } from '../../src/report/incognito-table.ts';
import { tellIncognito } from '../../src/report/tell-incognito.ts';

type Combination = 'off off' | 'off on' | 'on off' | 'on on';

/** Verdicts of one browser by combination: incognito first, enhanced second. */
function visits(found: Partial<Record<Combination, VerdictKind>>, app = 'mi-browser'): readonly Verdict[] {
  return Object.entries(found).map(([combination, verdict]) => {
    const [incognito, enhanced] = combination.split(' ');
    return { claims: ['C5'], spec: `browser/incognito-switch@${app}`, app, action: `visits a site with incognito ${incognito} and enhanced ${enhanced}`, device: 'phone', verdict } as unknown as Verdict;
  });
}

const result = (verdicts: readonly Verdict[]): string => tellIncognito(verdicts).result;

describe('telling C5', () => {
  it('confirms it where the switch decides over what is reported, whichever of its ways is the honest one', () => {
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'leaked' })), 'confirmed');
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'leaked', 'on on': 'silent' })), 'confirmed');
  });

  it('refutes it where nothing is reported in any combination', () => {
    assert.equal(result(visits({ 'off off': 'silent', 'off on': 'silent', 'on off': 'silent', 'on on': 'silent' })), 'refuted');
    assert.equal(result(visits({ 'off off': 'silent', 'on off': 'silent' })), 'refuted');
  });

  it('refutes it where incognito visits are reported whichever way the switch stands', () => {
    assert.equal(result(visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'leaked', 'on on': 'leaked' })), 'refuted');
  });

  it('does not tell it of a build without the switch, and says that incognito visits are reported there', () => {
    const told = tellIncognito(visits({ 'off off': 'leaked', 'on off': 'leaked' }));
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
    assert.equal(result([...decides, ...visits({ 'off off': 'leaked', 'on off': 'leaked' }, 'mint-browser')]), 'confirmed');
  });
});

describe('incognitoTable', () => {
  it('shows each combination of each browser, and a dash where a build does not have it', () => {
    const rows = incognitoRows([...visits({ 'off off': 'leaked', 'off on': 'leaked', 'on off': 'silent', 'on on': 'leaked' }), ...visits({ 'off off': 'leaked', 'on off': 'leaked' }, 'mint')]);

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
