import assert from 'node:assert/strict';
import { aPhone, STORAGE, type PhoneInHand } from './phone-in-hand.ts';

const FILE_MANAGER = 'com.mi.android.globalFileexplorer';

describe('File Manager', () => {
  it('opens a folder, shows what is in it and says so with the tap as cause', async () => {
    const phone = await aPhoneWithFiles('Test1/notes.txt');
    phone.launch(FILE_MANAGER);
    await phone.until('Test1');

    phone.tap('Test1');

    await phone.until('notes.txt');
    const [event] = phone.eventsOf('folder.open');
    assert.equal(event?.packageName, FILE_MANAGER);
    assert.deepEqual(event.data, { path: `${STORAGE}/Test1`, name: 'Test1' });
    assert.equal(event.cause.kind, 'touch');
    assert.equal(event.cause.what, `tap ${FILE_MANAGER}:id/file_name "Test1"`);
  });

  it('sees a folder that adb has made while it is open', async () => {
    const phone = await aPhoneWithFiles('Music/a.mp3');
    phone.launch(FILE_MANAGER);
    await phone.until('Music');

    await phone.system.files.mkdir(`${STORAGE}/Fresh`);

    await phone.until('Fresh');
  });

  it('goes back to the parent, then out of the app', async () => {
    const phone = await aPhoneWithFiles('Test1/inner/x.txt');
    phone.launch(FILE_MANAGER);
    (await phone.until('Test1'), phone.tap('Test1'));
    await phone.until('inner');

    phone.apps.display.pressKey(4);
    await phone.until('Test1');
    phone.apps.display.pressKey(4);

    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.home');
  });
});

async function aPhoneWithFiles(...paths: readonly string[]): Promise<PhoneInHand> {
  const phone = aPhone();
  for (const path of paths) {
    await phone.system.files.mkdir(`${STORAGE}/${path.slice(0, path.lastIndexOf('/'))}`, { recursive: true });
    await phone.system.files.writeFile(`${STORAGE}/${path}`, 'text');
  }
  return phone;
}
