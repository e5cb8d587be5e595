import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pointLatestAt, whyLatestStays } from '../../src/run/run-folder.ts';

describe('the link to the latest run', () => {
  let reports = '';
  beforeEach(() => { reports = mkdtempSync(join(tmpdir(), 'earshot-reports-')); });
  afterEach(() => rmSync(reports, { recursive: true }));

  it('points at the newest run, and leaves the one before where it is', () => {
    for (const run of ['one', 'two']) {
      mkdirSync(join(reports, run));
      pointLatestAt(reports, join(reports, run));
    }

    assert.equal(readlinkSync(join(reports, 'latest')), 'two');
    assert.ok(existsSync(join(reports, 'one')));
    assert.deepEqual(readdirSync(reports).sort(), ['latest', 'one', 'two']);
  });

  it('replaces a link whose run is gone', () => {
    pointLatestAt(reports, join(reports, 'gone'));
    pointLatestAt(reports, join(reports, 'here'));

    assert.equal(readlinkSync(join(reports, 'latest')), 'here');
  });

  it('replaces a folder that stands where the link belongs', () => {
    mkdirSync(join(reports, 'latest', 'inside'), { recursive: true });
    pointLatestAt(reports, join(reports, 'here'));

    assert.equal(readlinkSync(join(reports, 'latest')), 'here');
  });

  it('stays at an earlier run where this one was interrupted, or judged nothing', () => {
    assert.equal(whyLatestStays({ verdictCount: 12, isInterrupted: false }), undefined);
    assert.equal(whyLatestStays({ verdictCount: 12, isInterrupted: true }), 'this run was interrupted');
    assert.equal(whyLatestStays({ verdictCount: 0, isInterrupted: false }), 'this run judged nothing');
  });
});
