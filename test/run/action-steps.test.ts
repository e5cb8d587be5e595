import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '../../src/flow/verdict.ts';
import { actionSteps } from '../../src/run/action-steps.ts';
import { harFile, windowFile } from '../../src/run/window-file.ts';

const judged: Verdict = {
  claims: [], spec: 'files', action: 'opens a folder', device: 'phone', build: 'b', window: '', flows: [], reasons: [],
  expected: 'silent', verdict: 'silent', witnesses: { wire: 'quiet', kernel: 'quiet', oracle: 'absent' }, events: 0, expectedEvents: 0, findings: [],
};

describe('the steps of an action', () => {
  let folder: string;
  before(() => { folder = mkdtempSync(join(tmpdir(), 'earshot-steps-')); });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('come from each window of its verdict, with screenshots, flows and reasons of that window, and from no other', () => {
    for (const round of [1, 2, 3]) writeFileSync(join(folder, windowFile(round)), JSON.stringify(windowRecord(round)));
    for (const round of [1, 3]) writeFileSync(join(folder, harFile(round)), '{}');
    const verdict = { ...judged, window: 'phone/files', windows: ['phone/files', 'phone/files#3'] };
    assert.deepEqual(actionSteps(folder, verdict), [
      { round: 1, steps: [{ title: '+0.50 s  tap it (20 ms)', failed: false, prepares: false }], screenshots: ['shot-1.png'], har: 'flows.har', because: ['because of 1'] },
      { round: 3, steps: [{ title: '+0.50 s  tap it (20 ms): it was gone', failed: true, prepares: true }], screenshots: ['shot-3.png'], har: 'flows-3.har', because: ['because of 3'] },
    ]);
    assert.deepEqual(actionSteps(folder, { ...judged, window: 'phone/files#2' }).map(({ round, har }) => [round, har]), [[2, undefined]]);
  });
});

function windowRecord(round: number): object {
  const step = { title: 'tap it', startMs: 1500, endMs: 1520, ...(round === 3 ? { error: 'it was gone' } : {}) };
  const about = { kind: 'action', segment: 0, claims: [], canaries: [], addressees: [], subjects: [], landed: true };
  return {
    id: round === 1 ? 'phone/files' : `phone/files#${round}`, round, device: 'phone', spec: 'files', journey: 'files', package: 'org.example', startMs: 0, endMs: 9, settleMs: 1, drainMs: 1,
    clock: { settleMs: 1, drainMs: 1, triggers: [], because: [`because of ${round}`] }, barriers: [], clockOffsetMs: 0, preconditions: [], blindSpots: [],
    actions: [{ ...about, name: 'another', steps: [], screenshots: ['no.png'] }, { ...about, name: 'opens a folder', arrange: { startMs: 1000, endMs: 1600 }, act: { startMs: round === 3 ? 1600 : 1500, endMs: 1700 }, steps: [step], screenshots: [`shot-${round}.png`] }],
  };
}
