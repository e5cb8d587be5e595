import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inWordsOfAndroid, type ScriptAnswer } from './differential/answer.ts';
import { KNOWN_DIFFERENCES, reasonToDiffer } from './differential/known-differences.ts';
import { scriptsOnAPhone } from './differential/on-the-phone.ts';
import { scriptsOf } from './differential/random-scripts.ts';
import { findRealPrograms, type RealPrograms } from './differential/real-programs.ts';

/** What mksh and toybox answered when they were recorded; the origin says which, when, and how to do it again. */
interface Recording {
  readonly origin: Readonly<Record<string, string>>;
  readonly answers: readonly (ScriptAnswer & { readonly script: string })[];
}

const FRESH_SCRIPTS = 40;

describe('the phone\'s shell held against mksh and toybox', () => {
  const phone = scriptsOnAPhone();

  for (const file of ['grammar', 'tools', 'random']) {
    it(`answers every recorded ${file} script alike, but those that are known to differ`, async () => {
      const { answers } = recording(file);
      const differing: string[] = [];
      for (const wanted of answers) {
        const isSame = sameAs(wanted, await phone.run(wanted.script));
        if (isSame === (reasonToDiffer(wanted.script) !== undefined)) differing.push(wanted.script);
      }
      assert.ok(answers.length >= 100);
      assert.deepEqual(differing, []);
    }).timeout(20_000);
  }

  it('keeps a reason for each difference, and none for a script that is gone', () => {
    const scripts = ['grammar', 'tools'].flatMap((file) => recording(file).answers.map(({ script }) => script));

    for (const { ending, reason } of KNOWN_DIFFERENCES) {
      assert.ok(scripts.some((script) => script === ending || script.endsWith(`; ${ending}`)), ending);
      assert.notEqual(reason, '');
    }
  });

  it('answers fresh random scripts as the programs on this machine do', async function live() {
    const real = findRealPrograms();
    if (real === undefined) {
      process.stdout.write('      skipped: Debian\'s mksh and toybox are not installed here\n');
      this.skip();
    }
    const seed = Math.floor(Math.random() * 2 ** 31);
    process.stdout.write(`      seed ${seed}\n`);
    try {
      await compareLive(real, phone, scriptsOf(seed, FRESH_SCRIPTS));
    } finally {
      real.close();
    }
  }).timeout(20_000);
});

async function compareLive(real: RealPrograms, phone: ReturnType<typeof scriptsOnAPhone>, scripts: readonly string[]): Promise<void> {
  for (const script of scripts) {
    const wanted = await real.run(script);
    const got = await phone.run(script);
    assert.deepEqual(got, { ...wanted, stdout: inWordsOfAndroid(wanted.stdout), stderr: inWordsOfAndroid(wanted.stderr) }, script);
  }
}

function sameAs(wanted: ScriptAnswer, got: ScriptAnswer): boolean {
  return inWordsOfAndroid(wanted.stdout) === got.stdout && inWordsOfAndroid(wanted.stderr) === got.stderr && wanted.exitCode === got.exitCode;
}

function recording(file: string): Recording {
  return JSON.parse(readFileSync(new URL(`fixtures/differential-${file}.json`, import.meta.url), 'utf8')) as Recording;
}
