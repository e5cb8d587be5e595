import assert from 'node:assert/strict';
import { join } from 'node:path';
import { factoryApk } from '../../../emulator/phone/factory-apk/factory-apk.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { commonShare } from '../../../src/attribute/same-code/likeness.ts';
import { gradeOf, type SameCode } from '../../../src/attribute/same-code/same-code.ts';
import { readApp } from '../../../src/device/apk/read-app.ts';
import { sketchOfNames } from '../../../src/device/apk/sketch.ts';
import type { AppCode } from '../../../src/flow/app-code.ts';
import { repacked, withText, type Repacking } from '../../device/apk/repack.ts';
import { aSigner, type Signer } from '../../emulator/shell/apk-maker.ts';
import { APKS } from '../../emulator/shell/apks.ts';

const PROFILES = join(import.meta.dirname, '../../../emulator/profiles');
const read = (bytes: Buffer): Promise<AppCode> => readApp([{ path: '/base.apk', bytes }]);

/** The dex files that Appium's settings app has of its own: the libraries' takes seconds to read. */
const isOfLibraries = (name: string): boolean => name === 'classes.dex' || name === 'classes9.dex' || name.startsWith('res/');
/** What is left of an app's digests where another tool has written the same, or much the same. */
const WRITTEN_ANEW = { code: 'x', dex: [{ name: 'classes.dex', sha256: 'x', classes: 1 }] };
const OTHERS = sketchOfNames(Array.from({ length: 30 }, (_, index) => `a.b.C${index}`));
const OTHER_MANIFEST = { packageName: 'io.appium.other', versionCode: 99, versionName: '9.9.9' };

describe('the grade of two apps', function () {
  this.timeout(30_000);
  let original: Buffer;
  let signer: Signer;
  let stranger: Signer;
  let app: AppCode;

  before(async () => {
    [signer, stranger] = await Promise.all([aSigner(), aSigner()]);
    original = repacked(APKS.settings(), { signer, without: isOfLibraries });
    app = await read(original);
  });

  const against = async (repacking: Repacking): Promise<SameCode> =>
    gradeOf(app, await read(repacked(original, { signer, ...repacking })));
  const inClasses = (text: string, other: string): Repacking => ({ change: (name, content) => (name === 'classes5.dex' ? withText(content, text, other) : content) });

  it('is "same" under another package name and version, with other resources', async () => {
    const { grade, because } = await against({ manifest: OTHER_MANIFEST, add: [['assets/picture.png', Buffer.from('png')]] });

    assert.equal(grade, 'same');
    assert.match(because, /^\d+ dex files and 0 native libraries are the same to the byte, and so is the signer$/);
  });

  it('is "same code, repacked" under another signer', async () => {
    assert.deepEqual(await against({ signer: stranger, manifest: OTHER_MANIFEST }), { grade: 'same code, repacked', because: 'the dex files are the same to the byte; the signer is another' });
  });

  it('is "same code, repacked" where the same classes stand in dex files written anew', async () => {
    // Another file for the same classes: the checksum in its header, which no class is told by.
    const { grade, because } = await against({ change: (name, content) => (name === 'classes5.dex' ? Buffer.concat([content.subarray(0, 8), Buffer.alloc(4), content.subarray(12)]) : content) });

    assert.deepEqual([grade, because], ['same code, repacked', 'every class does the same, though the dex files were written anew; the signer is the same']);
  });

  it('is "alike" once a single text in a single class is another', async () => {
    const { grade, because } = await against(inClasses('passive', 'active!'));

    assert.equal(grade, 'alike');
    assert.match(because, /^9\d % of their own classes do the same, 100 % have the same name; they differ in dex; tracking SDKs and named hosts are the same$/);
  });

  it('is never "same" beside another native library, or code among the assets', async () => {
    const library = ['lib/arm64-v8a/liba.so', Buffer.from('\x7fELF one')] as const;
    assert.match((await against({ add: [library] })).because, /differ in native libraries/);
    assert.match((await against({ add: [['assets/plugin.apk', Buffer.from('PK')]] })).because, /differ in code among the assets/);
    const withLibrary = await read(repacked(original, { signer, add: [library] }));
    const withOther = await read(repacked(original, { signer, add: [['lib/arm64-v8a/liba.so', Buffer.from('\x7fELF two')]] }));
    assert.deepEqual([gradeOf(withLibrary, withLibrary).grade, gradeOf(withLibrary, withOther).grade], ['same', 'alike']);
  });

  it('is "different" for another app of the same maker', async () => {
    const driver = await read(repacked(APKS.server(), { signer, without: (name) => !/^(?:AndroidManifest\.xml|classes(?:4|6|8|10)\.dex)$/.test(name) }));
    const { grade, because } = gradeOf(app, driver);

    assert.equal(grade, 'different');
    assert.match(because, /^0 % of their own classes do the same/);
  });

  it('is "alike", and never "different", for the same classes that speak to another host', () => {
    const endpoints = [...app.endpoints, 'collect.example.com'];
    const { grade, because } = gradeOf(app, { ...app, ...WRITTEN_ANEW, endpoints });

    assert.equal(grade, 'alike');
    assert.match(because, /they differ in dex, hosts that they name$/);
  });

  it('is "alike" where classes of the same names do other things, as another build of an app does', () => {
    assert.equal(gradeOf(app, { ...app, ...WRITTEN_ANEW, classCode: OTHERS, endpoints: [] }).grade, 'alike');
  });

  it('is "not told" where every class may have been renamed, and they speak to the same hosts', () => {
    const renamed = { ...app, ...WRITTEN_ANEW, classCode: OTHERS, classNames: OTHERS };

    assert.match(gradeOf({ ...app, endpoints: ['a.example'] }, { ...renamed, endpoints: ['a.example'] }).because, /: the classes may have been renamed$/);
    assert.deepEqual(['a.example', 'b.example'].map((host) => gradeOf({ ...app, endpoints: ['a.example'] }, { ...renamed, endpoints: [host] }).grade), ['not told', 'different']);
  });

  it('is not told where code could not be read, lies elsewhere or is too little', () => {
    const unread = { ...app, unread: [{ path: 'lib/arm64-v8a/liba.so', why: 'it is damaged' }] };
    const few = { ...app, code: 'x', dex: [{ name: 'classes.dex', sha256: 'x', classes: 3 }], classCode: sketchOfNames(['a']) };

    assert.deepEqual(gradeOf(app, unread), { grade: 'not told', because: `of io.appium.settings ${app.versionName} lib/arm64-v8a/liba.so could not be read: it is damaged` });
    assert.match(gradeOf({ ...app, dex: [] }, { ...app, dex: [] }).because, /has no dex: its code lies beside it/);
    assert.deepEqual([gradeOf(app, few).grade, gradeOf(few, app).grade], ['not told', 'not told']);
  });

  it('is told of dex files that are the same to the byte, though they could not be read', () => {
    const unread = { ...app, unread: [{ path: 'classes.dex', why: 'it is a dex file of version "041"' }] };

    assert.equal(gradeOf(unread, unread).grade, 'same');
  });
});

