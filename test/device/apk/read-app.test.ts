import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { writeDex } from '../../../emulator/phone/factory-apk/write-dex.ts';
import { manifestOf } from '../../../emulator/phone/factory-apk/write-manifest.ts';
import { zipOf } from '../../../emulator/phone/factory-apk/write-zip.ts';
import { DexTables } from '../../../src/device/apk/dex/dex-tables.ts';
import { readClasses } from '../../../src/device/apk/dex/read-classes.ts';
import { readAppApart } from '../../../src/device/apk/read-app-apart.ts';
import { readApp } from '../../../src/device/apk/read-app.ts';
import { listEntries, readEntry } from '../../../src/device/apk/zip-entries.ts';
import type { AppCode } from '../../../src/flow/app-code.ts';
import { aSigner } from '../../emulator/shell/apk-maker.ts';
import { APKS } from '../../emulator/shell/apks.ts';
import { repacked, withText } from './repack.ts';

/** Appium's own, as its adb library names it: DEFAULT_CERT_HASH. */
const APPIUM_CERTIFICATE = 'a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc';

const MANIFEST = manifestOf({ packageName: 'com.example.made', versionCode: 7, versionName: '1.2.3' });
const SOURCES = [{ name: 'Lcom/example/Alpha;', texts: ['one', 'https://collect.example.com/v1', 'two'] }, { name: 'Lcom/example/Beta;', texts: ['three'] }];

const read = (bytes: Buffer, path = '/base.apk'): Promise<AppCode> => readApp([{ path, bytes }]);
const made = (...dex: readonly Buffer[]): Buffer =>
  zipOf([['AndroidManifest.xml', MANIFEST], ...dex.map((bytes, index) => [`classes${index === 0 ? '' : index + 1}.dex`, bytes] as const)]);

