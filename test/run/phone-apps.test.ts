import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import type { AppCode, DrivenApp } from '../../src/flow/app-code.ts';
import { EarshotError } from '../../src/flow/errors.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import { readApps, readDrivenApps, withoutSketches, writeApps, type ReadAppsOptions } from '../../src/run/phone-apps.ts';
import { windowFile } from '../../src/run/window-file.ts';
import { anAction, aWindow } from '../silence/factories.ts';

/** A phone on which nothing is installed. */
const EMPTY_PHONE: DeviceShell = {
  serial: 'c3f51a80',
  run: () => Promise.reject(new Error('the test expected no such command')),
  try: () => Promise.resolve({ exitCode: 1, stdout: '', stderr: '' }),
  stream: () => Promise.reject(new Error('the test expected no stream')),
  push: () => Promise.reject(new Error('the test expected no push')),
};

describe('the apps that a run drove', () => {
  let evidence = '';
  const said: string[] = [];

  beforeEach(() => {
    evidence = mkdtempSync(join(tmpdir(), 'earshot-test-'));
    said.length = 0;
    leave('browser/browsing', { package: 'com.mi.globalbrowser', actions: [anAction({ claims: ['C1'] })] });
    leave('browser/incognito', { package: 'com.mi.globalbrowser', actions: [anAction({ claims: ['C3'] })] });
    leave('music/playing', { package: 'com.miui.player', actions: [anAction({ claims: ['C9'] })] });
  });
  afterEach(() => {
    rmSync(evidence, { recursive: true, force: true });
  });

  function leave(spec: string, over: Partial<WindowRecord>): void {
    const folder = join(evidence, 'note8', spec);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, windowFile(1)), JSON.stringify(aWindow({ spec, ...over })));
  }

  const readAll = (over: Partial<ReadAppsOptions> = {}): Promise<readonly DrivenApp[]> => readDrivenApps({
    device: 'note8', specs: ['browser/browsing', 'browser/incognito', 'music/playing'], folder: { evidence: (device, spec) => join(evidence, device, spec ?? '') },
    shell: EMPTY_PHONE, adbPort: 1, installed: [], leftOut: [], brief: false, interrupted: new AbortController().signal, say: (message) => said.push(message), ...over,
  });
  const specsOf = (apps: readonly DrivenApp[]): readonly (readonly [string, readonly string[]])[] => apps.map((app) => [app.package, app.specs]);

  it('are each told once, with every spec that drove them and why their code is not told', async () => {
    const apps = await readAll();

    assert.deepEqual(specsOf(apps), [['com.mi.globalbrowser', ['browser/browsing', 'browser/incognito']], ['com.miui.player', ['music/playing']]]);
    assert.match(apps[0]?.notTold ?? '', /^asked c3f51a80 where com\.mi\.globalbrowser lies, found "", expected the paths of its APKs$/);
    assert.equal(said[0], 'reading the code of com.mi.globalbrowser, com.miui.player');
    assert.deepEqual(readApps(join(evidence, 'note8')), apps);
  });

  it('are the browsers alone in a brief run', async () => {
    assert.deepEqual(specsOf(await readAll({ brief: true })).map(([name]) => name), ['com.mi.globalbrowser']);
  });

  it('are joined by the browsers of a phone on which no spec could drive one', async () => {
    const installed = ['com.miui.player', 'com.android.browser', 'com.mi.globalbrowser'];

    assert.deepEqual(specsOf(await readAll({ brief: true, installed, leftOut: [{ claims: ['C1'] }] })), [['com.mi.globalbrowser', ['browser/browsing', 'browser/incognito']]]);
    assert.deepEqual(specsOf(await readAll({ specs: [], leftOut: [{ claims: ['C9'] }, { claims: ['C1'] }], installed })), [['com.mi.globalbrowser', []], ['com.android.browser', []]]);
    assert.deepEqual(specsOf(await readAll({ specs: ['music/playing'], leftOut: [{ claims: ['C9'] }], installed })), [['com.miui.player', ['music/playing']]]);
  });

  it('are not fetched any more once the run was interrupted', async () => {
    const interruption = new AbortController();
    interruption.abort();

    assert.deepEqual((await readAll({ interrupted: interruption.signal })).map(({ notTold }) => notTold), ['the run was interrupted', 'the run was interrupted']);
  });

  it('are asked for no more once the phone does not answer', async () => {
    let asked = 0;
    const shell: DeviceShell = { ...EMPTY_PHONE, try: () => {
      asked += 1;
      return Promise.reject(new EarshotError('NO_PHONE', 'found no end within 30 s'));
    } };

    assert.deepEqual((await readAll({ shell })).map(({ notTold }) => notTold), ['found no end within 30 s', 'found no end within 30 s']);
    assert.equal(asked, 1);
  });

  it('are told without a spec whose windows are damaged', async () => {
    writeFileSync(join(evidence, 'note8', 'music/playing', windowFile(1)), 'not json');

    assert.deepEqual(specsOf(await readAll()).map(([name]) => name), ['com.mi.globalbrowser']);
    assert.match(said[0] ?? '', /^which app music\/playing drove cannot be told: /);
  });

  it('are written down whole, and without the samples of classes in run.json', () => {
    const sketch = { count: 2, smallest: ['aa', 'bb'] };
    const code: AppCode = {
      package: 'com.mi.globalbrowser', versionName: '12.1.1', versionCode: '1', apks: [{ path: '/base.apk', sha256: 'aa', bytes: 1 }], signers: ['cc'], dex: [{ name: 'classes.dex', sha256: 'dd', classes: 2 }],
      code: 'ee', nativeLibraries: [], otherCode: [], trackers: ['OneTrack'], endpoints: ['www.mi.com'], classNames: sketch, classCode: sketch, unread: [],
    };
    const apps = [{ package: code.package, specs: ['browser/browsing'], code }];
    writeApps(evidence, apps);

    assert.deepEqual(readApps(evidence), apps);
    assert.equal(readApps(join(evidence, 'elsewhere')), undefined);
    assert.equal(JSON.stringify(withoutSketches(apps)).includes('smallest'), false);
    assert.equal(readFileSync(join(evidence, 'apps.json'), 'utf8').includes('smallest'), true);
  });
});
