import assert from 'node:assert/strict';
import { bootPhone, type Phone } from '../../../emulator/phone/phone.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { startAdbServer, type AdbServer } from '../adbd/adb-server.ts';
import { profilePath } from '../emulator-rig.ts';

const SETTINGS = 'com.android.settings';
const ANALYTICS = 'com.miui.analytics';
const MESSAGE_CHARS = 3000;

interface LogLine {
  readonly pid: number;
  readonly tag: string;
  readonly message: string;
}

describe('OneTrack on a Mi 10, by nothing but adb', function () {
  this.timeout(20_000);
  let adb: AdbServer;
  let world: World;
  let phone: Phone;
  const lines: TruthLine[] = [];

  before(async () => {
    [adb, world] = await Promise.all([startAdbServer(), startWorld()]);
    const truth = { write: (line: TruthLine) => void lines.push(line), close: () => undefined };
    phone = await bootPhone({ profile: await loadProfile(profilePath('umi-2020')), internet: world, truth, timeScale: 0.001 });
    await connect();
  });
  after(async () => {
    await adb.close();
    await phone.close();
    await world.close();
  });
  beforeEach(() => void (lines.length = 0));

  async function connect(): Promise<void> {
    const serial = `127.0.0.1:${phone.boot.adbd.port}`;
    await adb.connect(serial);
    await adb.run('-s', serial, 'wait-for-device');
  }

  async function shell(command: string): Promise<string> {
    return (await adb.run('-s', `127.0.0.1:${phone.boot.adbd.port}`, 'shell', command)).stdout.trim();
  }

  async function logged(): Promise<readonly LogLine[]> {
    const text = await shell('logcat -d -v threadtime');
    return text.split(/\r?\n/).flatMap((line) => {
      const [, pid, tag, message] = /^\S+ \S+ +(\d+) +\d+ \w (OneTrack[\w-]*) *: (.*)$/.exec(line) ?? [];
      return tag === undefined ? [] : [{ pid: Number(pid), tag, message: message ?? '' }];
    });
  }

  const restart = (packageName: string): string => `am force-stop ${packageName}; am start -n com.android.settings/.MainSettings`;
  const kept = (): number => phone.boot.telemetry.store.queues().flatMap(({ rows }) => rows).filter(({ packageName }) => packageName === SETTINGS).length;
  const told = (): readonly TruthLine[] => lines.filter(({ what, package: packageName }) => what === 'telemetry' && packageName === SETTINGS);

  it('says what an app hands over, from the process of that app, and whose it is as in China', async () => {
    await shell(`setprop debug.onetrack.log ${SETTINGS}; logcat -c; ${restart(SETTINGS)}; input tap 540 700`);
    const [log, pid] = [await logged(), Number(await shell(`pidof ${SETTINGS}`))];

    const own = log.filter((line) => line.pid === pid);
    assert.deepEqual(own[0], { pid, tag: 'OneTrackSdk', message: 'log on: true, quick upload on: false' });
    const handed = own.filter(({ tag }) => tag === 'OneTrack-Api-OneTrackSystemImp').map(({ message }) => /^track name:(\w+) data :(\{.*\}) tid\d+$/.exec(message));
    assert.ok(handed.some((found) => found?.[1] === 'onetrack_pa') && handed.some((found) => found?.[1] === 'view'), JSON.stringify(own));
    const { H } = JSON.parse(handed[0]?.[2] ?? '{}') as { H: Record<string, unknown> };
    assert.deepEqual([H['pkg'], H['region'], H['oaid'], typeof H['imei'], 'gaid' in H], [SETTINGS, 'CN', 'f07a3d9162c4be58', 'string', false]);
    assert.deepEqual(log.filter((line) => line.pid !== pid && line.tag !== 'OneTrackSdk'), [], 'nobody else has the switch');
  });

  it('says what com.miui.analytics uploads once that is asked, cut every 3000 characters', async () => {
    await shell(`settings put global airplane_mode_on 1; setprop debug.onetrack.log ${ANALYTICS}; am force-stop ${ANALYTICS}; logcat -c; ${restart(SETTINGS)}`);
    for (let times = 0; times < 3; times += 1) await shell(restart(SETTINGS));
    const pid = Number(await shell(`pidof ${ANALYTICS}`));
    await shell('settings put global airplane_mode_on 0');
    await until(async () => (await logged()).some(({ message }) => message.startsWith('sendDataToServer response: ')));

    const uploads = (await logged()).filter(({ tag }) => tag === 'OneTrack-Api-UploaderEngine');
    assert.ok(uploads.every((line) => line.pid === pid));
    const whole = uploads.findIndex(({ message }) => message.startsWith(' payload:') && message.length === MESSAGE_CHARS);
    assert.ok(whole !== -1, 'a payload fills its first message');
    const size = uploads.findIndex(({ message }, index) => index > whole && message.startsWith('before zip and encrypt, len='));
    const payload = uploads.slice(whole, size).map(({ message }) => message).join('').replace(' payload:', '');
    assert.equal(`before zip and encrypt, len=${payload.length}`, uploads[size]?.message);
    assert.ok((JSON.parse(payload) as unknown[]).length > 3);
  });

  it('keeps what it could not send over force-stop, aeroplane mode and a reboot, and sends it when the network is back', async () => {
    await shell(`settings put global airplane_mode_on 1; ${restart(SETTINGS)}; am force-stop ${SETTINGS}; am force-stop ${ANALYTICS}`);
    const waiting = kept();
    await phone.reboot({ offMs: 0, bootMs: 0 });
    await connect();
    const [still, isSent] = [kept(), told().some(({ outcome }) => outcome === 'sent')];
    await shell(`settings put global airplane_mode_on 0; ${restart(SETTINGS)}`);
    await until(() => Promise.resolve(told().filter(({ outcome }) => outcome === 'sent').length >= waiting));

    assert.ok(waiting >= 2 && still >= waiting && !isSent, `${waiting} ${still} ${String(isSent)}`);
    assert.ok(told().every(({ delegated, sender }) => delegated === true && sender === ANALYTICS));
  });

  it('drops all but screens and days once the owner has left the programme and the process begins anew', async () => {
    await shell(`settings put secure upload_log_pref 0; ${restart(SETTINGS)}`);
    await until(() => Promise.resolve(told().some(({ event, outcome }) => event === 'onetrack_pa' && outcome === 'sent')));
    await shell('settings delete secure upload_log_pref');

    assert.deepEqual([...new Set(told().filter(({ outcome }) => outcome === 'dropped').map(({ event, reason }) => `${event ?? ''}: ${reason ?? ''}`))], ['view: privacy policy is not permitted']);
  });

  it('says nothing of what a monkey does', async () => {
    await shell(`am force-stop ${SETTINGS}`);
    await until(() => Promise.resolve(phone.boot.telemetry.waiting() === 0));
    lines.length = 0;
    await shell(`monkey -p ${SETTINGS} -c android.intent.category.LAUNCHER 1`);

    assert.ok(told().length > 0);
    assert.deepEqual([...new Set(told().map(({ outcome, reason }) => `${outcome}: ${reason ?? ''}`))], ['dropped: a monkey is at the phone']);
  });
});

/** Resolves once it holds; mocha's own time limit ends the wait. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
