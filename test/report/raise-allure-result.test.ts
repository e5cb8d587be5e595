import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '../../src/flow/verdict.ts';
import { raiseAllureResult } from '../../src/report/raise-allure-result.ts';
import { judge } from '../silence/factories.ts';

describe('the test of an action whose verdict was raised after it had ended', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'earshot-allure-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('fails, and carries the new verdict', () => {
    const silent = judge().verdict;
    const raised: Verdict = { ...silent, verdict: 'leaked', reasons: ['leaked late: 3.0 s after its window had closed the phone told late.example canary:folder [f000009].'] };
    write('a', { ...silent, device: 'another' });
    write('b', silent);

    assert.equal(raiseAllureResult(folder, raised, { model: 'Redmi Note 8', id: 'phone', build: 'xiaomi/1' }), true);

    const result = read('b-result.json');
    assert.equal(result['status'], 'failed');
    assert.match(String(result['description']), /^\*\*leaked\*\*: .*\n[^]*Phone: Redmi Note 8 \(phone\), build xiaomi\/1\.$/);
    assert.match(JSON.stringify(result['statusDetails']), /leaked: .*leaked late: 3\.0 s after/);
    assert.deepEqual(result['labels'], [{ name: 'tag', value: 'C6' }, { name: 'tag', value: 'leaked' }]);
    assert.deepEqual([result['uuid'], result['fullName']], ['b', 'kept']);
    assert.equal(read('b-attachment.json')['verdict'], 'leaked');
    assert.equal(read('a-result.json')['status'], 'passed');
  });

  it('is passed over when there is none', () => {
    writeFileSync(join(folder, 'odd-result.json'), '{}');

    assert.equal(raiseAllureResult(folder, judge().verdict, undefined), false);
  });

  function write(name: string, verdict: Verdict): void {
    const attached = { name: 'verdict', attachments: [{ name: 'verdict', source: `${name}-attachment.json`, type: 'application/json' }], steps: [] };
    const result = {
      uuid: name, fullName: 'kept', status: 'passed', statusDetails: {}, attachments: [], steps: [{ name: 'opens', steps: [], attachments: [] }, attached],
      labels: [{ name: 'tag', value: 'C6' }, { name: 'tag', value: 'silent' }],
    };
    writeFileSync(join(folder, `${name}-result.json`), JSON.stringify(result));
    writeFileSync(join(folder, `${name}-attachment.json`), JSON.stringify(verdict));
  }

  function read(name: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
  }
});
