import assert from 'node:assert/strict';
import { bootPhone } from '../../emulator/phone/phone.ts';
import type { Phone } from '../../emulator/phone/phone.ts';
import { loadProfile } from '../../emulator/phone/profile/load-profile.ts';
import { noTruthLog } from '../../emulator/phone/telemetry/truth-log.ts';
import { startWorld } from '../../emulator/world/world.ts';
import type { World } from '../../emulator/world/world.ts';
import { profilePath } from './emulator-rig.ts';

const AT_ONCE = { offMs: 0, bootMs: 0 };

describe('a phone that is switched off and on', function () {
  this.timeout(20_000);
  let world: World;
  let phone: Phone;

  before(async () => {
    world = await startWorld();
    phone = await bootPhone({ profile: await loadProfile(profilePath('ginkgo-2020')), internet: world, truth: noTruthLog });
  });

  after(async () => {
    await phone.close();
    await world.close();
  });

  it('keeps what its SDKs had not sent, and what its apps keep', async () => {
    phone.services.settings.put('global', 'airplane_mode_on', '1');
    phone.services.activities.start({ component: 'com.android.settings/.MainSettings' });
    const [waiting, kept] = [phone.boot.telemetry.waiting(), phone.boot.apps.kept()];

    await phone.reboot(AT_ONCE);

    assert.ok(waiting > 0, 'something waits to be sent');
    assert.ok(phone.boot.telemetry.waiting() >= waiting, `${phone.boot.telemetry.waiting()} of ${waiting}`);
    assert.deepEqual(phone.boot.apps.kept().get('com.android.settings'), kept.get('com.android.settings'));
  });

  it('leaves nothing running behind: old listeners, processes and observers are gone', async () => {
    const before = phone.boot;
    before.system.loopback.listen(7777, () => undefined);
    before.system.processes.start('sleep', 2000);

    await phone.reboot(AT_ONCE);

    assert.equal(phone.boot.system.loopback.isOpen(7777), false);
    assert.equal(phone.boot.system.processes.byName('sleep'), undefined);
    assert.notEqual(phone.services.display, before.services.display);
    assert.equal(before.adbd.isRunning, false);
  });

  it('is switched in the order in which it was asked for', async () => {
    const states: string[] = [];
    const switched = [phone.powerOff().then(() => states.push(phone.state)), phone.powerOn(AT_ONCE).then(() => states.push(phone.state)), phone.reboot(AT_ONCE).then(() => states.push(phone.state))];

    await Promise.all(switched);

    assert.deepEqual(states, ['off', 'on', 'on']);
  });

  it('shares nothing with another phone of the process', async () => {
    const other = await bootPhone({ profile: await loadProfile(profilePath('ginkgo-2020')), internet: world, truth: noTruthLog });
    phone.services.settings.put('secure', 'mine', '1');
    await phone.services.files.writeFile('/sdcard/mine', 'x');
    phone.boot.system.battery.change({ level: 2 });
    phone.services.logcat.write({ level: 'I', tag: 'mine', message: 'mine' });
    phone.cable.conditions = { latencyMs: 1, bytesPerSecond: 0, lossPercent: 0 };
    const seen = [
      other.services.settings.get('secure', 'mine'), await other.services.files.exists('/sdcard/mine'), other.boot.system.battery.state().level,
      other.services.logcat.lines().some(({ tag }) => tag === 'mine'), other.cable.conditions,
    ];
    phone.cable.conditions = undefined;
    await other.close();

    assert.deepEqual(seen, [undefined, false, 100, false, undefined]);
  });
});
