import assert from 'node:assert/strict';
import { parseSpecRun } from '../../src/run/spec-run-file.ts';

const BEFORE_FAMILIES = {
  run: '2026-11-21T18-25-38Z-3d17',
  spec: 'music/playing',
  phone: {
    id: 'note8', model: 'Redmi Note 8', serial: 'c3f51a80', kind: 'usb', build: 'V11.0.8.0.PCOMIXM', product: 'ginkgo', androidVersion: '9', apiLevel: 28,
    identifiers: {}, packages: { 'com.miui.player': { versionName: '4.10', versionCode: '410', uid: 10095 } },
  },
  requiredWitnesses: ['wire'],
  silencing: [],
  timeScale: 1,
  adb: { path: '/usr/bin/adb', port: 41000 },
  appiumUrl: 'http://127.0.0.1:41001',
  proxy: { setting: '127.0.0.1:41002', caInstalled: true, caDetail: 'in the system store' },
  counterModel: { startMs: 0, endMs: 0, failed: 'not measured' },
  paths: { ledger: 'l', register: 'r', evidence: 'e', allureResults: 'a', undo: 'u' },
};

describe('spec-run.json', () => {
  it('is read as recorded before a spec could be about several apps: an old capture can be judged again', () => {
    const { app, package: packageName, consent } = parseSpecRun(JSON.stringify(BEFORE_FAMILIES));

    assert.deepEqual({ app, packageName, consent }, { app: '', packageName: '', consent: 'as-found' });
  });

  it('is refused where it says of consent what nobody knows', () => {
    assert.throws(() => parseSpecRun(JSON.stringify({ ...BEFORE_FAMILIES, consent: 'perhaps' })), /consent/);
  });
});
