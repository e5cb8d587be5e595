import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { shippedProfile, Stage } from './earshot.ts';

const PHONE = { id: 'a', model: 'Redmi Note 8', kind: 'emulated', profile: shippedProfile('ginkgo-silent') };

describe('earshot run, told something it cannot do', function () {
  this.timeout(60_000);
  const stage = new Stage();

  after(async () => {
    await stage.assertTidy();
    stage.remove();
  });

  const cases: readonly { readonly what: string; readonly devices?: unknown; readonly args?: readonly string[]; readonly says: RegExp }[] = [
    { what: 'a devices.json that is not JSON', devices: '[\n  { "id": "a", }\n]', says: /devices\.json is not JSON: line 2, column \d+: found }/ },
    { what: 'an unknown kind', devices: [{ ...PHONE, kind: 'cloud' }], says: /entry 0 \(id "a"\), field "kind": found "cloud", expected one of "emulated", "usb", "stf"/ },
    { what: 'two phones with one id', devices: [PHONE, PHONE], says: /entry 1 \(id "a"\), field "id": found the id of entry 0 again, expected one that no other phone has/ },
    { what: 'a profile that is not there', devices: [{ ...PHONE, profile: 'none.json' }], says: /entry 0 \(id "a"\), field "profile": found no file \S+none\.json, expected a profile/ },
    { what: 'an upstream proxy that is none', devices: [{ id: 'a', model: 'x', kind: 'usb', serial: 's', upstreamProxy: 'proxy' }], says: /entry 0 \(id "a"\), field "upstreamProxy": found "proxy", expected the address of an HTTP proxy/ },
    { what: 'a devices file that is not there', args: ['--devices-file', '/no/such.json'], says: /cannot read \/no\/such\.json: found no such file, expected a list of phones/ },
    { what: 'a phone that is not listed', args: ['--devices', 'nope'], says: /--devices nope is not in the devices file\. There are: a/ },
    { what: 'a spec that is not there', args: ['--specs', 'nope'], says: /--specs nope names no spec\. There are: browser\/incognito-switch, / },
    { what: 'an empty list of specs', args: ['--specs', ','], says: /--specs "" names no spec/ },
    { what: 'an empty list of phones', args: ['--devices', ''], says: /--devices "" is not in the devices file/ },
    { what: 'an option that it does not know', args: ['--nope'], says: /unknown option '--nope'/ },
    { what: 'a reports folder that cannot be made', args: ['--reports', '/proc/reports'], says: /folder \/proc\/reports\S* cannot be made: ENOENT/ },
    { what: 'a reports folder below a file', args: ['--reports', '/dev/null/reports'], says: /folder \/dev\/null\/reports\S* cannot be made/ },
  ];

  for (const { what, devices = [PHONE], args = [], says } of cases) {
    it(`ends with 3 and says what it found and what it expected: ${what}`, async () => {
      const file = args.includes('--devices-file') ? [] : ['--devices-file', stage.devices(devices)];
      const { code, stdout, stderr } = await stage.run(['run', ...file, ...args]);
      assert.equal(code, 3, stderr);
      assert.match(stderr, says);
      assert.equal(stdout, '');
      assert.doesNotMatch(stderr, /\n\s+at |unexpected error/);
      assert.ok(!existsSync(stage.reports) || readdirSync(stage.reports).length === 0, 'no run was begun');
    });
  }
});
