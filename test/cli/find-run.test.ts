import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRun } from '../../src/cli/find-run.ts';

describe('finding a run by what a person typed', () => {
  const reports = mkdtempSync(join(tmpdir(), 'earshot-find-run-'));
  const begun = join(reports, '2026-11-22T02-00-00Z-bbbb');
  const ended = join(reports, '2026-11-22T01-00-00Z-aaaa');
  before(() => {
    for (const folder of [begun, ended]) mkdirSync(folder);
    writeFileSync(join(begun, 'work.json'), '{}');
    writeFileSync(join(ended, 'verdicts.json'), '{}');
  });
  after(() => rmSync(reports, { recursive: true }));

  it('takes its name and its folder', () => {
    assert.deepEqual([findRun('2026-11-22T01-00-00Z-aaaa', reports), findRun(ended, reports)], [ended, ended]);
  });

  it('says of one that was interrupted how to go on with it', () => {
    assert.throws(() => findRun('2026-11-22T02-00-00Z-bbbb', reports), {
      code: 'BAD_INPUT', message: /has not come to its end: .*bbbb has a work\.json and no verdicts\.json/, hint: /earshot run --resume 2026-11-22T02-00-00Z-bbbb/,
    });
  });

  it('says of one that is not there which there are, and looks in no place twice', () => {
    assert.throws(() => findRun('nope', reports), { code: 'BAD_INPUT', hint: /There is: 2026-11-22T01-00-00Z-aaaa$/ });
    assert.throws(() => findRun('/nope/run', reports), { code: 'BAD_INPUT', message: '/nope/run is not a run: found no verdicts.json in /nope/run' });
  });

  it('says how to begin one where there is no latest yet', () => {
    assert.throws(() => findRun('latest', join(reports, 'none')), { code: 'BAD_INPUT', message: /found no run in .*none that came to its end/, hint: /npm start/ });
  });
});
