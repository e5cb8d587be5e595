import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pullApp } from '../../src/device/apk/pull-app.ts';
import { collectFacts } from '../../src/device/facts.ts';
import { preflight } from '../../src/device/preflight.ts';
import { preparePhone, restorePhone, type PreparedPhone } from '../../src/device/prepare.ts';
import { sendProbe } from '../../src/device/probe.ts';
import { closeReverseTunnel, listReverseTunnels, openReverseTunnel } from '../../src/device/reverse-tunnel.ts';
import { Storage } from '../../src/device/storage.ts';
import { getSetting, putSetting } from '../../src/device/settings.ts';
import { UndoJournal } from '../../src/device/undo-journal.ts';
import { lease } from '../../src/farm/lease.ts';
import type { AppCode } from '../../src/flow/app-code.ts';
import { createCa, type RunCa } from '../../src/record/ca.ts';
import { bootEmulatedPhone, type EmulatedPhone } from './emulated-phone.ts';

const STORE = '/system/etc/security/cacerts';
const PROXY_KEYS = ['http_proxy', 'global_http_proxy_host', 'global_http_proxy_port', 'global_http_proxy_exclusion_list'];

/** Answers a liveness probe as the sidecar does. */
async function startRecorder(answer: (token: string) => string): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    response.end(answer(new URL(request.url ?? '').pathname.slice(1)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return { server, port: typeof bound === 'object' && bound !== null ? bound.port : 0 };
}

describe('an emulated phone', function () {
  this.timeout(60_000);
  let folder = '';
  let phone: EmulatedPhone;
  let recorder: Awaited<ReturnType<typeof startRecorder>>;
  let ca: RunCa;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'earshot-test-'));
    phone = await bootEmulatedPhone(folder);
    recorder = await startRecorder((token) => `earshot-probe ${token} recorder-1`);
    ca = await createCa({ folder: path.join(folder, 'ca'), device: 'a', run: 'r' });
  });

  after(async () => {
    recorder.server.close();
    await phone.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const adb = (): { port: number } => ({ port: phone.adbServer.port });
  const proxySettings = (): Promise<readonly (string | null)[]> =>
    Promise.all(PROXY_KEYS.map((key) => getSetting(phone.shell, 'global', key)));
  const prepare = (journal: UndoJournal): Promise<PreparedPhone> => preparePhone({
    shell: phone.shell, adb: adb(), sidecarPort: recorder.port, caPem: ca.certPem, caFileName: ca.systemStoreName, journal,
  });

  it('keeps exit code, standard output and standard error apart', async () => {
    assert.deepEqual(await phone.shell.try('echo out; echo err >&2; exit 5'), {
      exitCode: 5, stdout: 'out\n', stderr: 'err\n',
    });
    await assert.rejects(phone.shell.run('echo no >&2; exit 3'), {
      code: 'PHONE_REFUSED',
      message: `ran "echo no >&2; exit 3" on ${phone.serial}, found exit code 3 and "no", expected 0`,
    });
  });

  it('gives its apps\' APKs, of which the code is read', async () => {
    const kept: string[] = [];
    const pull = (name: string): Promise<AppCode> => pullApp(name, { shell: phone.shell, adbPort: adb().port, limitMs: 20_000, keep: (apk) => kept.push(apk.path) });
    const app = await pull('com.mi.globalbrowser');

    assert.deepEqual([app.package, app.trackers, app.unread, kept], ['com.mi.globalbrowser', ['Sensors Analytics', 'MiStat'], [], app.apks.map((apk) => apk.path)]);
    assert.equal((await phone.shell.run(`sha256sum ${app.apks[0]?.path ?? ''}`)).split(' ')[0], app.apks[0]?.sha256);
    assert.equal((await phone.shell.run('dumpsys package com.mi.globalbrowser')).includes(`versionName=${app.versionName}`), true);
    await assert.rejects(pull('com.example.absent'), { code: 'PHONE_REFUSED', message: /asked .* where com\.example\.absent lies, found "", expected the paths of its APKs/ });
  });

  it('says why a file cannot be fetched, and never gives a part of one', async () => {
    const pull = (file: string, mostBytes = 100): Promise<Buffer> => phone.adbServer.client.pull(phone.serial, file, { mostBytes, limitMs: 10_000 });
    await phone.shell.push(Buffer.from('twelve bytes'), '/data/local/tmp/fetched');

    assert.equal((await pull('/data/local/tmp/fetched')).toString(), 'twelve bytes');
    await assert.rejects(pull('/data/local/tmp/fetched', 11), /found "12 bytes, more than the 11 that are read", expected its bytes/);
    await assert.rejects(pull('/data/local/tmp/absent'), { code: 'PHONE_REFUSED' });
    await phone.shell.run('rm /data/local/tmp/fetched');
  });

  it('is lent to one run at a time when it is on the adb server of the user', async () => {
    const entry = {
      id: 'a', model: 'm', kind: 'usb' as const, serial: phone.serial, adbServerPort: adb().port, witnesses: ['wire' as const],
    };
    const context = { adbPath: phone.adbPath, stateFolder: path.join(folder, 'state') };

    const first = await lease(entry, context);
    await assert.rejects(lease(entry, context), {
      code: 'NO_PHONE',
      message: `took the phone ${phone.serial} for this run, found it with the run with process id ${process.pid}, `
        + 'expected it free',
    });
    await first.release();
    const second = await lease(entry, context);
    await second.release();

    assert.deepEqual([first.serial, first.adbPort], [phone.serial, adb().port]);
  });

  it('tells its facts and is fit for a run', async () => {
    const entry = { id: 'a', model: 'Redmi Note 8', kind: 'emulated' as const };

    const facts = await collectFacts(phone.shell, entry);
    const checks = await preflight(phone.shell, { entry: { id: 'a', build: 'V11.0.8.0.PCOMIXM' }, facts });

    assert.equal(facts.build, 'xiaomi/ginkgo/ginkgo:9/PKQ1.190616.001/V11.0.8.0.PCOMIXM:user/release-keys');
    assert.deepEqual([facts.product, facts.androidVersion, facts.apiLevel, facts.miuiVersion], ['ginkgo', '9', 28, 'V11']);
    assert.match(facts.identifiers['android_id'] ?? '', /^[0-9a-f]{16}$/);
    assert.match(facts.identifiers['mac'] ?? '', /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    assert.equal(facts.packages['com.miui.home']?.uid, 10_045);
    assert.deepEqual(checks.filter(({ held }) => !held), []);
  });

  it('does not hold the build it was not expected to have', async () => {
    const checks = await preflight(phone.shell, { entry: { id: 'a', build: 'V12' }, facts: { build: 'x:user' } });

    assert.deepEqual(checks.find(({ name }) => name === 'build'),
      { name: 'build', class: 'recorded', held: false, detail: 'the build is x:user (V11.0.8.0.PCOMIXM), expected V12' });
  });

  it('is led to the recorder and answers a probe through it, and is put back exactly', async () => {
    const journal = UndoJournal.open(path.join(folder, 'undo-1'), phone.serial);
    const settingsBefore = await proxySettings();
    const storeBefore = await phone.shell.run(`ls ${STORE}`);

    const prepared = await prepare(journal);
    const probe = await sendProbe(phone.shell, prepared.setting, 'token1');

    assert.equal(prepared.setting, `127.0.0.1:${prepared.devicePort}`);
    assert.deepEqual([prepared.caInstalled, prepared.caDetail],
      [true, `${STORE}/${ca.systemStoreName}, by su -mm -c, until the next reboot`]);
    assert.deepEqual([probe.token, probe.answered, probe.error], ['token1', true, undefined]);
    assert.equal((await phone.shell.run(`cat ${STORE}/${ca.systemStoreName}`)).trim(), ca.certPem.trim());
    assert.deepEqual(await phone.shell.run(`ls ${STORE}`), withFile(storeBefore, ca.systemStoreName));

    const { failed } = await restorePhone(journal, { shell: phone.shell, adb: adb() });

    assert.deepEqual(failed, []);
    assert.deepEqual(journal.changes, []);
    assert.deepEqual(await proxySettings(), settingsBefore);
    assert.equal(await phone.shell.run(`ls ${STORE}`), storeBefore);
    assert.deepEqual(await listReverseTunnels({ adbPort: adb().port, serial: phone.serial }), []);
    assert.equal(await phone.shell.run('ls /data/local/tmp'), '');
  });

  it('gets back the proxy it had', async () => {
    await putSetting(phone.shell, 'global', 'http_proxy', '192.168.1.9:3128');
    await putSetting(phone.shell, 'global', 'global_http_proxy_exclusion_list', 'a.test,b.test');
    const before = await proxySettings();
    const journal = UndoJournal.open(path.join(folder, 'undo-2'), phone.serial);

    await prepare(journal);
    // As a later process does it: from the file.
    const left = UndoJournal.find(path.join(folder, 'undo-2'));
    assert.ok(left !== undefined);
    await restorePhone(left, { shell: phone.shell, adb: adb() });
    await restorePhone(left, { shell: phone.shell, adb: adb() });

    assert.deepEqual(await proxySettings(), before);
    assert.equal(UndoJournal.find(path.join(folder, 'undo-2')), undefined);
    for (const key of PROXY_KEYS) await putSetting(phone.shell, 'global', key, null);
  });

  it('loses the song that a spec which died has left, also from what its apps are told', async () => {
    const undo = path.join(folder, 'undo-3');
    await new Storage(phone.shell, 28, UndoJournal.open(undo, phone.serial)).putSong({ title: 'zq7xsong00001', artist: 'nobody' });
    const known = (): Promise<string> => phone.shell.run("content query --uri content://media/external/audio/media --projection title --where \"title='zq7xsong00001'\"");
    assert.match(await known(), /title=zq7xsong00001/);

    const left = UndoJournal.find(undo);
    assert.ok(left !== undefined);
    const { failed } = await restorePhone(left, { shell: phone.shell, adb: adb() });

    assert.deepEqual(failed, []);
    assert.match(await known(), /No result found/);
    assert.doesNotMatch(await phone.shell.run('ls /sdcard/Music'), /zq7x/);
  });

  it('takes the next free port of its own for a tunnel', async () => {
    const address = { adbPort: adb().port, serial: phone.serial };
    const tried: number[] = [];

    const first = await openReverseTunnel(address, recorder.port, (port) => { tried.push(port); });
    const second = await openReverseTunnel(address, recorder.port, (port) => { tried.push(port); });

    assert.deepEqual(tried, [first.devicePort, second.devicePort]);
    assert.deepEqual(await listReverseTunnels(address), [first, second]);
    await closeReverseTunnel(address, first.devicePort);
    await closeReverseTunnel(address, first.devicePort);
    await closeReverseTunnel(address, second.devicePort);
    assert.deepEqual(await listReverseTunnels(address), []);
  });

  it('has a probe without an answer when no proxy, another one, or a dead one is set', async () => {
    const errors: (string | undefined)[] = [];
    for (const setting of [null, '127.0.0.1:9', '127.0.0.1:28099']) {
      await putSetting(phone.shell, 'global', 'http_proxy', setting);
      const probe = await sendProbe(phone.shell, '127.0.0.1:28099', 'token2');
      assert.equal(probe.answered, false);
      errors.push(probe.error);
    }
    await putSetting(phone.shell, 'global', 'http_proxy', null);

    assert.equal(errors[0], 'read the phone\'s http_proxy setting, found no proxy, expected "127.0.0.1:28099"');
    assert.equal(errors[1], 'read the phone\'s http_proxy setting, found "127.0.0.1:9", expected "127.0.0.1:28099"');
    assert.match(errors[2] ?? '', /^sent a probe through 127\.0\.0\.1:28099, found ".*[Cc]onnection refused" \(exit code 1\), /);
  });

  it('has a probe without an answer when somebody else answers it', async () => {
    const impostor = await startRecorder((token) => `hello ${token}`);
    const address = { adbPort: adb().port, serial: phone.serial };
    const { devicePort } = await openReverseTunnel(address, impostor.port, () => undefined);
    await putSetting(phone.shell, 'global', 'http_proxy', `127.0.0.1:${devicePort}`);

    const probe = await sendProbe(phone.shell, `127.0.0.1:${devicePort}`, 'token3');

    assert.deepEqual([probe.answered, probe.error], [false, `sent a probe through 127.0.0.1:${devicePort}, `
      + 'found "HTTP/1.1 200 OK" (exit code 0), expected the recorder\'s answer']);
    await putSetting(phone.shell, 'global', 'http_proxy', null);
    await closeReverseTunnel(address, devicePort);
    impostor.server.close();
  });
});

function withFile(listing: string, file: string): string {
  return `${[...listing.trim().split('\n'), file].toSorted().join('\n')}\n`;
}
