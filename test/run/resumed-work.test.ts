import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgedBefore, requireSameBuild } from '../../src/run/resumed-work.ts';
import { createRunFolder } from '../../src/run/run-folder.ts';
import { SpecEvidence } from '../../src/run/spec-evidence.ts';
import { findResumable, WorkFile, type PhoneRecord } from '../../src/run/work-file.ts';

const KNOWN: PhoneRecord = { build: 'xiaomi/1', work: { pieces: [], leftOut: [], notNeeded: [] }, done: ['music/playing'], sittings: [] };

describe('resuming a run', () => {
  const reports = mkdtempSync(join(tmpdir(), 'earshot-resumed-'));
  const folder = createRunFolder(reports, new Date(0));
  after(() => rmSync(reports, { recursive: true }));

  it('keeps what was judged, and moves aside what was half done, with its results', () => {
    for (const spec of ['music/playing', 'gallery/pictures']) new SpecEvidence(folder.evidence('phone', spec)).writeJudged({ verdicts: [], controls: [] });
    const result = (suite: string): string => JSON.stringify({ labels: [{ name: 'suite', value: suite }], parameters: [{ name: 'phone', value: 'phone' }] });
    writeFileSync(join(folder.allureResults, '1-result.json'), result('music/playing'));
    writeFileSync(join(folder.allureResults, '2-result.json'), result('gallery/pictures'));
    writeFileSync(join(folder.allureResults, 'torn-result.json'), result('gallery/pictures').slice(0, 40));

    assert.deepEqual(judgedBefore(KNOWN, { folder, device: 'phone', spec: 'music/playing' }), { verdicts: [], controls: [] });
    assert.equal(judgedBefore(KNOWN, { folder, device: 'phone', spec: 'gallery/pictures' }), undefined);
    assert.deepEqual([existsSync(folder.evidence('phone', 'gallery/pictures')), existsSync(`${folder.evidence('phone', 'gallery/pictures')}.interrupted-1`)], [false, true]);
    assert.deepEqual(readdirSync(folder.allureResults), ['1-result.json']);
  });

  it('refuses another build, and says which it was', () => {
    assert.doesNotThrow(() => requireSameBuild(KNOWN, { id: 'phone', build: 'xiaomi/1' }));
    assert.throws(() => requireSameBuild(KNOWN, { id: 'phone', build: 'xiaomi/2' }), { code: 'BAD_INPUT', message: 'went on with the run on phone, found the build xiaomi/2, expected xiaomi/1, with which it was begun' });
  });

  it('finds the newest run, and what was known of each phone', () => {
    const file = new WorkFile(folder.path, { run: folder.run, devices: ['phone'], specs: ['music/playing'], specsFolder: '/specs', choice: { brief: false, consents: ['as-found'] }, phones: {} });
    file.update('phone', KNOWN);

    const { path, work } = findResumable(reports, undefined);
    assert.deepEqual([path, work.phones['phone']], [folder.path, KNOWN]);
    assert.throws(() => findResumable(reports, 'nope'), { code: 'BAD_INPUT', message: /--resume nope: found no run with a work\.json/ });
    assert.throws(() => findResumable(join(reports, 'none'), undefined), { code: 'BAD_INPUT', message: /^--resume: found no run in .*none that was begun/, hint: /Begin one/ });
  });

  it('says of a work.json that was damaged that it cannot be read', () => {
    const damaged = createRunFolder(reports, new Date(1_000));
    writeFileSync(join(damaged.path, 'work.json'), '{"run":');

    assert.throws(() => findResumable(reports, damaged.run), { code: 'BAD_INPUT', message: /its work\.json cannot be read: .*JSON/, hint: /Begin a new run/ });
  });
});
