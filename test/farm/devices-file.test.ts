import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { devicesJsonSchema } from '../../src/farm/devices-schema.ts';
import { loadDevices } from '../../src/farm/devices-file.ts';
import { EarshotError } from '../../src/flow/errors.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const EMULATED = { id: 'a', model: 'Redmi Note 8', kind: 'emulated', profile: 'phone.json' };
const USB = { id: 'b', model: 'Mi 10', kind: 'usb', serial: 'f3a1' };

/** Message of the error for a file of this text; `FOLDER` stands for the folder it lies in. */
async function messageFor(text: string): Promise<string> {
  return inTemporaryFolder((folder) => {
    writeFileSync(path.join(folder, 'phone.json'), '{}');
    const file = path.join(folder, 'devices.json');
    writeFileSync(file, text);
    try {
      loadDevices(file);
      return 'no error';
    } catch (error) {
      assert.ok(error instanceof EarshotError);
      assert.equal(error.code, 'BAD_INPUT');
      assert.notEqual(error.hint, undefined);
      return error.message.replaceAll(folder, 'FOLDER');
    }
  });
}

const messageForEntries = (...entries: unknown[]): Promise<string> => messageFor(JSON.stringify(entries));

describe('loadDevices', () => {
  it('fills in defaults and makes profiles absolute', async () => {
    await inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, 'phone.json'), '{}');
      const file = path.join(folder, 'devices.json');
      writeFileSync(file, JSON.stringify([EMULATED, USB]));

      const devices = loadDevices(file);

      assert.deepEqual(devices, [
        { ...EMULATED, profile: path.join(folder, 'phone.json'), witnesses: ['wire'], timeScale: 1 },
        { ...USB, witnesses: ['wire'] },
      ]);
    });
  });

  it('loads the file that comes with Earshot', () => {
    const devices = loadDevices(path.join(ROOT, 'devices.json'));

    assert.deepEqual(devices.map((device) => device.id), ['redmi-note-8-2020', 'redmi-note-8-silent', 'redmi-k20', 'mi-10', 'mi-mix-3', 'redmi-note-8-fixed']);
  });

  it('refuses the same phone under two names, and takes one serial on two adb servers', async () => {
    assert.equal(
      await messageForEntries(USB, { ...USB, id: 'c' }),
      'FOLDER/devices.json: entry 1 (id "c"), field "serial": found the serial f3a1 of entry 0 again, expected one that no other phone has',
    );
    assert.equal(await messageForEntries(USB, { ...USB, id: 'c', adbServerPort: 5555 }, EMULATED, { ...EMULATED, id: 'd' }), 'no error');
  });

  it('says where a file that is not JSON goes wrong', async () => {
    assert.equal(
      await messageFor('[\n  { "id": "a",\n    "model": x }\n]'),
      'FOLDER/devices.json is not JSON: line 3, column 14: found x }',
    );
    assert.equal(
      await messageFor('[\n  {},\n]'),
      'FOLDER/devices.json is not JSON: line 3, column 1: found ]',
    );
    assert.equal(await messageFor('[ {'), 'FOLDER/devices.json is not JSON: line 1, column 4: found the end of the line');
  });

  it('names entry, field, what was found and what was expected for an unknown kind', async () => {
    assert.equal(
      await messageForEntries(EMULATED, { ...USB, kind: 'wifi' }),
      'FOLDER/devices.json: entry 1 (id "b"), field "kind": found "wifi", expected one of "emulated", "usb", "stf"',
    );
    assert.equal(
      await messageForEntries({ id: 'b', model: 'Mi 10' }),
      'FOLDER/devices.json: entry 0 (id "b"), field "kind": found nothing, expected one of "emulated", "usb", "stf"',
    );
  });

  it('names both entries for two phones with one id', async () => {
    assert.equal(
      await messageForEntries(EMULATED, USB, { ...USB, id: 'a', serial: 'f3a2' }),
      'FOLDER/devices.json: entry 2 (id "a"), field "id": found the id of entry 0 again, '
        + 'expected one that no other phone has',
    );
  });

  it('names the path of a missing profile', async () => {
    assert.equal(
      await messageForEntries({ ...EMULATED, profile: 'no/such.json' }),
      'FOLDER/devices.json: entry 0 (id "a"), field "profile": found no file FOLDER/no/such.json, '
        + 'expected a profile, its path relative to devices.json',
    );
  });

  it('refuses a field that the kind does not have', async () => {
    assert.equal(
      await messageForEntries({ ...USB, timeScale: 0.5 }),
      'FOLDER/devices.json: entry 0 (id "b"), field "timeScale": found a field that no phone of kind "usb" has, '
        + 'expected the fields in devices.schema.json',
    );
  });

  it('says what it expects of each field', async () => {
    assert.equal(
      await messageForEntries({ ...EMULATED, id: 'A b', timeScale: 2, witnesses: ['ear'] }, { ...USB, serial: 7 }),
      'FOLDER/devices.json: 4 mistakes\n'
        + '  entry 0 (id "A b"), field "id": found "A b", expected lower-case letters, digits, ".", "_" and "-", '
        + 'beginning with a letter or digit\n'
        + '  entry 0 (id "A b"), field "witnesses": found ["ear"], expected a list of "wire", "kernel", "oracle", '
        + 'at least one\n'
        + '  entry 0 (id "A b"), field "timeScale": found 2, expected a number above 0 and up to 1\n'
        + '  entry 1 (id "b"), field "serial": found 7, expected a serial, as "adb devices" prints it',
    );
  });

  it('says what it expects of the whole file', async () => {
    assert.equal(await messageFor('{}'), 'FOLDER/devices.json: found {}, expected a list of phones, as an array');
    assert.equal(await messageFor('[]'), 'FOLDER/devices.json: found an empty list, expected at least one phone');
    assert.equal(await messageFor('[3]'), 'FOLDER/devices.json: entry 0: found 3, expected a phone, as an object');
  });

  it('says that a file is missing', () => {
    assert.throws(() => loadDevices('no/such/devices.json'), {
      code: 'BAD_INPUT',
      message: 'cannot read no/such/devices.json: found no such file, expected a list of phones',
    });
  });
});

describe('devices.schema.json', () => {
  const shipped: unknown = JSON.parse(readFileSync(path.join(ROOT, 'devices.schema.json'), 'utf8'));

  it('is what the schema in the code gives', () => {
    assert.deepEqual(shipped, JSON.parse(JSON.stringify(devicesJsonSchema())));
  });

  it('accepts the file that comes with Earshot and refuses an unknown kind', () => {
    const validate = new Ajv2020({ formats: { uri: true } }).compile(shipped as object);

    assert.equal(validate(JSON.parse(readFileSync(path.join(ROOT, 'devices.json'), 'utf8'))), true);
    assert.equal(validate([{ ...USB, kind: 'wifi' }]), false);
  });
});
