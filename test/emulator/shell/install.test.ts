import assert from 'node:assert/strict';
import { aPhone, run, type TestPhone } from './a-phone.ts';
import { APKS } from './apks.ts';

async function withServer(phone: TestPhone): Promise<void> {
  const [server, serverTest] = [APKS.server(), APKS.serverTest()];
  await run(phone, `cmd package 'install' '-r' '-S' '${server.length}'`, server);
  await run(phone, `cmd package 'install' '-r' '-S' '${serverTest.length}'`, serverTest);
}

const INSTRUMENT = 'am instrument -w -e disableAnalytics true io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner';

describe('installing real packages by the shell', () => {
  it('installs streamed and pushed APKs and knows their versions and their instrumentation', async () => {
    const phone = aPhone();
    await withServer(phone);
    await phone.system.files.writeFile('/data/local/tmp/settings.apk', APKS.settings());

    const pushed = await run(phone, 'pm install -r -g /data/local/tmp/settings.apk');

    assert.deepEqual(pushed, { stdout: 'Success\n', stderr: '', exitCode: 0 });
    assert.match((await run(phone, 'dumpsys package io.appium.settings')).stdout, /^ {2}Package \[io\.appium\.settings\] \([0-9a-f]+\):[^]*versionCode=191 [^]*versionName=8\.0\.9$/m);
    assert.match((await run(phone, 'dumpsys package io.appium.uiautomator2.server')).stdout, /versionCode=278 [^]*versionName=10\.6\.6$/m);
    assert.match((await run(phone, 'cmd package list packages --show-versioncode')).stdout, /^package:io\.appium\.uiautomator2\.server versionCode:278$/m);
    assert.equal((await run(phone, 'pm list instrumentation')).stdout,
      'instrumentation:io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner (target=io.appium.uiautomator2.server)\n');
    assert.match((await run(phone, 'pm list packages -3 -U io.appium.settings')).stdout, /^package:io\.appium\.settings uid:101\d\d\n$/);
  });

  it('does not wait for more than the announced bytes of a streamed APK', async () => {
    const phone = aPhone();
    const apk = APKS.serverTest();
    const process = phone.shell.spawn(`cmd package install -S ${apk.length}`);
    process.stdout.resume();

    process.stdin.write(apk);

    assert.equal(await process.exited, 0);
  });

  it('refuses what is no APK, what nobody signed, what is there already and what is not there', async () => {
    const phone = aPhone();
    const apk = APKS.serverTest();
    const directory = apk.readUInt32LE(apk.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16);
    const unsigned = Buffer.from(apk);
    unsigned.write('APK Sig Block 00', directory - 16, 'latin1');
    unsigned.set(Buffer.from(unsigned.toString('latin1').replaceAll(/META-INF\/(\w+)\.RSA/g, 'META-INF/$1.XXX'), 'latin1'));

    const junk = await run(phone, 'cmd package install -S 4', 'junk');
    const nobody = await run(phone, `cmd package install -S ${unsigned.length}`, unsigned);
    const missing = await run(phone, 'pm install /data/local/tmp/none.apk');

    assert.match(junk.stdout, /^Failure \[INSTALL_PARSE_FAILED_NOT_APK: Failed to parse \/data\/app\/vmdl\d+\.tmp\/base\.apk: .*\]\n$/);
    assert.equal(junk.exitCode, 1);
    assert.match(nobody.stdout, /^Failure \[INSTALL_PARSE_FAILED_NO_CERTIFICATES: /);
    assert.match(missing.stderr, /^Error: Unable to open file: \/data\/local\/tmp\/none\.apk\n/);
    assert.equal((await run(phone, 'pm uninstall com.nobody')).stdout, 'Failure [DELETE_FAILED_INTERNAL_ERROR]\n');
    assert.equal((await run(phone, 'pm install')).stderr, 'Error: must either specify a package size or an APK file\n');
  });

  it('installs by a session too', async () => {
    const phone = aPhone();
    const apk = APKS.serverTest();
    const id = /\[(\d+)\]/.exec((await run(phone, 'pm install-create -r')).stdout)?.[1] ?? '';

    const written = await run(phone, `pm install-write -S ${apk.length} ${id} base.apk -`, apk);

    assert.equal(written.stdout, `Success: streamed ${apk.length} bytes\n`);
    assert.equal((await run(phone, `pm install-commit ${id}`)).stdout, 'Success\n');
  });

  it('takes files and data away with an uninstalled package', async () => {
    const phone = aPhone();
    await withServer(phone);
    const path = (await run(phone, 'pm path io.appium.uiautomator2.server')).stdout.trim().replace('package:', '');

    const gone = await run(phone, 'pm uninstall io.appium.uiautomator2.server');

    assert.equal(gone.stdout, 'Success\n');
    assert.equal(phone.system.files.existsSync(path), false);
    assert.equal(phone.system.files.existsSync('/data/data/io.appium.uiautomator2.server'), false);
  });

  it('runs Appium\'s settings app as a foreground service that answers its broadcasts', async () => {
    const phone = aPhone();
    const apk = APKS.settings();
    await run(phone, `cmd package install -g -S ${apk.length}`, apk);

    await run(phone, 'am start-activity -n io.appium.settings/.Settings -a android.intent.action.MAIN -c android.intent.category.LAUNCHER');
    phone.system.clipboard.set('copied');

    assert.match((await run(phone, 'dumpsys activity services io.appium.settings')).stdout, /isForeground=true/);
    assert.match((await run(phone, 'am broadcast -a io.appium.settings.clipboard.get -n io.appium.settings/.receivers.ClipboardReceiver')).stdout,
      new RegExp(`^Broadcast completed: result=-1, data="${Buffer.from('copied').toString('base64')}"$`, 'm'));
    assert.match((await run(phone, 'dumpsys activity services io.appium.settings/.recorder.RecorderService')).stdout, /\(nothing\)/);
  });
});

describe('am instrument', () => {
  it('lasts until its package is stopped, and stops what it started', async () => {
    const events: string[] = [];
    let isStarted = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      isStarted = resolve;
    });
    const phone = aPhone({}, {
      instrumentation: {
        start(request) {
          events.push(`start ${request.runner} ${JSON.stringify(request.arguments)}`);
          isStarted();
          return { stop: () => void events.push('stop') };
        },
      },
    });
    await withServer(phone);
    const running = phone.shell.spawn(INSTRUMENT);
    running.stdout.resume();
    await started;
    const processes = (await run(phone, 'ps -A')).stdout;

    await run(phone, 'am force-stop io.appium.uiautomator2.server');

    assert.equal(await running.exited, 0);
    assert.match(processes, / io\.appium\.uiautomator2\.server$/m);
    assert.deepEqual(events, ['start androidx.test.runner.AndroidJUnitRunner {"disableAnalytics":"true"}', 'stop']);
    assert.doesNotMatch((await run(phone, 'ps -A')).stdout, /uiautomator2/);
  });

  it('ends when the instrumentation ends by itself, and when its shell is killed', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let stops = 0;
    const instrumentation = { start: () => ({ stop: () => { stops++; }, ended }) };
    const phone = aPhone({}, { instrumentation });
    await withServer(phone);
    const killed = phone.shell.spawn(INSTRUMENT);
    await run(phone, 'true');
    killed.kill();
    const finishing = phone.shell.spawn(INSTRUMENT);
    await run(phone, 'true');

    end();

    assert.equal(await killed.exited, 129);
    assert.equal(await finishing.exited, 0);
    assert.equal(stops, 1);
  });

  it('says that it does not know an instrumentation', async () => {
    const answer = await run(aPhone(), INSTRUMENT);

    assert.match(answer.stdout, /Unable to find instrumentation info for: ComponentInfo\{io\.appium\.uiautomator2\.server\.test\//);
    assert.equal(answer.exitCode, 1);
  });
});
