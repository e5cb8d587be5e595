import assert from 'node:assert/strict';
import { aPhone, run, type Answer, type TestPhone } from './a-phone.ts';
import { aSigner, anApk, type ApkTraits, type Signer } from './apk-maker.ts';
import { APKS } from './apks.ts';

const APP = 'com.example.app';
const STAGED = String.raw`\/data\/app\/vmdl\d+\.tmp\/base\.apk`;

describe('what the package manager takes and what it refuses', () => {
  let somebody: Signer;
  let another: Signer;
  let phone: TestPhone;

  before(async () => {
    [somebody, another] = await Promise.all([aSigner(), aSigner()]);
  });

  beforeEach(() => {
    phone = aPhone({ buildType: 'user' });
  });

  const install = (apk: Buffer, options = '', on = phone): Promise<Answer> => run(on, `cmd package install ${options} -S ${apk.length}`, apk);
  const made = (traits: Partial<ApkTraits> = {}, by: Signer = somebody): Buffer => anApk({ packageName: APP, versionCode: 5, minSdk: 21, targetSdk: 28, ...traits }, by);
  const android = (apiLevel: number): TestPhone => aPhone({ buildType: 'user', properties: { 'ro.build.version.sdk': String(apiLevel), 'ro.build.version.release': '0' } });

  it('takes an APK that somebody signed, and knows its version', async () => {
    const answer = await install(made());

    assert.deepEqual(answer, { stdout: 'Success\n', stderr: '', exitCode: 0 });
    assert.equal(phone.services.packages.get(APP)?.versionCode, 5);
  });

  const REFUSED: readonly (readonly [what: string, apk: () => Buffer, expected: string])[] = [
    ['what is no archive', () => Buffer.from('junk'), `INSTALL_PARSE_FAILED_NOT_APK: Failed to parse ${STAGED}: Failed to load asset path ${STAGED}`],
    ['an archive that was cut off', () => APKS.settings().subarray(0, 1_000_000), `INSTALL_PARSE_FAILED_NOT_APK: Failed to parse ${STAGED}: Failed to load asset path ${STAGED}`],
    ['what nobody signed', () => anApk({ packageName: APP }), `INSTALL_PARSE_FAILED_NO_CERTIFICATES: Failed to collect certificates from ${STAGED}: Attempt to get length of null array`],
    ['what was changed after it was signed', () => changed(made(), 'dex\n035', 'dex\n036'), `INSTALL_PARSE_FAILED_NO_CERTIFICATES: Failed to collect certificates from ${STAGED} using APK Signature Scheme v2: SHA-256 digest of contents did not verify`],
    ['a real APK that was changed after it was signed', () => changed(APKS.settings(), 'resources.arsc', 'resources.arsd'), `INSTALL_PARSE_FAILED_NO_CERTIFICATES: Failed to collect certificates from ${STAGED} using APK Signature Scheme v2: SHA-256 digest of contents did not verify`],
    ['a real APK that lost its v2 signature', () => withoutBlock(APKS.serverTest()), `INSTALL_PARSE_FAILED_NO_CERTIFICATES: Failed to collect certificates from ${STAGED}: META-INF\\/TESTKEY\\.SF indicates ${STAGED} is signed using APK Signature Scheme v2, but no such signature was found\\. Signature stripped\\?`],
    ['a newer minimum than its Android', () => made({ minSdk: 29 }), `INSTALL_FAILED_OLDER_SDK: Failed parse during installPackageLI: ${STAGED}: Requires newer sdk version #29 \\(current version is #28\\)`],
    ['a test-only package', () => made({ testOnly: true }), 'INSTALL_FAILED_TEST_ONLY: installPackageLI'],
  ];
  for (const [what, apk, expected] of REFUSED) {
    it(`refuses ${what}`, async () => {
      const answer = await install(apk());

      assert.match(answer.stdout, new RegExp(`^Failure \\[${expected}\\]\n$`));
      assert.equal(answer.exitCode, 1);
    });
  }

  const UPDATES: readonly (readonly [what: string, apiLevel: number, before: Partial<ApkTraits>, after: Partial<ApkTraits>, options: string, expected: string])[] = [
    ['takes a newer version', 28, {}, { versionCode: 6 }, '', 'Success'],
    ['takes the same version again', 28, {}, {}, '', 'Success'],
    ['keeps what is there where it is told to', 28, {}, {}, '-R', `Failure [INSTALL_FAILED_ALREADY_EXISTS: Attempt to re-install ${APP} without first uninstalling.]`],
    ['keeps what is there where it is not told otherwise, up to Android 8', 27, {}, {}, '', `Failure [INSTALL_FAILED_ALREADY_EXISTS: Attempt to re-install ${APP} without first uninstalling.]`],
    ['refuses an older version', 28, {}, { versionCode: 4 }, '', 'Failure [INSTALL_FAILED_VERSION_DOWNGRADE]'],
    ['refuses an older version with the reason, since Android 11', 30, {}, { versionCode: 4 }, '', 'Failure [INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected: Update version code 4 is older than current 5]'],
    ['refuses an older version of what is not debuggable, also when asked', 28, {}, { versionCode: 4 }, '-d', 'Failure [INSTALL_FAILED_VERSION_DOWNGRADE]'],
    ['takes an older version of what is debuggable, when asked', 28, { debuggable: true }, { versionCode: 4 }, '-d', 'Success'],
    ['takes a test-only package when asked', 28, {}, { testOnly: true }, '-t', 'Success'],
    ['refuses what targets too old an Android, since Android 14', 34, {}, { targetSdk: 22 }, '', 'Failure [INSTALL_FAILED_DEPRECATED_SDK_VERSION: App package must target at least SDK version 23, but found 22]'],
  ];
  for (const [what, apiLevel, first, second, options, expected] of UPDATES) {
    it(what, async () => {
      const target = android(apiLevel);
      await install(made(first), '', target);

      assert.equal((await install(made(second), options, target)).stdout, `${expected}\n`);
    });
  }

  for (const [apiLevel, expected] of [
    [26, `Package ${APP} signatures do not match the previously installed version; ignoring!`],
    [28, `Package ${APP} signatures do not match previously installed version; ignoring!`],
    [31, `Existing package ${APP} signatures do not match newer version; ignoring!`],
  ] as const) {
    it(`refuses another signer in the words of API level ${apiLevel}`, async () => {
      const target = android(apiLevel);
      await install(made(), '', target);

      const answer = await install(made({ versionCode: 6 }, another), '-r', target);

      assert.equal(answer.stdout, `Failure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: ${expected}]\n`);
      assert.equal(target.services.packages.get(APP)?.versionCode, 5);
    });
  }

  it('refuses for want of room, and knows nothing of the package then', async () => {
    phone.system.files.disk.room.limit(0);

    const answer = await install(made());

    assert.equal(answer.stdout, 'Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]\n');
    assert.equal(phone.services.packages.get(APP), undefined);
  });

  async function session(apks: Readonly<Record<string, Buffer>>, options = ''): Promise<Answer> {
    const id = /\[(\d+)\]/.exec((await run(phone, `pm install-create ${options}`)).stdout)?.[1] ?? '';
    for (const [name, apk] of Object.entries(apks)) await run(phone, `pm install-write -S ${apk.length} ${id} ${name} -`, apk);
    return run(phone, `pm install-commit ${id}`);
  }

  it('installs a base with its splits, shows where they lie, and adds another one later', async () => {
    const first = await session({ 'base.apk': made(), 'split_config.en.apk': made({ split: 'config.en' }) });
    const later = await session({ 'split_config.de.apk': made({ split: 'config.de' }) }, `-p ${APP}`);

    const paths = (await run(phone, `pm path ${APP}`)).stdout;

    assert.deepEqual([first.stdout, later.stdout], ['Success\n', 'Success\n']);
    assert.match(paths, /^package:(.+)\/base\.apk\npackage:\1\/split_config\.en\.apk\npackage:\1\/split_config\.de\.apk\n$/);
    for (const line of paths.trim().split('\n')) assert.ok(phone.system.files.existsSync(line.replace('package:', '')), line);
  });

  it('refuses APKs that are not one package', async () => {
    const path = String.raw`\/data\/app\/vmdl\d+\.tmp\/1\.apk`;
    const cases: readonly (readonly [Readonly<Record<string, Buffer>>, string])[] = [
      [{}, 'No packages staged'],
      [{ a: made({ split: 'config.en' }) }, 'Full install must include a base package'],
      [{ a: made(), b: made() }, 'Split null was defined multiple times'],
      [{ a: made(), b: made({ split: 's', packageName: 'com.example.other' }) }, `${path} package com\\.example\\.other inconsistent with com\\.example\\.app`],
      [{ a: made(), b: made({ split: 's', versionCode: 6 }) }, `${path} version code 6 inconsistent with 5`],
      [{ a: made(), b: made({ split: 's' }, another) }, `${path} signatures are inconsistent`],
    ];
    for (const [apks, expected] of cases) {
      assert.match((await session(apks)).stdout, new RegExp(`^Failure \\[INSTALL_FAILED_INVALID_APK: ${expected}\\]\n$`));
    }
  });

  it('knows nothing of a session that was abandoned', async () => {
    const id = /\[(\d+)\]/.exec((await run(phone, 'pm install-create')).stdout)?.[1] ?? '';

    assert.equal((await run(phone, `pm install-abandon ${id}`)).stdout, 'Success\n');
    const commit = await run(phone, `pm install-commit ${id}`);
    assert.match(commit.stderr, new RegExp(`SecurityException: Caller has no access to session ${id}`));
    assert.equal(commit.exitCode, 255);
  });

  it('reads what was staged, not what lies on the shared storage', async () => {
    await phone.system.files.writeFile('/sdcard/Download/app.apk', made());
    await run(phone, 'cp /sdcard/Download/app.apk /data/local/tmp/app.apk');

    const shared = await run(phone, 'pm install /sdcard/Download/app.apk');
    const staged = await run(phone, 'pm install /data/local/tmp/app.apk');

    assert.match(shared.stderr, /^System server has no access to read file context u:object_r:sdcardfs:s0[^]*Consider using a file under \/data\/local\/tmp\/\n$/);
    assert.equal(staged.stdout, 'Success\n');
  });
});

