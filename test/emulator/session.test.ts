import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { remote } from 'webdriverio';
import { freePort, startAdbServer } from './adbd/adb-server.ts';
import type { AdbServer } from './adbd/adb-server.ts';
import { profilePath, startEmulator } from './emulator-rig.ts';
import type { EmulatorRig } from './emulator-rig.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

interface AppiumServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The project's own Appium, with its driver, talking to one adb server. */
async function startAppium(adb: AdbServer): Promise<AppiumServer> {
  const port = await freePort();
  const child: ChildProcess = spawn(
    process.execPath,
    ['node_modules/appium/index.js', 'server', '--address', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
    {
      cwd: CHECKOUT,
      env: { PATH: process.env['PATH'], HOME: adb.home, ANDROID_HOME: '/usr/lib/android-sdk', ANDROID_ADB_SERVER_PORT: String(adb.port) },
      stdio: 'ignore',
    },
  );
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok === true) break;
    if (child.exitCode !== null) throw new Error(`Appium ended with exit code ${child.exitCode} before it answered`);
  }
  return {
    port,
    close: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

describe('an emulated phone in a real Appium session', function () {
  this.timeout(120_000);
  let emulator: EmulatorRig;
  let adb: AdbServer;
  let appium: AppiumServer;
  let driver: WebdriverIO.Browser;

  before(async () => {
    [emulator, adb] = await Promise.all([startEmulator([profilePath('ginkgo-2020')]), startAdbServer()]);
    await adb.run('connect', emulator.serials[0]!);
    await adb.run('-s', emulator.serials[0]!, 'wait-for-device');
    appium = await startAppium(adb);
    driver = await remote({
      hostname: '127.0.0.1',
      port: appium.port,
      logLevel: 'silent',
      capabilities: {
        platformName: 'Android',
        'appium:automationName': 'UiAutomator2',
        'appium:udid': emulator.serials[0]!,
        'appium:adbPort': adb.port,
        'appium:noReset': true,
        'appium:newCommandTimeout': 0,
        'appium:suppressKillServer': true,
      },
    });
  });

  after(async () => {
    await driver.deleteSession();
    await appium.close();
    await adb.close();
    await emulator.close();
  });

  it('says what phone it is', () => {
    const capabilities = driver.capabilities as Record<string, unknown>;

    assert.equal(capabilities['deviceModel'], 'Redmi Note 8');
    assert.equal(capabilities['platformVersion'], '9');
    assert.equal(capabilities['deviceScreenSize'], '1080x2340');
  });

  it('shows its launcher, finds an icon by each way of asking, and opens the app at a click', async () => {
    for (const selector of ['//*[@text="File Manager"]', '~File Manager', 'android=new UiSelector().text("File Manager")']) {
      assert.equal(await driver.getCurrentPackage(), 'com.miui.home');

      await driver.$(selector).click();

      assert.equal(await driver.getCurrentPackage(), 'com.mi.android.globalFileexplorer');
      await driver.pressKeyCode(3);
    }
  });

  it('takes a screenshot as a PNG', async () => {
    const png = Buffer.from(await driver.takeScreenshot(), 'base64');

    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1080, 2340]);
  });

  it('brings a pushed file back', async () => {
    const content = Buffer.from('from the other side').toString('base64');

    await driver.pushFile('/sdcard/Download/pushed.txt', content);

    assert.equal(await driver.pullFile('/sdcard/Download/pushed.txt'), content);
  });

  it('turns, pinches, types by the keyboard and hides it, and reads the shade', async () => {
    await driver.execute('mobile: startActivity', { component: 'com.android.settings/.MainSettings' });
    await driver.setOrientation('LANDSCAPE');
    assert.deepEqual(await driver.getWindowSize(), { width: 2340, height: 1080 });
    await driver.setOrientation('PORTRAIT');
    await driver.openNotifications();
    assert.equal(await driver.$('id=com.android.systemui:id/notification_panel').isDisplayed(), true);
    await driver.back();
    await driver.execute('mobile: pinchOpenGesture', { left: 100, top: 400, width: 800, height: 800, percent: 0.5 });

    await driver.setClipboard(Buffer.from('from the host').toString('base64'), 'plaintext');
    assert.equal(Buffer.from(await driver.getClipboard(), 'base64').toString(), 'from the host');
  });

  it('records its screen as an MP4', async () => {
    await driver.startRecordingScreen({ videoSize: '180x390' });
    await driver.pressKeyCode(3);

    const video = Buffer.from(await driver.stopRecordingScreen(), 'base64');

    assert.equal(video.toString('latin1', 4, 8), 'ftyp');
    assert.ok(video.includes('avc1'));
  });
});
