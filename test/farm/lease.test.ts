import assert from 'node:assert/strict';
import { findAdb } from '../../src/farm/adb-program.ts';
import { startAdbServer, type AdbServer } from '../../src/farm/adb-server.ts';
import { connectOverTcp, lease } from '../../src/farm/lease.ts';
import { unusable } from '../../src/farm/device-state.ts';
import { findFreePort } from '../../src/farm/free-port.ts';
import { reachUserAdbServer, userAdbPort } from '../../src/farm/user-adb-server.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const COMMON = { id: 'a', model: 'Mi 10', witnesses: ['wire' as const] };

async function withAdbServer(work: (server: AdbServer, adbPath: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const adb = await findAdb();
    const server = await startAdbServer(adb, folder);
    try {
      await work(server, adb.path);
    } finally {
      await server.stop();
    }
  });
}

describe('lease', function () {
  this.timeout(30_000);

  it('says that phones of kind stf cannot be leased yet', async () => {
    const entry = { ...COMMON, kind: 'stf' as const, url: 'http://stf.example', serial: 'f3a1' };

    await assert.rejects(lease(entry, { adbPath: 'adb' }), {
      code: 'BAD_INPUT',
      message: 'took the phone "a" from http://stf.example: phones of kind stf cannot be leased yet',
    });
  });

  it('says that the adb server of the user does not answer, and what to type', async () => {
    const adbServerPort = await findFreePort();
    const entry = { ...COMMON, kind: 'usb' as const, serial: 'f3a1', adbServerPort };

    await assert.rejects(lease(entry, { adbPath: 'adb' }), {
      code: 'NO_PHONE',
      message: `looked for your adb server on port ${adbServerPort}, found nobody listening, `
        + 'expected the server that has the USB phone',
      hint: `Type: ANDROID_ADB_SERVER_PORT=${adbServerPort} adb start-server && adb devices`,
    });
  });

  it('says that the server does not have the phone', async () => {
    await withAdbServer(async (server, adbPath) => {
      const entry = { ...COMMON, kind: 'usb' as const, serial: 'f3a1', adbServerPort: server.port };

      await assert.rejects(lease(entry, { adbPath }), {
        code: 'NO_PHONE',
        message: `looked for the phone f3a1 on the adb server at port ${server.port}, found no such phone (it lists none), `
          + 'expected it in state "device"',
      });
    });
  });

  it('says that nobody listens where a phone on TCP was expected', async () => {
    const address = `127.0.0.1:${await findFreePort()}`;

    await withAdbServer(async (server) => {
      await assert.rejects(connectOverTcp(server.client, address, 500), {
        code: 'NO_PHONE',
        message: `looked for the phone ${address} on the adb server at port ${server.port}, found no such phone `
          + '(it lists none), expected it in state "device"',
      });
    });
  });
});

describe('unusable', () => {
  it('has a message and a next step for each state', () => {
    const errors = ['unauthorized', 'offline', 'no permissions', 'recovery'].map((state) =>
      unusable('f3a1', 5037, [{ serial: 'f3a1', state, properties: {} }]));

    assert.deepEqual(errors.map((error) => error.message), [
      'looked for the phone f3a1 on the adb server at port 5037, found it in state "unauthorized", expected it in state "device"',
      'looked for the phone f3a1 on the adb server at port 5037, found it in state "offline", expected it in state "device"',
      'looked for the phone f3a1 on the adb server at port 5037, found it in state "no permissions", expected it in state "device"',
      'looked for the phone f3a1 on the adb server at port 5037, found it in state "recovery", expected it in state "device"',
    ]);
    assert.equal(new Set(errors.map((error) => error.hint)).size, 4);
  });
});

describe('startAdbServer', function () {
  this.timeout(30_000);

  it('has a key of its own, looks for no emulators, and is gone once stopped', async () => {
    let port = 0;
    await withAdbServer(async (server) => {
      port = server.port;
      assert.notEqual(port, 5037);
      assert.match(server.publicKeyPath, /earshot-test-.*adbkey\.pub$/);
      assert.deepEqual(await server.client.devices(), []);
    });

    await assert.rejects(reachUserAdbServer(port), { code: 'NO_PHONE' });
  });
});

describe('userAdbPort', () => {
  it('is what the environment says, or the default', () => {
    assert.equal(userAdbPort({}), 5037);
    assert.equal(userAdbPort({ ANDROID_ADB_SERVER_PORT: '6000' }), 6000);
    assert.throws(() => userAdbPort({ ANDROID_ADB_SERVER_PORT: 'x' }), { code: 'BAD_INPUT' });
  });
});
