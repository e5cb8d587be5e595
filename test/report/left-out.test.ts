import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellClaims } from '../../src/report/claims.ts';
import { leftOutLines, nothingJudged } from '../../src/report/left-out.ts';
import { writeLeftOutResults } from '../../src/report/missing-allure-results.ts';

const SWITCH = { spec: 'browser/incognito-switch@mi-browser', action: 'turns it off', reason: 'this build has no such switch', claims: ['C5'] };
const FIRST_RUN = { spec: 'consent/first-run', reason: 'it is performed only with --consent declined', claims: ['C17'] };

describe('what a run left out', () => {
  it('is said in a line for each reason', () => {
    assert.deepEqual(leftOutLines([{ device: 'a', leftOut: [SWITCH, FIRST_RUN] }, { device: 'b', leftOut: [FIRST_RUN] }]), [
      'left out  "turns it off" of browser/incognito-switch@mi-browser on a: this build has no such switch',
      'left out  consent/first-run on a, b: it is performed only with --consent declined',
    ]);
    assert.deepEqual(leftOutLines([{ device: 'a', leftOut: [] }]), []);
  });

  it('is why nothing was judged', () => {
    assert.equal(nothingJudged([{ device: 'a', leftOut: [SWITCH] }]), 'nothing was judged: no phone performed an action of what was asked for; left out  "turns it off" of browser/incognito-switch@mi-browser on a: this build has no such switch');
    assert.equal(nothingJudged([]), 'nothing was judged: no phone performed an action of what was asked for');
  });

  it('is said of claims that are not told, and of no other', () => {
    const claims = tellClaims({ device: 'a', verdicts: [], leftOut: [SWITCH, FIRST_RUN] });
    const because = (name: string): string => claims.find(({ claim }) => claim === name)?.because ?? '';

    assert.equal(because('C5'), 'No combination of incognito and enhanced incognito was performed. "turns it off" of browser/incognito-switch@mi-browser was left out: this build has no such switch.');
    assert.match(because('C17'), / consent\/first-run was left out: it is performed only with --consent declined\.$/);
    assert.doesNotMatch(because('C1'), /left out/);
  });

  it('is a skipped test of the report, once, also where the report is made anew', () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-left-out-'));
    try {
      const phone = { id: 'a', model: 'Redmi Note 8', build: 'xiaomi/1' };
      for (let time = 0; time < 2; time += 1) writeLeftOutResults(folder, [SWITCH, FIRST_RUN], phone);

      const results = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { name: string; status: string; statusDetails: { message: string } });
      assert.deepEqual(results.map(({ name, status, statusDetails }) => [name, status, statusDetails.message]).sort(), [
        ['consent/first-run', 'skipped', 'left out: it is performed only with --consent declined'],
        ['turns it off', 'skipped', 'left out: this build has no such switch'],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
