import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAdbServer } from '../adbd/adb-server.ts';
import type { AdbAnswer, AdbServer } from '../adbd/adb-server.ts';
import { profilePath, startEmulator } from '../emulator-rig.ts';
import type { EmulatorRig } from '../emulator-rig.ts';
import { APKS } from '../shell/apks.ts';

interface Told {
  readonly status: number;
  readonly text: string;
  readonly value: unknown;
}

describe("faults, as the machine's own adb sees them", function () {
  this.timeout(60_000);
  let emulator: EmulatorRig;
  let adb: AdbServer;
  let folder: string;

  const on = (...args: readonly string[]): Promise<AdbAnswer> => adb.run('-s', emulator.serials[0]!, ...args);
  const shell = async (command: string): Promise<string> => {
    const { stdout, stderr } = await on('shell', command);
    return (stdout + stderr).trim();
  };
  const connect = async (): Promise<void> => {
    const serial = emulator.serials[0]!;
    for (let tries = 0; tries < 200; tries += 1) {
      await adb.run('disconnect', serial);
      if ((await adb.run('connect', serial)).stdout.startsWith('connected to')) return;
    }
    assert.fail(`adb connect ${serial} did not succeed`);
  };
  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 500; tries += 1) {
      if (await holds()) return;
      await sleep(10);
    }
    assert.fail(`waited in vain until ${what}`);
  };
  const control = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> => {
    const asked = request(`${emulator.control}${path}`, { method, headers });
    asked.end(typeof body === 'string' ? body : JSON.stringify(body));
    const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode: number; headers: Record<string, string> }];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('latin1');
    return { status: response.statusCode, text, value: response.headers['content-type'] === 'application/json' ? JSON.parse(text) : undefined };
  };
  const install = async (which: keyof typeof APKS): Promise<string> => {
    const path = join(folder, `${which}.apk`);
    await writeFile(path, APKS[which]());
    const { stdout, stderr } = await on('install', path);
    return stdout + stderr;
  };
  const make = async (fault: string, parameters: object = {}): Promise<void> => {
    const told = await control('POST', '/phones/1/faults', { fault, ...parameters });
    assert.equal(told.status, 201, told.text);
  };
  const mend = async (fault: string): Promise<void> => {
    const told = await control('DELETE', `/phones/1/faults/${fault}`);
    assert.deepEqual(told.value, [], told.text);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faults-'));
    [adb, emulator] = await Promise.all([startAdbServer(), startEmulator([profilePath('ginkgo-2020')], '--control', '0', '--fault', 'clock-jump:byMs=-86400000@1')]);
    await connect();
  });

  after(async () => {
    assert.equal(await emulator.close(), 0);
    await adb.close();
    await rm(folder, { recursive: true });
  });

  it('makes a fault that was asked for on the command line, and takes it back', async () => {
    const now = async (): Promise<number> => Number(await shell('date +%s')) * 1000;
    assert.ok(Math.abs((await now()) + 86_400_000 - Date.now()) < 5000);

    await mend('clock-jump');

    assert.ok(Math.abs((await now()) - Date.now()) < 5000);
  });

  it('jumps the wall clock and nothing else', async () => {
    const uptime = async (): Promise<number> => Number((await shell('cat /proc/uptime')).split(' ')[0]);
    const before = await uptime();
    await make('clock-jump', { byMs: 7_200_000 });
    const [date, after] = [Number(await shell('date +%s')), await uptime()];
    await mend('clock-jump');

    assert.ok(Math.abs(date * 1000 - Date.now() - 7_200_000) < 5000);
    assert.ok(after - before < 60);
  });

  it('drops the cable until it is plugged', async () => {
    await make('cable-drop');
    const during = await adb.run('connect', emulator.serials[0]!);
    await mend('cable-drop');
    await connect();

    assert.match(during.stdout + during.stderr, /Connection refused/);
    assert.equal(await shell('getprop init.svc.adbd'), 'running');
  });

  it('drops the cable for so many ms', async () => {
    await make('cable-drop', { forMs: 150 });
    const [held] = (await control('GET', '/phones/1/faults')).value as { fault: string; sinceMs: number; untilMs: number }[];
    await connect();

    assert.equal(held!.untilMs - held!.sinceMs, 150);
    assert.deepEqual((await control('GET', '/phones/1/faults')).value, []);
  });

  it('slows the link and lets it be fast again', async () => {
    const tookMs = async (): Promise<number> => {
      const beganMs = performance.now();
      assert.equal(await shell('echo hello'), 'hello');
      return performance.now() - beganMs;
    };
    await make('slow-link', { latencyMs: 150 });
    const slowMs = await tookMs();
    await mend('slow-link');

    assert.ok(slowMs > 300, `${slowMs} ms: two ways of 150 ms each`);
    assert.ok((await tookMs()) < slowMs);
  });

  it('lets adbd die and come back with another pid', async () => {
    const before = await shell('pidof adbd');
    await make('adbd-death', { forMs: 100 });
    await connect();

    assert.match(before, /^\d+$/);
    assert.match(await shell('pidof adbd'), /^\d+$/);
    assert.notEqual(await shell('pidof adbd'), before);
  });

  it('keeps the cable out when adbd dies and comes back meanwhile', async () => {
    await make('cable-drop');
    await make('adbd-death', { forMs: 20 });
    await until('adbd is back', async () => ((await control('GET', '/phones/1/faults')).value as unknown[]).length === 1);
    const during = await adb.run('connect', emulator.serials[0]!);
    await mend('cable-drop');
    await connect();

    assert.match(during.stdout + during.stderr, /Connection refused/);
  });

  it('refuses the next new keys, and none that was accepted', async () => {
    const stranger = await startAdbServer();
    await make('authorisation-refused');
    const refused = await stranger.run('connect', emulator.serials[0]!);
    const own = await shell('echo in');
    await mend('authorisation-refused');
    await stranger.run('disconnect', emulator.serials[0]!);
    await stranger.run('connect', emulator.serials[0]!);
    await until('the stranger is let in', async () => (await stranger.run('devices')).stdout.includes('\tdevice'));
    await stranger.close();

    assert.match(refused.stdout, /failed to authenticate/);
    assert.equal(own, 'in');
  });

  it('breaks the ports of adb reverse and goes on listing them', async () => {
    await on('reverse', 'tcp:8898', `tcp:${emulator.control.split(':').at(-1)!}`);
    await make('reverse-lost');
    const [listed, nc] = [await on('reverse', '--list'), await on('shell', 'echo | nc 127.0.0.1 8898')];
    await on('reverse', '--remove-all');

    assert.match(listed.stdout, /tcp:8898 tcp:\d+/);
    assert.notEqual(nc.code, 0);
  });

  it('crashes UiAutomator2, and says 409 when it does not run', async () => {
    const idle = await control('POST', '/phones/1/faults', { fault: 'uiautomator2-crash' });
    for (const apk of ['server', 'serverTest'] as const) assert.match(await install(apk), /Success/);
    const running = on('shell', 'am instrument -w io.appium.uiautomator2.server.test/androidx.test.runner.AndroidJUnitRunner');
    await until('the server runs', async () => (await shell('pidof io.appium.uiautomator2.server')) !== '');
    await make('uiautomator2-crash');

    assert.equal(idle.status, 409);
    assert.match((await running).stdout, /Process crashed/);
    assert.equal(await shell('pidof io.appium.uiautomator2.server'), '');
  });

  it('takes the framework down and brings it up again', async () => {
    await make('framework-down');
    const down = await on('shell', 'pm list packages com.miui.home');
    await mend('framework-down');

    assert.equal(down.code, 20);
    assert.match(down.stdout + down.stderr, /Can't find service: package/);
    assert.equal(await shell('pm list packages com.miui.home'), 'package:com.miui.home');
    assert.match(await shell('dumpsys window | grep mCurrentFocus'), /com\.miui\.home/);
  });

  for (const [fault, words, line] of [
    ['app-crash', /keeps stopping|has stopped/, /FATAL EXCEPTION/],
    ['app-not-responding', /isn.{1,6}t responding/, /ANR in com\.android\.settings/],
  ] as const) {
    it(`shows the dialog of ${fault}, and logs it`, async () => {
      await shell('am start -n com.android.settings/.MainSettings');
      await make(fault);
      const [screen, log] = [await control('GET', '/phones/1/screen'), await shell('logcat -d -b all')];
      await shell('am force-stop com.android.settings; input keyevent 3');

      assert.match(screen.text, words);
      assert.match(log, line);
    });
  }

  it('fills the storage', async () => {
    const local = join(folder, 'file');
    await writeFile(local, 'x'.repeat(1000));
    await make('storage-full', { freeBytes: 500 });
    const [written, fits, df] = [await shell('cat /system/etc/security/cacerts/* > /sdcard/full || echo failed'), await shell('echo small > /data/local/tmp/small; cat /data/local/tmp/small'), await shell('df /data')];
    const [push, refused] = [await on('push', local, '/sdcard/pushed'), await install('settings')];
    await mend('storage-full');

    assert.match(written, /failed[^]*No space left on device/);
    assert.equal(fits, 'small');
    assert.match(df, / 0 +100% \/data$/);
    assert.match(push.stdout + push.stderr, /No space left on device/);
    assert.match(refused, /INSTALL_FAILED_INSUFFICIENT_STORAGE/);
    assert.match(await install('settings'), /Success/);
  });

  it('runs the battery low', async () => {
    await make('low-battery', { level: 3 });
    const [low, screen] = [await shell('dumpsys battery'), await control('GET', '/phones/1/screen')];
    await mend('low-battery');
    const mended = await control('GET', '/phones/1/screen');

    assert.match(screen.text, /Low battery[^]*3% remaining/);
    assert.doesNotMatch(mended.text, /Low battery/);
    assert.match(low, /USB powered: false[^]*level: 3\b/);
    assert.match(await shell('dumpsys battery'), /USB powered: true[^]*level: 100\b/);
  });

  it('slows the network of apps and lets it be fast again', async () => {
    const tookMs = async (): Promise<number> => {
      const beganMs = performance.now();
      assert.equal((await on('shell', 'echo | nc -w 5 www.mi.com 80')).code, 0);
      return performance.now() - beganMs;
    };
    await make('slow-network', { latencyMs: 200 });
    const slowMs = await tookMs();
    await mend('slow-network');

    assert.ok(slowMs > 400, `${slowMs} ms: there and back again`);
    assert.ok((await tookMs()) < slowMs);
  });

  it('takes the network away from apps, not from adb', async () => {
    const reaches = async (): Promise<number> => (await on('shell', 'echo | nc -w 2 www.mi.com 80')).code;
    await shell('svc data disable');
    assert.equal(await reaches(), 0);
    for (const fault of ['airplane-mode', 'wifi-off']) {
      await make(fault);
      assert.notEqual(await reaches(), 0, fault);
      await mend(fault);
      assert.equal(await reaches(), 0, fault);
    }
    await shell('svc data enable');
  });

  it('loses what was set up: the proxy setting, a mounted CA store, the counters', async () => {
    await shell("settings put global http_proxy 127.0.0.1:8888; su -c 'mount -t tmpfs tmpfs /system/etc/security/cacerts'");
    const before = await shell('ls /system/etc/security/cacerts | wc -l');
    for (const fault of ['proxy-lost', 'ca-store-reset', 'counters-missing']) await make(fault);
    const [proxy, store, netstats] = [await shell('settings get global http_proxy'), await shell('ls /system/etc/security/cacerts | wc -l'), await shell('dumpsys netstats detail')];
    await mend('counters-missing');

    assert.equal(before, '0');
    assert.equal(proxy, 'null');
    assert.equal(store, '6');
    assert.match(netstats, /Can't find service: netstats/);
    assert.doesNotMatch(await shell('dumpsys netstats detail'), /Can't find/);
  });

  it('cuts those off who follow the log', async () => {
    const reader = spawn('adb', ['-P', String(adb.port), '-s', emulator.serials[0]!, 'shell', 'logcat'], { env: { PATH: process.env['PATH'], HOME: adb.home }, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(reader, 'close') as Promise<[number]>;
    let errors = '';
    reader.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
    await once(reader.stdout, 'data');
    await make('logcat-cut');

    assert.deepEqual([(await ended)[0], errors], [1, 'read: unexpected EOF!\n']);
    assert.doesNotMatch(await shell('logcat -d'), /Boot is finished/);
  });

  it('reboots: what runs begins anew, what lies in flash stays, adbd comes back on its port', async () => {
    await shell('settings put global stays 1; su -c "setprop persist.stays 1"; setprop debug.goes 1; echo kept > /sdcard/Download/kept; svc wifi disable');
    await on('reverse', 'tcp:8897', 'tcp:1');
    await make('counters-missing');
    const reboot = await on('reboot');
    await until('it goes', async () => !(await adb.run('devices')).stdout.includes(`${emulator.serials[0]!}\tdevice`));
    await connect();
    const [booting, phone] = [await shell('getprop sys.boot_completed'), (await control('GET', '/phones/1')).value as { state: string; faults: string[] }];
    await until('it has booted', async () => (await shell('getprop sys.boot_completed')) === '1');

    assert.equal(reboot.code, 0);
    assert.deepEqual([booting, phone.state, phone.faults], ['', 'booting', ['counters-missing']]);
    assert.equal(await shell('settings get global stays; getprop persist.stays; getprop debug.goes; cat /sdcard/Download/kept; settings get global wifi_on'), '1\n1\n\nkept\n0');
    assert.equal(await shell('getprop sys.boot.reason'), 'reboot,adb');
    assert.match(await shell('pm list packages io.appium.settings'), /package:io\.appium\.settings/);
    assert.equal((await on('reverse', '--list')).stdout.trim(), '');
    assert.ok(Number((await shell('cat /proc/uptime')).split(' ')[0]) < 20);
    assert.match(await shell('dumpsys window | grep mCurrentFocus'), /com\.miui\.home/);
    assert.match(await shell('dumpsys netstats detail'), /Can't find service/);
    await mend('counters-missing');
  });

  it('stays away after adb reboot bootloader until the control port switches it on', async () => {
    const state = async (): Promise<string> => ((await control('GET', '/phones/1')).value as { state: string }).state;
    await on('reboot', 'bootloader');
    await until('it is off', async () => (await state()) === 'off');
    const [asked, refused] = [await control('GET', '/phones/1/screenshot'), await adb.run('connect', emulator.serials[0]!)];
    const back = await control('POST', '/phones/1/power', { on: true });
    await connect();

    assert.equal((back.value as { state: string }).state, 'on');
    assert.equal(asked.status, 409);
    assert.doesNotMatch(refused.stdout, /^connected/);
  });

  it('boots one more phone, which shares nothing with the first', async () => {
    const booted = await control('POST', '/phones', { profile: profilePath('ginkgo-2020') });
    const { id, adb: serial } = booted.value as { id: number; adb: string };
    await adb.run('connect', serial);
    await until('it is let in', async () => (await adb.run('devices')).stdout.includes(`${serial}\tdevice`));
    const changes = 'settings put global mine 1; setprop debug.mine 1; touch /sdcard/mine; log -t mine mine; pm disable-user --user 0 com.miui.player; am start -n com.android.settings/.MainSettings; su -c "mount -t tmpfs tmpfs /system/etc/security/cacerts"';
    await shell(changes);
    for (const fault of ['low-battery', 'storage-full', 'clock-jump', 'framework-down']) await make(fault);
    const look = 'settings get global mine; getprop debug.mine; ls /sdcard/mine; logcat -d -s mine | grep -c " mine"; pm list packages -d com.miui.player; dumpsys window | grep -c com.android.settings; ls /system/etc/security/cacerts | wc -l; dumpsys battery | grep level; echo fits > /sdcard/fits && cat /sdcard/fits';
    const seen = await adb.run('-s', serial, 'shell', look);
    for (const fault of ['low-battery', 'storage-full', 'clock-jump']) await control('DELETE', `/phones/1/faults/${fault}`);
    await mend('framework-down');

    assert.equal(id, 2);
    assert.deepEqual(seen.stdout.split('\n').map((line) => line.trim()), ['null', '', '0', '0', '6', 'level: 100', 'fits', '']);
  });

  for (const [what, method, path, body, status, found] of [
    ['an unknown phone', 'GET', '/phones/9', undefined, 404, 'phone "9": expected one of 1, 2'],
    ['an unknown path', 'GET', '/phone', undefined, 404, 'no such path'],
    ['a wrong method', 'DELETE', '/phones', undefined, 405, 'expected GET or POST'],
    ['an unknown fault', 'POST', '/phones/1/faults', { fault: 'flood' }, 400, 'found "flood", expected one of cable-drop'],
    ['a wrong parameter', 'POST', '/phones/1/faults', { fault: 'slow-link', latencyMs: 'long' }, 400, 'parameter "latencyMs"'],
    ['what is no JSON', 'POST', '/phones/1/faults', '{fault', 400, 'expected JSON'],
    ['a fault that is not on', 'DELETE', '/phones/1/faults/slow-link', undefined, 404, 'it is not on; found none'],
    ['an app that is not there', 'POST', '/phones/1/faults', { fault: 'app-crash', package: 'com.nowhere' }, 400, 'found package "com.nowhere"'],
    ['a profile with errors', 'POST', '/phones', { profile: 'package.json' }, 400, '$.id: found nothing'],
    ['an answer to keys it does not know', 'POST', '/phones/1/keys/perhaps', undefined, 404, 'expected accept or refuse'],
  ] as const) {
    it(`refuses ${what} with ${status}`, async () => {
      const told = await control(method, path, body);

      assert.equal(told.status, status, told.text);
      assert.ok((told.value as { error: string }).error.includes(found), told.text);
    });
  }

  it('does not answer a page that reached it by another name', async () => {
    const told = await control('GET', '/phones', undefined, { host: 'evil.example' });

    assert.equal(told.status, 403);
  });

  it('receives a message', async () => {
    const told = await control('POST', '/phones/1/sms', { from: '+4930123', text: 'Hello' });

    assert.ok(told.status === 201, told.text);
    await shell('cmd statusbar expand-notifications');
    const screen = await control('GET', '/phones/1/screen');
    await shell('cmd statusbar collapse');
    assert.match(screen.text, /Hello/);
  });

  it('shows what is on the glass as a PNG', async () => {
    assert.match((await control('GET', '/phones/1/screenshot')).text, /^\x89PNG/);
  });
});