describe('pm uninstall', () => {
  const SYSTEM_APP = 'com.miui.player';

  it('says of what it cannot take away what a phone says', async () => {
    const phone = aPhone();
    const said = async (command: string): Promise<string> => (await run(phone, command)).stdout;

    assert.equal(await said('pm uninstall com.nobody'), 'Failure [DELETE_FAILED_INTERNAL_ERROR]\n');
    assert.equal(await said('pm uninstall --user 0 com.nobody'), 'Failure [not installed for 0]\n');
    assert.equal(await said(`pm uninstall ${SYSTEM_APP}`), 'Failure [DELETE_FAILED_INTERNAL_ERROR]\n');
    assert.notEqual(phone.services.packages.get(SYSTEM_APP), undefined);
  });

  it('takes a system app from the user, who can have it back', async () => {
    const phone = aPhone();

    const gone = await run(phone, `pm uninstall -k --user 0 ${SYSTEM_APP}`);
    const [listed, all] = [await run(phone, `pm list packages ${SYSTEM_APP}`), await run(phone, `pm list packages -u ${SYSTEM_APP}`)];
    const back = await run(phone, `cmd package install-existing ${SYSTEM_APP}`);

    assert.deepEqual([gone.stdout, listed.stdout, all.stdout], ['Success\n', '', `package:${SYSTEM_APP}\n`]);
    assert.equal(back.stdout, `Package ${SYSTEM_APP} installed for user: 0\n`);
    assert.equal((await run(phone, `pm list packages ${SYSTEM_APP}`)).stdout, `package:${SYSTEM_APP}\n`);
  });

  it('keeps the data where it is told to', async () => {
    const [phone, apk] = [aPhone(), anApk({ packageName: APP, versionCode: 1 }, await aSigner())];
    for (const [option, isKept] of [['-k', true], ['', false]] as const) {
      await run(phone, `pm install -S ${apk.length}`, apk);
      phone.system.files.disk.write(`/data/data/${APP}/files/note`, Buffer.from('kept'), phone.system.files.credential);

      await run(phone, `pm uninstall ${option} ${APP}`);

      assert.equal(phone.system.files.existsSync(`/data/data/${APP}/files/note`), isKept, option);
    }
  });
});

function changed(apk: Buffer, text: string, into: string): Buffer {
  const copy = Buffer.from(apk);
  const at = copy.indexOf(text, 0, 'latin1');
  assert.notEqual(at, -1, `${text} is in the APK`);
  copy.write(into, at, 'latin1');
  return copy;
}

function withoutBlock(apk: Buffer): Buffer {
  const end = apk.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const directory = apk.readUInt32LE(end + 16);
  const size = Number(apk.readBigUInt64LE(directory - 24)) + 8;
  const tail = Buffer.from(apk.subarray(end));
  tail.writeUInt32LE(directory - size, 16);
  return Buffer.concat([apk.subarray(0, directory - size), apk.subarray(directory, end), tail]);
}
