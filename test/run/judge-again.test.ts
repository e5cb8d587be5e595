import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flow } from '../../src/flow/flow.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import { FLOWS_FILE } from '../../src/record/ledger-lines.ts';
import { bodyReader } from '../../src/record/ledger.ts';
import { LedgerWriter } from '../../src/record/sidecar/ledger-writer.ts';
import { aboutWork } from '../../src/run/about-work.ts';
import { judgeAgain } from '../../src/run/judge-again.ts';
import { recordedIn } from '../../src/run/recorded.ts';
import { SpecEvidence } from '../../src/run/spec-evidence.ts';
import { writeSpecRun } from '../../src/run/spec-run-file.ts';
import { judgeSpec } from '../../src/silence/judge-spec.ts';
import { REGISTER_FILE } from '../../src/silence/register-file.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { SA_URL, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, anEvent, sensorsBody, theControlFlow, theProbes } from '../silence/factories.ts';

const FOLDERS = 'file-manager/folders';
const PLAYING = 'music/playing+program-off';
const OPENS = anAction();
const GOES_UP = anAction({ name: 'goes up', canaries: [{ role: 'folder', value: 'zq7xanother8841' }], atMs: T0 + 24_000 });
const PHONE = aPhone();
/** The window ends a minute after T0. */
const LATER = T0 + 95_000;

