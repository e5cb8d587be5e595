import assert from 'node:assert/strict';
import type { AppCode, DrivenApp } from '../../../src/flow/app-code.ts';
import type { Verdict } from '../../../src/flow/verdict.ts';
import { describeSameCode, sameBrowsers } from '../../../src/report/same-code/describe-same-code.ts';
import { tellSameCode, type PhoneOfRun } from '../../../src/report/same-code/tell-same-code.ts';

const NOTE = aPhone('note8', 'Redmi Note 8', 'leaked', aCode('com.mi.globalbrowser', 'aaaa'));
const MI_10 = aPhone('mi10', 'Mi 10', 'silent', aCode('com.android.browser', 'aaaa'));
const K20 = aPhone('k20', 'Redmi K20', 'leaked', aCode('com.android.browser', 'bbbb'));

describe('the claim that other models carry the same browser code', () => {
  it('is confirmed on both phones where their code is the same and it leaked on one', () => {
    const run = [NOTE, MI_10];

    assert.deepEqual(tellSameCode(NOTE, run), {
      result: 'confirmed',
      because: 'com.mi.globalbrowser 1.0 is the same browser code as on Mi 10 (com.android.browser 1.0; same: 1 dex file and 0 native libraries are the same to the byte, and so is the signer), and "visits a site" leaked on Redmi Note 8.',
    });
    const told = tellSameCode(MI_10, run);
    assert.equal(told.result, 'confirmed');
    assert.match(told.because, /"visits a site" leaked on Redmi Note 8\. Here it did not leak in this run: code is not all that decides\.$/);
  });

  it('is confirmed on a phone whose browser nobody could judge', () => {
    const unjudged = { ...MI_10, verdicts: [], apps: (MI_10.apps ?? []).map((app) => ({ ...app, specs: [] })) };

    assert.equal(tellSameCode(NOTE, [NOTE, unjudged]).result, 'confirmed');
    assert.match(tellSameCode(unjudged, [NOTE, unjudged]).because, /leaked on Redmi Note 8\. Here it was not judged in this run\.$/);
    assert.match(describeSameCode(NOTE, unjudged)[0] ?? '', /: same browser code as com\.android\.browser/);
  });

  it('is told of whatever a browser leaked, a news item as well', () => {
    const reader = { ...NOTE, verdicts: NOTE.verdicts.map((verdict) => ({ ...verdict, claims: ['C4'], action: 'opens a news item' })) };

    assert.match(tellSameCode(reader, [reader, MI_10]).because, /and "opens a news item" leaked on Redmi Note 8\.$/);
  });

  it('is refuted where the code is another', () => {
    const told = tellSameCode(NOTE, [NOTE, K20]);

    assert.equal(told.result, 'refuted');
    assert.match(told.because, /^com\.mi\.globalbrowser 1\.0 and com\.android\.browser 1\.0 of Redmi K20: 0 % of their own classes do the same/);
  });

  it('is not refuted by one host more, nor by a build that renamed its classes', () => {
    const other = { ...aCode('com.android.browser', 'aaaa'), code: 'other', dex: [{ name: 'classes.dex', sha256: 'other', classes: 30 }], endpoints: ['sa.api.cn.example'] };

    assert.equal(tellSameCode(NOTE, [NOTE, withCode(MI_10, other)]).result, 'not told');
    const speaking = (code: AppCode): AppCode => ({ ...code, endpoints: ['sa.example'] });
    const note = withCode(NOTE, speaking(aCode('com.mi.globalbrowser', 'aaaa')));
    assert.equal(tellSameCode(note, [note, withCode(K20, speaking(aCode('com.android.browser', 'bbbb')))]).result, 'not told');
  });

  for (const [what, phone, run, because] of [
    ['without a phone of another model', NOTE, [NOTE, { ...MI_10, facts: { model: 'Redmi Note 8' } }], /^No phone of another model is in this run\.$/],
    ['where no browser was looked at', { ...NOTE, apps: [] }, [NOTE, MI_10], /^No browser of this phone was looked at/],
    ['where an app was driven that is no browser', { ...NOTE, verdicts: NOTE.verdicts.map((verdict) => ({ ...verdict, claims: ['C9'] })) }, [NOTE, MI_10], /^No browser of this phone/],
    ['where nothing leaked', MI_10, [MI_10, aPhone('other', 'Mi 9', 'silent', aCode('com.android.browser', 'aaaa'))], /^No browser leaked on this phone/],
    ['where code could not be read', NOTE, [NOTE, unread(MI_10)], /^The code of com\.android\.browser on mi10 could not be read: no answer$/],
    ['where its own code could not be read', unread(NOTE), [unread(NOTE), K20], /^The code of com\.mi\.globalbrowser on note8 could not be read/],
    ['where code is alike and no more', NOTE, [NOTE, withCode(MI_10, { ...aCode('com.android.browser', 'aaaa'), code: 'other', dex: [{ name: 'classes.dex', sha256: 'other', classes: 30 }] })], /: alike, which is not the same \(/],
    ['where code lies outside of the APK', NOTE, [NOTE, withCode(MI_10, { ...aCode('com.android.browser', 'aaaa'), dex: [] })], /: not told \(the APK of com\.android\.browser 1\.0 has no dex/],
  ] as const) {
    it(`is not told ${what}`, () => {
      const told = tellSameCode(phone, run);

      assert.equal(told.result, 'not told');
      assert.match(told.because, because);
    });
  }

  it('is not refuted by one phone while the code of another could not be read', () => {
    assert.equal(tellSameCode(NOTE, [NOTE, K20, unread(MI_10)]).result, 'not told');
    assert.equal(tellSameCode(NOTE, [NOTE, MI_10, unread(K20)]).result, 'confirmed');
  });
});

describe('what two phones say of their apps\' code', () => {
  it('pairs apps by the spec that drove them, and says what could not be read', () => {
    const music: DrivenApp = { package: 'com.miui.player', specs: ['music/playing'], notTold: 'no answer' };

    assert.deepEqual(describeSameCode(NOTE, { ...MI_10, apps: [...MI_10.apps ?? [], music] }), [
      'com.mi.globalbrowser 1.0 of note8: same browser code as com.android.browser 1.0 of mi10 (1 dex file and 0 native libraries are the same to the byte, and so is the signer)',
      'com.miui.player of mi10: its code is not told: no answer',
    ]);
    assert.match(describeSameCode(NOTE, K20)[0] ?? '', /^com\.mi\.globalbrowser 1\.0 of note8: other browser code than com\.android\.browser 1\.0 of k20 \(0 % /);
  });

  it('names only phones that carry the same for the front page', () => {
    assert.deepEqual(Object.keys(sameBrowsers([NOTE, MI_10, K20])), ['note8 carries', 'mi10 carries']);
  });
});

function aPhone(device: string, model: string, verdict: Verdict['verdict'], code: AppCode): PhoneOfRun & { readonly verdicts: readonly Verdict[] } {
  return { device, facts: { model }, verdicts: [aVerdict(device, verdict)], apps: [{ package: code.package, specs: ['browser/browsing'], code }] };
}

function withCode(phone: PhoneOfRun, code: AppCode): PhoneOfRun {
  return { ...phone, apps: [{ package: code.package, specs: ['browser/browsing'], code }] };
}

function unread(phone: PhoneOfRun): PhoneOfRun {
  return { ...phone, apps: (phone.apps ?? []).map(({ package: name, specs }) => ({ package: name, specs, notTold: 'no answer' })) };
}

function aCode(name: string, digits: string): AppCode {
  const sketch = { count: 30, smallest: Array.from({ length: 30 }, (_, index) => `${digits}${String(index).padStart(8, '0')}`) };
  return {
    package: name, versionName: '1.0', versionCode: '1', apks: [], signers: ['cc'], dex: [{ name: 'classes.dex', sha256: digits, classes: 30 }], code: digits,
    nativeLibraries: [], otherCode: [], trackers: [], endpoints: [], classNames: sketch, classCode: sketch, unread: [],
  };
}

function aVerdict(device: string, verdict: Verdict['verdict']): Verdict {
  return {
    claims: ['C1'], spec: 'browser/browsing', action: 'visits a site', device, window: 'w', flows: [], reasons: [], expected: 'silent', verdict,
    witnesses: { wire: 'seen', kernel: 'absent', oracle: 'absent' }, events: 0, expectedEvents: 0, findings: [],
  };
}
