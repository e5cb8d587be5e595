import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDeviceList } from '../../src/farm/adb-device-list.ts';

const LISTED = [
  'List of devices attached',
  '127.0.0.1:41234        device product:ginkgo model:Redmi_Note_8 device:ginkgo transport_id:1',
  'f3a1b2                 unauthorized usb:1-4 transport_id:2',
  '1234567                no permissions (user in plugdev group; are your udev rules wrong?); see [http://developer]',
  '192.168.1.7:5555       offline',
  '',
];

const EXPECTED = [
  { serial: '127.0.0.1:41234', state: 'device' },
  { serial: 'f3a1b2', state: 'unauthorized' },
  { serial: '1234567', state: 'no permissions' },
  { serial: '192.168.1.7:5555', state: 'offline' },
];

describe('parseDeviceList', () => {
  for (const [name, lineEnd] of [['LF', '\n'], ['CR LF', '\r\n']] as const) {
    it(`reads serial and state of each phone with ${name} line ends`, () => {
      const devices = parseDeviceList(LISTED.join(lineEnd));

      assert.deepEqual(devices.map(({ serial, state }) => ({ serial, state })), EXPECTED);
    });
  }

  it('reads what a phone announced of itself', () => {
    const [device] = parseDeviceList(LISTED[1] ?? '');

    assert.deepEqual(device?.properties, {
      product: 'ginkgo', model: 'Redmi_Note_8', device: 'ginkgo', transport_id: '1',
    });
  });

  it('skips what a starting server says', () => {
    assert.deepEqual(parseDeviceList('* daemon not running; starting now\n* daemon started successfully\n'), []);
  });

  it('takes any text without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => { parseDeviceList(text); }));
  });
});