describe('judging a run again', () => {
  let folder: string;
  let window: WindowRecord;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-judge-again-'));
    window = record();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives every field as the process of the spec gave it', () => {
    const first = aboutWork(judgeSpec({
      windows: [window], recordedOf: recordedIn({ ledger: ledger(), evidence: evidence(FOLDERS) }), readBody: bodyReader(ledger()),
      register: loadRegister(), phone: PHONE, requiredWitnesses: ['wire'],
    }), specRun(FOLDERS));

    const again = judgeAgain(folder);

    assert.deepEqual(again.verdicts.filter(({ spec }) => spec === FOLDERS), first.verdicts);
    assert.deepEqual(again.controls, first.controls);
    assert.deepEqual(told(again), ['opens a folder: leaked', 'goes up: silent', 'plays a song: inconclusive']);
    assert.deepEqual(again.verdicts[0]?.findings.map(({ indicator, path }) => [indicator, path.at(-1)]), [['canary:folder', 'json:$[0].properties.folder']]);
  });

  it('says of a spec that left no window what was said then, and with which consent', () => {
    const { verdicts } = judgeAgain(folder);
    const playing = verdicts.find(({ spec }) => spec === PLAYING);

    assert.deepEqual([playing?.reasons, playing?.app, playing?.consent], [['There is no window to judge: the phone could not be driven.'], 'music', 'program-off']);
  });

  it('tells the claims, with what the phone could not perform', () => {
    const because = judgeAgain(folder).claims.find(({ claim }) => claim === 'C5')?.because ?? '';

    assert.match(because, /"visits" of browser\/incognito-switch@mi-browser was left out: it has no such switch\.$/);
  });

  it('searches the whole ledger for what was planted, as far as the run had read it', () => {
    append(aFlow({ url: 'https://late.example/?n=zq7xanother8841', startMs: LATER, device: 'note8' }));
    const untilThen = judgeAgain(folder);
    writeRun(readFileSync(join(ledger(), FLOWS_FILE)).length);

    assert.deepEqual(told(untilThen), ['opens a folder: leaked', 'goes up: silent', 'plays a song: inconclusive']);
    assert.deepEqual(told(judgeAgain(folder)), ['opens a folder: leaked', 'goes up: leaked', 'plays a song: inconclusive']);
  });

  it('judges by another register where one is given', () => {
    const entries = JSON.parse(readFileSync(REGISTER_FILE, 'utf8')) as { id: string; expires?: string; lastReviewed: string }[];
    const emptied = join(folder, 'emptied.json');
    writeFileSync(emptied, JSON.stringify(entries.filter(({ id }) => id !== 'system.captive-portal')));

    assert.deepEqual(told(judgeAgain(folder, emptied)), ['opens a folder: leaked', 'goes up: noisy', 'plays a song: inconclusive']);
  });

  it('changes nothing in the folder, and says what is not a run', () => {
    judgeAgain(folder);
    assert.throws(() => judgeAgain(join(folder, 'rules')), { code: 'BAD_INPUT', message: /there is no .*run\.json, expected the folder of a run that came to its end/ });

    rmSync(join(evidence(FOLDERS), 'window.json'));
    assert.throws(() => judgeAgain(folder), { code: 'BAD_INPUT', message: /has neither a window nor a reason why there is none/ });
  });

  const ledger = (): string => join(folder, 'ledger', 'note8');
  const evidence = (spec: string): string => join(folder, 'evidence', 'note8', spec);

  /** A run of two specs on one phone: one folder is told of, the other is opened beside what is expected of phones, Music was not driven. */
  function record(): WindowRecord {
    const writer = new LedgerWriter(ledger(), (what, cause) => assert.fail(`${what}: ${String(cause)}`));
    writer.begun('r1');
    const body = writer.body(Buffer.from(sensorsBody([anEvent(T0 + 12_300, { folder: 'zq7xfolder00001' })])));
    const connectivity = aFlow({ url: 'http://connect.rom.miui.com/generate_204', startMs: T0 + 24_400, headers: [['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.32 Safari/537.36']] });
    for (const flow of [...theProbes(), theControlFlow(), aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 17_000 }), connectivity]) writer.line(flow);
    writer.ended('r1');
    const recorded = aWindow({ actions: [aSham(), OPENS, GOES_UP, aControl()], ledgerByteCount: readFileSync(join(ledger(), FLOWS_FILE)).length });
    const folders = begin(FOLDERS, recorded.actions);
    folders.write('window.json', recorded);
    const playing = begin(PLAYING, [anAction({ name: 'plays a song', claims: ['C9'] })]);
    playing.writeMissing('the phone could not be driven');
    writeRun(recorded.ledgerByteCount ?? 0);
    cpSync(REGISTER_FILE, join(folder, 'rules', 'expected-traffic.json'));
    return recorded;
  }

  function begin(spec: string, actions: WindowRecord['actions']): SpecEvidence {
    const started = new SpecEvidence(evidence(spec));
    writeSpecRun(specRun(spec));
    started.write('plan.json', { journey: 'j', package: 'p', actions: actions.map(({ name, kind, claims }) => ({ name, kind, claims })) });
    return started;
  }

  function specRun(spec: string): Parameters<typeof writeSpecRun>[0] {
    const isMusic = spec === PLAYING;
    return {
      run: 'r', spec, app: isMusic ? 'music' : 'file-manager', package: isMusic ? 'com.miui.player' : 'com.mi.android.globalFileexplorer', consent: isMusic ? 'program-off' : 'as-found',
      phone: PHONE, requiredWitnesses: ['wire'], silencing: [], timeScale: 1, counterModel: { startMs: 0, endMs: 0, failed: 'not measured' },
      adb: { path: 'adb', port: 1 }, appiumUrl: 'http://127.0.0.1:1', proxy: { setting: '127.0.0.1:2', caInstalled: true, caDetail: '' },
      // Where it was recorded is not where it lies now.
      paths: { ledger: '/gone', register: '/gone', evidence: evidence(spec), allureResults: '/gone', undo: '/gone' },
    };
  }

  function writeRun(ledgerByteCount: number): void {
    const { id: device, kind, build, model, identifiers, androidVersion, packages } = PHONE;
    const work = [FOLDERS, PLAYING].map((spec) => ({ spec }));
    const leftOut = [{ spec: 'browser/incognito-switch@mi-browser', action: 'visits', reason: 'it has no such switch', claims: ['C5'] }];
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ run: 'r', specs: ['file-manager/folders', 'music/playing'], phones: [{ device, kind, build, model, identifiers, androidVersion, packages, work, leftOut, ledgerByteCount }] }));
  }

  function append(flow: Flow): void {
    const writer = new LedgerWriter(ledger(), (what, cause) => assert.fail(`${what}: ${String(cause)}`));
    writer.begun('r2');
    writer.line(flow);
    writer.ended('r2');
  }
});

function told({ verdicts }: ReturnType<typeof judgeAgain>): readonly string[] {
  return verdicts.map(({ action, verdict }) => `${action}: ${verdict}`);
}
