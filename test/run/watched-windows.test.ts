import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpecRun } from '../../src/flow/spec-run.ts';
import type { SocketRecord } from '../../src/flow/socket.ts';
import { writeSpecRun } from '../../src/run/spec-run-file.ts';
import { watchedWindows } from '../../src/run/watched-windows.ts';
import { aPhone, aWindow } from '../silence/factories.ts';

const LOOK_MS = 1_700_000_000_000;
const SIGHTING = { atMs: LOOK_MS, protocol: 'tcp', uid: 10_088, local: '127.0.0.1:40000', remote: '127.0.0.1:8080', state: 'ESTABLISHED' };

describe('reading the windows in which socket tables were looked at', () => {
  let folder: string;
  const evidence = (name: string): string => join(folder, name);
  const phone = aPhone({ uids: { 'org.example.maps': 10_111 }, preinstalled: ['org.example.maps'] });

  /** What a spec leaves behind: its windows, the nth with the nth of these records. */
  function leave(name: string, records: readonly (SocketRecord | undefined)[]): void {
    const specRun: SpecRun = {
      run: 'r', spec: 'files/browse', app: 'file-manager', package: 'org.example.files', consent: 'as-found', phone, requiredWitnesses: ['wire'], silencing: [], timeScale: 1, adb: { path: 'adb', port: 5038 }, appiumUrl: 'http://127.0.0.1:4723',
      proxy: { setting: '127.0.0.1:8080', caInstalled: true, caDetail: '' }, counterModel: { startMs: 0, endMs: 0, failed: 'none' },
      paths: { ledger: evidence('ledger'), register: evidence('register'), evidence: evidence(name), allureResults: evidence('allure'), undo: evidence('undo') },
    };
    writeSpecRun(specRun);
    for (const [index, sockets] of records.entries()) {
      const window = aWindow({ round: index + 1, ...(sockets !== undefined && { sockets }) });
      writeFileSync(join(evidence(name), index === 0 ? 'window.json' : `window-${index + 1}.json`), JSON.stringify(window));
    }
  }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-watched-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('gives each with the phone it was on, and reads what was seen', () => {
    leave('watched', [undefined, { file: 'sockets-2.ndjson', readable: true, detail: '', proxyPort: 8080 }]);
    writeFileSync(join(evidence('watched'), 'sockets-2.ndjson'), `${JSON.stringify(SIGHTING)}\n${JSON.stringify({ lookMs: LOOK_MS })}\n`);
    const [watched, ...others] = watchedWindows(evidence('watched'));

    assert.deepEqual(others, []);
    assert.equal(watched?.window.sockets?.file, 'sockets-2.ndjson');
    assert.deepEqual(watched.phone, phone);
    assert.deepEqual(watched.readSockets(), { looksMs: [LOOK_MS], sightings: [SIGHTING] });
  });

  it('leaves out windows whose tables could not be read, or whose file is gone, and specs that never began', () => {
    leave('unread', [{ file: 'sockets.ndjson', readable: false, detail: 'denied', proxyPort: 8080 }, { file: 'sockets-2.ndjson', readable: true, detail: '', proxyPort: 8080 }]);
    writeFileSync(join(evidence('unread'), 'sockets.ndjson'), '');
    mkdirSync(evidence('never'));

    assert.deepEqual([watchedWindows(evidence('unread')), watchedWindows(evidence('never')), watchedWindows(evidence('absent'))], [[], [], []]);
  });
});