describe('the share that two apps have in common', () => {
  const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `L${from + index};`);

  it('is exact for few and estimated to a few of 100 for many', () => {
    assert.equal(commonShare(sketchOfNames(names(0, 30)), sketchOfNames(names(10, 40))), 0.5);
    const estimated = commonShare(sketchOfNames(names(0, 30_000)), sketchOfNames(names(10_000, 40_000)));
    assert.ok(Math.abs(estimated - 0.5) < 0.04, `estimated ${estimated}`);
    assert.equal(commonShare(sketchOfNames([]), sketchOfNames(names(0, 5))), 0);
  });
});

describe('the browsers of the emulated phones', () => {
  async function browserOf(profileName: string, packageName: string): Promise<AppCode> {
    const profile = await loadProfile(join(PROFILES, `${profileName}.json`));
    return read(factoryApk(profile, profile.packages.find(({ name }) => name === packageName)!));
  }

  it('are the same code where that was reported, whatever the package and its version, and no other', async () => {
    const note = await browserOf('ginkgo-2020', 'com.mi.globalbrowser');
    const grades: Record<string, string> = {};
    for (const [profile, name] of [
      ['davinci-2020', 'com.android.browser'], ['umi-2020', 'com.android.browser'], ['perseus-2020', 'com.android.browser'], ['ginkgo-fixed', 'com.mi.globalbrowser'],
      ['ginkgo-silent', 'com.mi.globalbrowser'], ['ginkgo-2020', 'com.mi.globalbrowser.mini'],
    ] as const) grades[`${profile} ${name}`] = gradeOf(note, await browserOf(profile, name)).grade;

    assert.deepEqual(note.trackers, ['Sensors Analytics', 'MiStat']);
    assert.deepEqual(grades, {
      'davinci-2020 com.android.browser': 'same', 'umi-2020 com.android.browser': 'same', 'perseus-2020 com.android.browser': 'same', 'ginkgo-fixed com.mi.globalbrowser': 'alike',
      'ginkgo-silent com.mi.globalbrowser': 'different', 'ginkgo-2020 com.mi.globalbrowser.mini': 'different',
    });
  });
});
