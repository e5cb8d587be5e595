import assert from 'node:assert/strict';
import type { Browser } from 'webdriverio';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { RecordingPhone } from '../../src/ui/recording-phone.ts';

/** Gestures are functions here: nothing of the driver or the shell is touched. */
function aPhone(shell: Partial<DeviceShell> = {}, onAgreement: (packageName: string) => void = () => undefined): RecordingPhone {
  return new RecordingPhone({ facts: {} as PhoneFacts, driver: Object.create(null) as Browser, shell: shell as DeviceShell, onAgreement });
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

  it('clears an app\'s data and writes down whose', async () => {
    const commands: string[] = [];
    const phone = aPhone({ try: (command) => { commands.push(command); return Promise.resolve({ exitCode: 0, stdout: 'Success\n', stderr: '' }); } });

    await phone.clearData('com.mi.globalbrowser');

    assert.deepEqual(commands, ['pm clear com.mi.globalbrowser']);
    assert.deepEqual(phone.takeSteps().map(({ title, clears, error }) => [title, clears, error]), [['clears the data of com.mi.globalbrowser', 'com.mi.globalbrowser', undefined]]);
  });

  it('tells of an agreement that an app asked for as it was found, and of none it asks for because its data was cleared', async () => {
    const told: string[] = [];
    const phone = aPhone({ try: () => Promise.resolve({ exitCode: 0, stdout: 'Success\n', stderr: '' }) }, (name) => told.push(name));
    phone.noteAgreement('com.miui.player');

    for (const name of ['com.miui.player', 'com.mi.globalbrowser']) {
      await phone.clearData(name);
      phone.noteAgreement(name);
    }

    assert.deepEqual(told, ['com.miui.player']);
  });

  it('says what the phone said when it would not clear an app\'s data', async () => {
    const phone = aPhone({ try: () => Promise.resolve({ exitCode: 0, stdout: 'Failed\n', stderr: '' }) });

    await assert.rejects(phone.clearData('com.mi.globalbrowser'), /cleared the data of com\.mi\.globalbrowser, found "Failed", expected "Success"/);

    assert.match(phone.takeSteps()[0]?.error ?? '', /Failed/);
  });
});
