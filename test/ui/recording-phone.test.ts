import assert from 'node:assert/strict';
import type { Browser } from 'webdriverio';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { RecordingPhone } from '../../src/ui/recording-phone.ts';

/** Gestures are functions here: nothing of the driver or the shell is touched. */
function aPhone(): RecordingPhone {
  return new RecordingPhone({ facts: {} as PhoneFacts, driver: Object.create(null) as Browser, shell: {} as DeviceShell });
}

describe('RecordingPhone', () => {
  it('gives the result of the gesture and writes it down', async () => {
    const phone = aPhone();

    assert.equal(await phone.act('tap Go', () => Promise.resolve(7)), 7);

    const [step] = phone.takeSteps();
    assert.equal(step?.title, 'tap Go');
    assert.ok(step.endMs >= step.startMs);
  });

  it('writes down a gesture that failed, and lets the failure through', async () => {
    const phone = aPhone();

    await assert.rejects(phone.act('tap Go', () => Promise.reject(new Error('not there'))), /not there/);

    assert.equal(phone.takeSteps()[0]?.error, 'not there');
  });

  it('gives each step once', async () => {
    const phone = aPhone();
    await phone.act('tap Go', () => Promise.resolve());

    phone.takeSteps();

    assert.deepEqual(phone.takeSteps(), []);
  });
});
