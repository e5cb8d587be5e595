import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allureResults } from './allure-results.ts';
import { Stage, type Ended } from './earshot.ts';
import { readVerdictsFile, type VerdictsFile } from './verdicts-format.ts';

const FILES = 'com.mi.android.globalFileexplorer';
const MUSIC = 'com.miui.player';
const NEVER_MS = 36_000_000;
/** A day in 2020, as an SDK might state when it was installed. */
const LONG_AGO = 1_577_836_800_000;
const FAR_AHEAD = 1_893_456_000_000;

const [FOLDERS, PLAYING] = ['file-manager/folders', 'music/playing'] as const;

/** One song: what is held back until a second one comes, and states no time, nobody can credit. */
const ACTIONS = 'opens a folder,creates a folder,searches for a file,plays a song';

/** Telemetry that does what it can not to be noticed, each phone in ways of its own. */
const HOSTILE: Readonly<Record<string, { readonly sdks: unknown; readonly rules: readonly unknown[] }>> = {
  liar: {
    sdks: {
      stated: sdk('https://times.example/p', ['json']),
      smuggled: sdk('http://connect.rom.miui.com/generate_204', ['json', 'aes', 'hex', 'query:r'], { method: 'GET', sender: 'android' }),
    },
    rules: [
      rule(FILES, 'folder.open', 'stated', { time: FAR_AHEAD }),
      rule(FILES, 'folder.create', 'stated', { time: LONG_AGO, at: '${sha256(data.path)}' }),
      rule(FILES, 'files.search', 'smuggled'),
    ],
  },
  hoarder: {
    sdks: { kept: sdk('https://batch.example/p', ['json', 'gzip'], { list: true, flushIntervalMs: NEVER_MS }) },
    rules: [
      rule(FILES, 'folder.open', 'kept', { time: null, name: '${data.name}' }),
      rule(FILES, 'folder.create', 'kept', { time: null }),
      rule(FILES, 'files.search', 'kept', { time: LONG_AGO }),
    ],
  },
  straggler: {
    // Sent with the first song: after the window in which the search was watched.
    sdks: {
      late: sdk('https://late.example/p', ['json', 'zlib', 'base64url', 'form:d'], {
        list: true, flushIntervalMs: NEVER_MS, flushOn: [], bulkCount: 2, sender: 'com.miui.analytics',
      }),
    },
    rules: [rule(FILES, 'files.search', 'late', { time: null, term: '${upper(data.term)}' }), rule(MUSIC, 'song.play', 'late', { time: null })],
  },
};

describe('earshot run, on phones that try to hide what they send', function () {
  this.timeout(240_000);
  const stage = new Stage();
  let ended: Ended;
  let file: VerdictsFile;

  before(async () => {
    const phones = Object.entries(HOSTILE).map(([id, { sdks, rules }]) => {
      const profile = stage.profile(id, 'ginkgo-silent', (shipped) => Object.assign(shipped, { sdks, rules }));
      return { id, model: 'Redmi Note 8', kind: 'emulated', profile, timeScale: 0.01 };
    });
    ended = await stage.run(['run', '--specs', `${FOLDERS},${PLAYING}`, '--actions', ACTIONS, '--score', '--devices-file', stage.devices(phones)]);
    file = readVerdictsFile(stage.newestRun());
  });

  after(() => stage.remove());

  const verdictOf = (device: string, action: string): VerdictsFile['verdicts'][number] => {
    const verdict = file.verdicts.find((candidate) => candidate.device === device && candidate.action === action);
    assert.ok(verdict !== undefined, `${action} on ${device} was judged: ${ended.stderr}`);
    return verdict;
  };

  it('misses nothing that the phones wrote down about themselves', () => {
    assert.equal(ended.code, 1, ended.stderr);
    assert.doesNotMatch(ended.stdout + ended.stderr, /^missed /m);
  });

  it('believes no event that says it happened in the future', () => {
    assert.equal(verdictOf('liar', 'opens a folder').verdict, 'noisy');
  });

  it('recognises the digest of a path, whenever it says that it happened', () => {
    const { verdict, findings } = verdictOf('liar', 'creates a folder');
    assert.deepEqual([verdict, findings.map(({ indicator }) => indicator)], ['leaked', ['canary:folder']]);
  });

  it('does not take a captive portal check with a load for a captive portal check', () => {
    assert.equal(verdictOf('liar', 'searches for a file').verdict, 'noisy');
  });

  it('holds a batch sent from the background against every action it may tell of', () => {
    const verdicts = ['opens a folder', 'creates a folder', 'searches for a file'].map((action) => verdictOf('hoarder', action).verdict);
    assert.deepEqual(verdicts, ['leaked', 'noisy', 'noisy']);
  });

  it('calls leaked what is told once another app is watched, in the verdicts and in Allure', () => {
    const { verdict, reasons } = verdictOf('straggler', 'searches for a file');
    assert.equal(verdict, 'leaked');
    assert.match(reasons[0] ?? '', /^leaked late: \d+\.\d s after its window had closed the phone told late\.example canary:file /);
    const result = allureResults(stage.newestRun()).find(({ device, name }) => device === 'straggler' && name.startsWith('searching for a file'));
    assert.deepEqual([result?.status, result?.verdict], ['failed', 'leaked']);
    const judged = JSON.parse(readFileSync(join(stage.newestRun(), 'evidence/straggler', FOLDERS, 'judged.json'), 'utf8')) as Pick<VerdictsFile, 'verdicts'>;
    assert.equal(judged.verdicts.find(({ action }) => action === 'searches for a file')?.verdict, 'leaked');
  });

  it('leaves alone what was not told', () => {
    for (const action of ['opens a folder', 'creates a folder']) assert.equal(verdictOf('straggler', action).verdict, 'silent');
    for (const device of ['liar', 'hoarder']) assert.equal(verdictOf(device, 'plays a song').verdict, 'silent');
  });
});

function sdk(to: string, encode: readonly string[], more: Readonly<Record<string, unknown>> = {}): unknown {
  return { preset: 'generic', to, encode, flushIntervalMs: 100, mark: 'invented', ...more };
}

function rule(app: string, event: string, name: string, fields: Readonly<Record<string, unknown>> = {}): unknown {
  return { name: `${app} ${event}`, when: { package: app, event }, sdk: name, event: event.replace('.', '_'), fields, mark: 'invented' };
}
