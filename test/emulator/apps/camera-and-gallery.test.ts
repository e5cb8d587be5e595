import assert from 'node:assert/strict';
import { aPhone, STORAGE, type PhoneInHand } from './phone-in-hand.ts';

const CAMERA = 'com.android.camera';
const GALLERY = 'com.miui.gallery';
const FOLDER = `${STORAGE}/DCIM/Camera`;

describe('Camera and Gallery', () => {
  it('write a JPEG with its date, maker and size into DCIM/Camera', async () => {
    const phone = aPhone();
    phone.launch(CAMERA);

    phone.tap('shutter_button');

    const { data } = await phone.untilEvent('picture.take');
    assert.match(String(data['name']), /^IMG_\d{8}_\d{6}\.jpg$/u);
    const bytes = Buffer.from(await phone.system.files.readFileBuffer(String(data['path'])));
    assert.deepEqual(markersOf(bytes), ['ffd8', 'ffe1', 'ffdb', 'ffc0', 'ffc4', 'ffc4', 'ffda', 'ffd9']);
    const frame = bytes.indexOf(Buffer.from('ffc0', 'hex'));
    assert.deepEqual([bytes.readUInt16BE(frame + 5), bytes.readUInt16BE(frame + 7)], [640, 480]);
    assert.match(bytes.toString('latin1'), /Exif\0\0MM\0\*[\s\S]*\d{4}:\d\d:\d\d \d\d:\d\d:\d\d\0/u);
  });

  it('show, share and delete what was taken', async () => {
    const phone = aPhone();
    phone.launch(CAMERA);
    phone.tap('camera_picker');
    phone.tap('shutter_button');
    const { data } = await phone.untilEvent('picture.take');
    const picture = { path: data['path'], name: data['name'] };

    phone.tap('thumbnail');
    assert.equal(phone.apps.activities.focused().packageName, GALLERY);
    phone.tap('action_send');
    phone.tap('ShareMe');
    phone.tap('action_delete');
    phone.tap('android:id/button1');

    assert.equal(data['facing'], 'front');
    assert.deepEqual(phone.eventsOf('picture.view')[0]?.data, picture);
    assert.deepEqual(phone.eventsOf('picture.share')[0]?.data, picture);
    assert.deepEqual(phone.eventsOf('picture.delete')[0]?.data, picture);
    await until(async () => !(await phone.system.files.exists(String(picture.path))));
  });

  it('list what adb pushed, by album', async () => {
    const phone = aPhone();
    await push(phone, `${FOLDER}/IMG_1.jpg`, `${STORAGE}/Pictures/Screenshots/shot.png`, `${STORAGE}/Pictures/.hidden/secret.png`);
    phone.launch(GALLERY);
    await phone.until('shot.png');
    assert.equal(phone.sees('secret.png'), false);

    phone.tap('Albums');
    phone.tap('Screenshots');

    assert.deepEqual(phone.all('photo_item').map(({ contentDesc }) => contentDesc), ['shot.png']);
    assert.deepEqual(phone.eventsOf('album.open')[0]?.data, { name: 'Screenshots', count: 1 });
    phone.tap('shot.png');
    assert.equal(phone.one('miui:id/action_bar_title').text, 'shot.png');
  });

  it('ask for their permissions at first', () => {
    const phone = aPhone({ consented: [] });
    phone.launch(CAMERA);
    phone.tap('DENY');
    assert.ok(phone.sees('shutter_button'));

    phone.launch(GALLERY);

    assert.ok(phone.sees('com.android.permissioncontroller:id/permission_allow_button'));
  });
});

function markersOf(jpeg: Buffer): readonly string[] {
  const markers = [jpeg.subarray(0, 2).toString('hex')];
  for (let at = 2; markers.at(-1) !== 'ffda'; at += 2 + jpeg.readUInt16BE(at + 2)) markers.push(jpeg.subarray(at, at + 2).toString('hex'));
  return [...markers, jpeg.subarray(-2).toString('hex')];
}

async function push(phone: PhoneInHand, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await phone.system.files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    await phone.system.files.writeFile(path, 'picture');
  }
}

async function until(test: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200 && !(await test()); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(await test());
}
