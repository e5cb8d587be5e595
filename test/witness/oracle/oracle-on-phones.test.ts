import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectShell } from '../../../src/device/adb-shell.ts';
import { measureClockOffset } from '../../../src/device/clock-offset.ts';
import type { DeviceShell } from '../../../src/device/device-shell.ts';
import { restorePhone } from '../../../src/device/prepare.ts';
import { UndoJournal } from '../../../src/device/undo-journal.ts';
import { findAdb } from '../../../src/farm/adb-program.ts';
import { startAdbServer, type AdbServer } from '../../../src/farm/adb-server.ts';
import { connectOverTcp } from '../../../src/farm/lease.ts';
import { startOracleCapture } from '../../../src/witness/oracle/capture.ts';
import { readOracleLog } from '../../../src/witness/oracle/parse-oracle-log.ts';
import { oracleState } from '../../../src/witness/oracle/state.ts';
import { LOG_PROPERTY, switchOnOracleLog } from '../../../src/witness/oracle/switch.ts';
import { profilePath, startEmulator, type EmulatorRig } from '../../emulator/emulator-rig.ts';

const SETTINGS = 'com.android.settings';
const ANALYTICS = 'com.miui.analytics';

describe('the log of OneTrack, on emulated phones', function () {
  this.timeout(30_000);
  let folder: string;
  let adb: AdbServer;
  let emulator: EmulatorRig;
  let umi: DeviceShell;
  let ginkgo: DeviceShell;
  let files = 0;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'earshot-oracle-'));
    [adb, emulator] = await Promise.all([
      findAdb().then((found) => startAdbServer(found, folder)),
      startEmulator([profilePath('umi-2020'), profilePath('ginkgo-2020')], '--control', '0', '--time-scale', '0.01'),
    ]);
    const connect = async (serial: string): Promise<DeviceShell> => {
      await connectOverTcp(adb.client, serial);
      return connectShell({ adbPort: adb.port, serial });
    };
    [umi, ginkgo] = await Promise.all([connect(emulator.serials[0]!), connect(emulator.serials[1]!)]);
  });
  after(async () => {
    await emulator.close();
    await adb.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function begin(shell: DeviceShell, delegates: readonly string[]) {
    const journal = UndoJournal.open(path.join(folder, `undo-${files}`), shell.serial);
    const capture = await startOracleCapture({ shell, folder, file: `oracle-${files++}.log`, packages: [...delegates, SETTINGS] });
    await switchOnOracleLog({ shell, journal, capture, app: SETTINGS, delegates, limitMs: 300 });
    return { journal, capture, clockOffsetMs: await measureClockOffset(shell) };
  }

  it('hears in the log what Settings hands over and what com.miui.analytics sends of it, and puts the property back', async () => {
    await umi.run(`setprop ${LOG_PROPERTY} com.example.before`);
    const { journal, capture, clockOffsetMs } = await begin(umi, [ANALYTICS]);
    const startMs = Date.now();
    await umi.run('am start -n com.android.settings/.MainSettings; input tap 540 700');
    const span = { startMs, endMs: Date.now() };
    await new Promise((resolve) => setTimeout(resolve, 600));
    const record = await capture.stop();
    const undoing = await restorePhone(journal, { shell: umi, adb: { port: adb.port } });
    const events = readOracleLog(folder, record);

    assert.deepEqual([record.whole, record.packages], [true, { [ANALYTICS]: 'on', [SETTINGS]: 'on' }], record.detail);
    const handed = events.filter(({ kind, package: name }) => kind === 'handed over' && name === SETTINGS).map(({ event }) => event);
    assert.ok(handed.includes('onetrack_pa') && handed.includes('view'), JSON.stringify(handed));
    assert.ok(events.some(({ kind, package: name, data }) => kind === 'uploading' && name === ANALYTICS && Array.isArray(data)));
    const group = { packages: [SETTINGS, ANALYTICS], clockOffsetMs };
    assert.equal(oracleState(record, events, span, group), 'seen');
    assert.equal(oracleState(record, events, { startMs: span.endMs + 60_000, endMs: span.endMs + 61_000 }, group), 'quiet');
    assert.deepEqual([undoing.failed, (await umi.run(`getprop ${LOG_PROPERTY}`)).trim()], [[], 'com.example.before']);
  });

  it('says of a phone without OneTrack that there is no SDK', async () => {
    const { capture, clockOffsetMs } = await begin(ginkgo, [ANALYTICS]);
    const startMs = Date.now();
    await ginkgo.run('am start -n com.android.settings/.MainSettings');
    const record = await capture.stop();

    assert.deepEqual([record.whole, record.packages], [true, { [ANALYTICS]: 'no SDK', [SETTINGS]: 'no SDK' }], record.detail);
    assert.equal(oracleState(record, readOracleLog(folder, record), { startMs, endMs: Date.now() }, { packages: [SETTINGS, ANALYTICS], clockOffsetMs }), 'absent');
  });

  it('does not call a log whole that was cut off', async () => {
    const { capture, clockOffsetMs } = await begin(umi, []);
    await umi.run('am start -n com.android.settings/.MainSettings');
    const asked = request(`${emulator.control}/phones/1/faults`, { method: 'POST' }).end(JSON.stringify({ fault: 'logcat-cut' }));
    await once(asked, 'response').then(([response]) => (response as NodeJS.ReadableStream).resume());
    const record = await capture.stop();

    assert.deepEqual([record.whole, record.detail.startsWith('logcat ended before the window did')], [false, true], record.detail);
    assert.equal(oracleState(record, readOracleLog(folder, record), { startMs: 0, endMs: Date.now() }, { packages: [SETTINGS], clockOffsetMs }), 'blind');
  });

  it('is blind where the process was begun under another package\'s name', async () => {
    const capture = await startOracleCapture({ shell: umi, folder, file: `oracle-${files++}.log`, packages: [SETTINGS] });
    await umi.run(`setprop ${LOG_PROPERTY} com.example.other; am force-stop ${SETTINGS}; am start -n com.android.settings/.MainSettings; setprop ${LOG_PROPERTY} ""`);
    const record = await capture.stop();

    assert.deepEqual([record.whole, record.packages], [true, { [SETTINGS]: 'off' }], record.detail);
  });
});
