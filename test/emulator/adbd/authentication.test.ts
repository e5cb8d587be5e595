import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAdbServer } from './adb-server.ts';
import type { AdbServer } from './adb-server.ts';
import { startPhoneDouble } from './phone-double.ts';

describe('adbd, before it lets a host in', function () {
  this.timeout(20_000);
  let adb: AdbServer;

  beforeEach(async () => {
    adb = await startAdbServer();
  });

  afterEach(async () => {
    await adb.close();
  });

  it('lets a host in at once whose key was accepted before', async () => {
    const key = (await adb.run('devices'), await readFile(join(adb.home, '.android', 'adbkey.pub'), 'utf8'));
    const phone = await startPhoneDouble({ authorisation: { trusted: () => ['not a key', key], ask: () => Promise.reject(new Error('asked')) } });

    const answer = await adb.run('connect', phone.serial);
    const state = await adb.run('-s', phone.serial, 'get-state');
    await phone.adbd.close();

    assert.equal(answer.stdout, `connected to ${phone.serial}\n`);
    assert.equal(state.stdout, 'device\n');
  });

  it('keeps an unknown host out until a person accepts its key, and then lets it in without a new connection', async () => {
    const asked: string[] = [];
    let accept: (answer: boolean) => void = () => undefined;
    const phone = await startPhoneDouble({
      authorisation: {
        trusted: () => [],
        ask: (key) => {
          asked.push(key);
          return new Promise((resolve) => (accept = resolve));
        },
      },
    });

    const connect = await adb.run('connect', phone.serial);
    const before = await adb.run('devices');
    const shell = await adb.run('-s', phone.serial, 'shell', 'true');
    accept(true);
    await adb.run('-s', phone.serial, 'wait-for-device');
    const after = await adb.run('-s', phone.serial, 'shell', 'echo in');
    await phone.adbd.close();

    assert.equal(connect.stdout, `failed to authenticate to ${phone.serial}\n`);
    assert.match(before.stdout, new RegExp(`${phone.serial}\tunauthorized`));
    assert.match(shell.stderr, /device unauthorized/);
    assert.deepEqual(asked, [(await readFile(join(adb.home, '.android', 'adbkey.pub'), 'utf8')).trim()]);
    assert.equal(after.stdout, 'in\n');
  });

  it('stays closed to a host whose key was refused', async () => {
    const phone = await startPhoneDouble({ authorisation: { trusted: () => [], ask: () => Promise.resolve(false) } });

    await adb.run('connect', phone.serial);
    const list = await adb.run('devices');
    await phone.adbd.close();

    assert.match(list.stdout, /unauthorized/);
  });
});