describe('reading an APK', function () {
  this.timeout(30_000);

  it('reads every class of a real app, its version and its signer by signing block v2', async () => {
    const app = await read(APKS.settings());

    assert.deepEqual([app.package, app.unread, app.dex.length > 1, app.dex.reduce((sum, { classes }) => sum + classes, 0) > 5_000], ['io.appium.settings', [], true, true]);
    assert.match(app.versionName, /^\d+\.\d+\.\d+$/);
    assert.equal(app.signers.length, 1);
    assert.match(app.code ?? '', /^[0-9a-f]{64}$/);
  });

  it('reads the signer that Appium names as its own, from the block and from META-INF', async () => {
    const apk = APKS.serverTest();
    const { bytes, directoryAt } = listEntries(apk);
    const withoutBlock = Buffer.from(bytes);
    withoutBlock.write('APK Sig Block XX', directoryAt - 16);

    assert.deepEqual([(await read(apk)).signers, (await read(withoutBlock)).signers], [[APPIUM_CERTIFICATE], [APPIUM_CERTIFICATE]]);
  });

  it('finds hosts, tracking SDKs, libraries and code in odd places', async () => {
    const dex = writeDex([...SOURCES, { name: 'Lcom/sensorsdata/analytics/android/sdk/SensorsDataAPI;', texts: ['sa.api.intl.miui.com', 'com.miui.analytics', 'java.net.url'] }]);
    const app = await read(repacked(made(dex), { add: [
      ['lib/arm64-v8a/libmade.so', Buffer.from('\x7fELF made')], ['assets/update.bin', Buffer.concat([Buffer.from('dex\n035\0'), Buffer.alloc(8)])], ['assets/page.txt', Buffer.from('text')],
      ['res/raw/run.js', Buffer.from('run()')], ['res/layout/main.xml', Buffer.from('PK\x03\x04')], ['resources.arsc', Buffer.from('see https://www.mi.com/help', 'utf16le')],
    ] }));

    assert.deepEqual(app.endpoints, ['collect.example.com', 'sa.api.intl.miui.com', 'www.mi.com']);
    assert.deepEqual(app.trackers, ['Sensors Analytics']);
    assert.deepEqual(app.nativeLibraries.map(({ abi, name }) => [abi, name]), [['arm64-v8a', 'libmade.so']]);
    assert.deepEqual(app.otherCode.map(({ path }) => path), ['assets/update.bin', 'res/raw/run.js']);
  });

  it('tells a class by what it does, however the tables are numbered', () => {
    const digests = (dex: Buffer): Readonly<Record<string, string>> =>
      Object.fromEntries(readClasses(new DexTables(dex)).map(({ name, digest }) => [name, digest?.toString('hex') ?? '']));
    const before = digests(writeDex(SOURCES));
    const among = digests(writeDex([{ name: 'La/A;', texts: ['aaa', 'https://a', 'p'] }, ...SOURCES, { name: 'Lz/Z;', texts: ['zzz'] }]));

    assert.deepEqual([among['Lcom/example/Alpha;'], among['Lcom/example/Beta;']], [before['Lcom/example/Alpha;'], before['Lcom/example/Beta;']]);
    assert.notEqual(before['Lcom/example/Alpha;'], before['Lcom/example/Beta;']);
    assert.notEqual(digests(withText(writeDex(SOURCES), 'two', 'TWO'))['Lcom/example/Alpha;'], before['Lcom/example/Alpha;']);
  });

  it('has one digest of all classes, in however many dex files they are', async () => {
    const [alpha, beta] = SOURCES;
    const whole = await read(made(writeDex(SOURCES)));
    const apart = await read(made(writeDex([beta!]), writeDex([alpha!])));
    const less = await read(made(writeDex([beta!])));

    assert.equal(apart.code, whole.code);
    assert.notEqual(less.code, whole.code);
  });

  it('takes base and splits as one app', async () => {
    const split = zipOf([['AndroidManifest.xml', manifestOf({ packageName: 'com.example.made', split: 'arm' })], ['lib/armeabi-v7a/liba.so', Buffer.from('\x7fELF')]]);
    const app = await readApp([{ path: '/base.apk', bytes: made(writeDex(SOURCES)) }, { path: '/split_arm.apk', bytes: split }]);

    assert.deepEqual([app.versionName, app.apks.map(({ path }) => path), app.nativeLibraries.length], ['1.2.3', ['/base.apk', '/split_arm.apk'], 1]);
  });

  it('refuses an archive that two readers may understand differently', async () => {
    const twice = zipOf([['AndroidManifest.xml', MANIFEST], ['classes.dex', writeDex(SOURCES)], ['classes.dex', writeDex([])]]);

    await assert.rejects(read(twice), /two entries of the name classes\.dex/);
    await assert.rejects(read(Buffer.concat([writeDex(SOURCES), made()])), /does not begin with its first entry/);
    await assert.rejects(read(Buffer.from('no apk')), /no archive/);
  });

  it('unpacks no more than it was told to', () => {
    const packed = deflateRawSync(Buffer.alloc(1 << 20));
    const archive = { bytes: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(26), packed]), directoryAt: 0, entries: [] };

    assert.throws(() => readEntry(archive, { name: 'bomb', method: 8, compressedBytes: packed.length, localHeaderAt: 0 }, 1_000));
  });

  it('gives no digest of all classes where one of them is damaged', async () => {
    const dex = writeDex(SOURCES);
    const damaged = Buffer.from(dex);
    // The code of the first method claims more instructions than there are bytes.
    damaged.writeUInt32LE(0xffff, damaged.readUInt32LE(0x6c) + 12);
    const app = await read(made(damaged));

    assert.deepEqual([app.code, app.unread.length], [undefined, 1]);
    assert.match(app.unread[0]?.why ?? '', /^1 of its 2 classes/);
  });

  it('survives any damage: an answer or a reason, never a crash', async () => {
    const signed = repacked(made(writeDex(SOURCES)), { signer: await aSigner() });
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(signed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), fc.nat(signed.length), async (flips, cut) => {
      const hurt = Buffer.from(signed);
      for (const [at, byte] of flips) hurt[at] = byte;
      for (const bytes of [hurt, signed.subarray(0, cut)]) {
        const result = await read(bytes).catch((error: unknown) => error);
        assert.ok(result instanceof Error || (typeof result === 'object' && result !== null && 'dex' in result));
      }
    }), { numRuns: 150, seed: 20_200_430 });
  });

  it('reads in a thread of its own, within a time', async () => {
    const apk = { path: '/base.apk', bytes: made(writeDex(SOURCES)) };

    assert.deepEqual(await readAppApart([apk], 20_000), await readApp([apk]));
    await assert.rejects(readAppApart([{ path: '/x.apk', bytes: Buffer.from('no') }], 20_000), /read \/x\.apk, found that it is no archive, expected an APK/);
    await assert.rejects(readAppApart([apk], 1), /found no end within 0\.001 s/);
  });
});
