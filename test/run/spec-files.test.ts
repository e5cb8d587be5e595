import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allSpecs, chooseSpecs } from '../../src/run/spec-files.ts';

const SPECS = ['browser/browsing', 'browser/incognito', 'music/playing'];

describe('allSpecs', () => {
  it('lists spec files by name, sorted, and nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-specs-'));
    mkdirSync(join(folder, 'music'));
    writeFileSync(join(folder, 'music', 'playing.spec.ts'), '');
    writeFileSync(join(folder, 'music', 'notes.md'), '');
    writeFileSync(join(folder, 'a.spec.ts'), '');

    try {
      assert.deepEqual(allSpecs(folder), ['a', 'music/playing']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('chooseSpecs', () => {
  it('takes all without a pattern', () => {
    assert.deepEqual(chooseSpecs(SPECS, undefined), SPECS);
  });

  it('takes a name, a folder and a glob, each spec once and in order', () => {
    assert.deepEqual(chooseSpecs(SPECS, 'music/playing,browser,*/incognito'), SPECS);
  });

  it('refuses a pattern that names none, and lists what there is', () => {
    assert.throws(() => chooseSpecs(SPECS, 'camera'), {
      code: 'BAD_INPUT',
      message: '--specs camera names no spec. There are: browser/browsing, browser/incognito, music/playing',
    });
  });

  it('names what was perhaps meant, a spec or a folder of them', () => {
    assert.throws(() => chooseSpecs(SPECS, 'browser/browsng'), { hint: /^Nearest: browser\/browsing, / });
    assert.throws(() => chooseSpecs(SPECS, 'musik'), { hint: /^Nearest: music, / });
  });
});
