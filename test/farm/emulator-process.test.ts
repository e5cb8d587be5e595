import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEmulatorLine, startEmulator } from '../../src/farm/emulator-process.ts';
import { EarshotError } from '../../src/flow/errors.ts';

const PROFILES = path.resolve(import.meta.dirname, '../../emulator/profiles');

describe('parseEmulatorLine', () => {
  it('reads what is for programs and skips what is for people', () => {
    assert.deepEqual(parseEmulatorLine('world 127.0.0.1:4000 /tmp/a folder/ca.pem'),
      { kind: 'world', address: '127.0.0.1:4000', caFile: '/tmp/a folder/ca.pem' });
    assert.deepEqual(parseEmulatorLine('ready 127.0.0.1:4001 ginkgo-2020\r'),
      { kind: 'ready', address: '127.0.0.1:4001', profile: 'ginkgo-2020' });
    assert.equal(parseEmulatorLine('ready soon'), undefined);
  });
});

describe('startEmulator', function () {
  this.timeout(60_000);

  it('boots phones in the order of their profiles, logs, and ends', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'earshot-test-'));
    try {
      const emulator = await startEmulator({
        profiles: ['ginkgo-silent.json', 'ginkgo-2020.json'].map((name) => path.join(PROFILES, name)),
        timeScale: 0.02,
        seed: 7,
        truthFolder: path.join(folder, 'truth'),
        logFile: path.join(folder, 'emulator.log'),
      });
      await emulator.stop();

      assert.deepEqual(emulator.phones.map(({ profile }) => profile), ['ginkgo-silent', 'ginkgo-2020']);
      assert.match(emulator.world.address, /^127\.0\.0\.1:\d+$/);
      assert.deepEqual(readdirSync(path.join(folder, 'truth')), ['1-ginkgo-silent.ndjson', '2-ginkgo-2020.ndjson']);
      assert.throws(() => process.kill(emulator.pid, 0), { code: 'ESRCH' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says what the emulator said when it does not come up', async () => {
    await assert.rejects(startEmulator({ profiles: ['/no/such/profile.json'] }), (error) => {
      assert.ok(error instanceof EarshotError);
      assert.equal(error.code, 'TOOL_MISSING');
      assert.match(error.message, /^started 1 emulated phone, found that the emulator ended \(exit code 3\), expected a line "ready" for each\n.*no\/such\/profile\.json/s);
      return true;
    });
  });
});
