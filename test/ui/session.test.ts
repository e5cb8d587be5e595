import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from '../../src/farm/free-port.ts';
import { startAppium, type AppiumServer } from '../../src/ui/appium-server.ts';
import { capabilitiesFor, closeSession, openSession } from '../../src/ui/session.ts';
import { bootEmulatedPhone, type EmulatedPhone } from '../device/emulated-phone.ts';

describe('a session', function () {
  this.timeout(90_000);
  let folder = '';
  let appium: AppiumServer;
  let phone: EmulatedPhone;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'earshot-test-'));
    phone = await bootEmulatedPhone(folder);
    appium = await startAppium({ adbPath: phone.adbPath, folder });
  });

  after(async () => {
    await appium.stop();
    await phone.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (): { appiumUrl: string; serial: string; adbPort: number } =>
    ({ appiumUrl: appium.url, serial: phone.serial, adbPort: phone.adbServer.port });

  it('has the same capabilities for every kind of phone', () => {
    assert.deepEqual(capabilitiesFor({ appiumUrl: '', serial: 'f3a1', adbPort: 6000 }), {
      platformName: 'Android',
      'appium:automationName': 'UiAutomator2',
      'appium:udid': 'f3a1',
      'appium:adbPort': 6000,
      'appium:noReset': true,
      'appium:newCommandTimeout': 0,
      'appium:suppressKillServer': true,
    });
  });

  it('drives the phone, and ends', async () => {
    const driver = await openSession(address());

    const source = await driver.getPageSource();
    const before = await driver.getCurrentPackage();
    const problem = await closeSession(driver);

    assert.match(source, /<hierarchy /);
    assert.equal(before, 'com.miui.home');
    assert.equal(problem, undefined);
  });

  it('says at once that the adb server does not have the phone', async () => {
    await assert.rejects(openSession({ ...address(), serial: 'f3a1' }), {
      code: 'NO_PHONE',
      message: `looked for the phone f3a1 on the adb server at port ${phone.adbServer.port}, found no such phone (it lists `
        + `${phone.serial}), expected it in state "device"`,
    });
  });

  it('says that Appium does not answer', async () => {
    const port = await findFreePort();

    await assert.rejects(openSession({ ...address(), appiumUrl: `http://127.0.0.1:${port}` }), {
      code: 'TOOL_MISSING',
      message: `asked Appium at http://127.0.0.1:${port}, found "fetch failed", expected its status`,
    });
  });

  it('is given up in time when its end never comes', async () => {
    const driver = { deleteSession: () => new Promise<void>(() => undefined) };

    const problem = await closeSession(driver, 50);

    assert.equal(problem, 'closed the session, found "no end within 0.05 s", expected it to end');
  });

  it('says what went wrong at its end when the phone is gone', async () => {
    const driver = await openSession(address());
    await phone.emulator.stop();

    const problem = await closeSession(driver);

    assert.match(problem ?? '', /^closed the session, found ".+", expected it to end$/);
  });

  it('leaves no adb server behind when its own is gone', async () => {
    const port = await findFreePort();

    const adb = path.join(folder, 'android-home', 'platform-tools', 'adb');
    const run = spawnSync(adb, ['-P', String(port), 'devices'], { encoding: 'utf8', timeout: 20_000 });

    assert.equal(existsSync(adb), true);
    assert.notEqual(run.status, 0);
    assert.match(run.stderr, /cannot start server on remote host/);
  });
});
