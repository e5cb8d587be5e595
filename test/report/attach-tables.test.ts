import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '../../src/flow/verdict.ts';
import { attachTables } from '../../src/report/attach-tables.ts';
import { consentRows } from '../../src/report/consent-table.ts';
import { incognitoRows } from '../../src/report/incognito-table.ts';
import { judge } from '../silence/factories.ts';

const told = (over: Partial<Verdict>): Verdict => ({ ...judge().verdict, device: 'phone', ...over });
const PLAYS = told({ spec: 'music/playing', action: 'plays "a", loud', verdict: 'leaked' });
const PLAYS_DECLINED = told({ spec: 'music/playing+declined', action: 'plays "a", loud', consent: 'declined' });
const SKIPS = told({ spec: 'music/playing', action: 'skips', verdict: 'leaked' });
const SKIPS_DECLINED = told({ spec: 'music/playing+declined', action: 'skips', consent: 'declined', verdict: 'leaked' });
const ALONE = told({ spec: 'gallery/pictures', action: 'looks' });
const SWITCH = told({ spec: 'browser/incognito-switch@mi-browser', app: 'mi-browser', action: 'visits with incognito on and enhanced off', claims: ['C5'] });
const VERDICTS = [PLAYS, SKIPS, PLAYS_DECLINED, SKIPS_DECLINED, ALONE, SWITCH];

describe('tables in the report', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-tables-'));
    VERDICTS.forEach((verdict, index) => {
      writeFileSync(join(folder, `${index}-attachment.json`), JSON.stringify(verdict));
      writeFileSync(join(folder, `${index}-result.json`), JSON.stringify({ uuid: String(index), status: 'passed', attachments: [{ name: 'verdict', source: `${index}-attachment.json`, type: 'application/json' }], steps: [], labels: [] }));
    });
    // As a run does that was resumed.
    for (let time = 0; time < 2; time += 1) attachTables(folder, { consent: consentRows(VERDICTS), incognito: incognitoRows(VERDICTS, []) }, VERDICTS);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('stand with every action that was performed under several consent setups, its own line first', () => {
    const lines = ['action,spec,as-found,declined', '"plays ""a"", loud",music/playing,leaked,silent', 'skips,music/playing,leaked,leaked'];

    assert.deepEqual(attached(0), [['what consent changes', lines]]);
    assert.deepEqual(attached(2), [['what consent changes', lines]]);
    assert.deepEqual(attached(3), [['what consent changes', [lines[0], lines[2], lines[1]]]]);
  });

  it('stand with every visit that measures the incognito switch, and with no other test', () => {
    assert.deepEqual(attached(5), [['what the incognito switch changes', ['incognito,enhanced,phone mi-browser', 'off,off,-', 'off,on,-', 'on,off,silent', 'on,on,-']]]);
    assert.deepEqual(attached(4), []);
  });

  function attached(index: number): unknown {
    const result = JSON.parse(readFileSync(join(folder, `${index}-result.json`), 'utf8')) as { uuid: string; attachments: readonly { name: string; source: string }[] };
    assert.equal(result.uuid, String(index));
    const tables = result.attachments.filter(({ name }) => name !== 'verdict');
    return tables.map(({ name, source }) => [name, readFileSync(join(folder, source), 'utf8').trimEnd().split('\n')]);
  }
});
