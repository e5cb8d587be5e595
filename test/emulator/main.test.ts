import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { profilePath, runEmulator, startEmulator } from './emulator-rig.ts';

async function isListening(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  const answer = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
  socket.destroy();
  return answer;
}

describe('the emulator program', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('says where the world and each phone are, writes their truth logs, and ends with its IPC channel', async () => {
    const rig = await startEmulator([profilePath('ginkgo-2020'), profilePath('ginkgo-silent')], '--truth', folder, '--time-scale', '0.01');
    const world = /^world (127\.0\.0\.1:\d+) (.+)$/.exec(rig.lines[0]!);
    const caFile = world?.[2] ?? '';
    const ca = await readFile(caFile, 'utf8');
    const listening = await Promise.all([world?.[1] ?? '', ...rig.serials].map(isListening));

    const code = await rig.close();

    assert.match(rig.lines[1]!, /^ready 127\.0\.0\.1:\d+ ginkgo-2020$/);
    assert.match(rig.lines[2]!, /^ready 127\.0\.0\.1:\d+ ginkgo-silent$/);
    assert.match(ca, /^-----BEGIN CERTIFICATE-----/);
    assert.deepEqual(listening, [true, true, true]);
    assert.equal(code, 0);
    assert.deepEqual((await readdir(folder)).sort(), ['1-ginkgo-2020.ndjson', '2-ginkgo-silent.ndjson']);
    assert.equal(existsSync(caFile), false, 'the CA file is gone');
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends cleanly on ${signal}`, async () => {
      const rig = await startEmulator([profilePath('ginkgo-silent')]);

      const exited = once(rig.child, 'exit') as Promise<[number | null, string | null]>;
      rig.child.kill(signal);

      assert.deepEqual(await exited, [0, null]);
    });
  }

  it('ends when the program that started it is gone', async () => {
    const main = fileURLToPath(new URL('../../emulator/main.ts', import.meta.url));
    const script = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['--import', 'tsx', ${JSON.stringify(main)}, '--phone', ${JSON.stringify(profilePath('ginkgo-silent'))}], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk) => { text += chunk; if (text.includes('ready')) { process.stdout.write(text); process.exit(0); } });`;
    const parent = spawn(process.execPath, ['-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let text = '';
    parent.stdout.on('data', (chunk: Buffer) => (text += String(chunk)));
    await once(parent, 'exit');

    const serial = /ready (\S+)/.exec(text)?.[1] ?? '';
    while (await isListening(serial)) await new Promise((resolve) => setImmediate(resolve));
  });

  it('says what is wrong with a profile, with exit code 3', async () => {
    const path = join(folder, 'bad.json');
    await writeFile(path, '{ "id": "x" }');

    const bad = await runEmulator('--phone', path);
    const missing = await runEmulator('--phone', join(folder, 'nosuch.json'));
    const nothing = await runEmulator();

    assert.equal(bad.code, 3);
    assert.match(bad.stderr, /bad\.json has .*fault/);
    assert.equal(bad.stdout, '');
    assert.equal(missing.code, 3);
    assert.match(missing.stderr, /nosuch\.json cannot be read/);
    assert.equal(nothing.code, 3);
    assert.match(nothing.stderr, /--phone/);
  });

  it('explains itself', async () => {
    const { code, stdout } = await runEmulator('--help');

    assert.equal(code, 0);
    assert.match(stdout, /Boots emulated Xiaomi phones/);
  });
});
