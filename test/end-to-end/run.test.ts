import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { basename, join } from 'node:path';
import { shippedProfile, Stage, type Ended } from './earshot.ts';
import { allureResults } from './allure-results.ts';
import { readVerdictsFile, type VerdictsFile } from './verdicts-format.ts';

const SPEC = 'browser/visiting@mi-browser';
const ACTIONS = ['visits a site incognito', 'searches with DuckDuckGo incognito'];
const ONLY = ['--specs', 'browser/visiting', '--browsers', 'mi-browser', '--actions', ACTIONS.join()];

const PHONES = [
  { id: 'talker', model: 'Redmi Note 8', kind: 'emulated', profile: shippedProfile('ginkgo-2020'), timeScale: 0.01 },
  { id: 'quiet', model: 'Redmi Note 8', kind: 'emulated', profile: shippedProfile('ginkgo-silent'), timeScale: 0.01 },
];

/** Somebody else on adb's usual port; counts who comes. Undefined where the port was taken already, which is as good. */
async function occupyAdbPort(): Promise<{ readonly server: Server; visitors(): number } | undefined> {
  let visitors = 0;
  const server = createServer((socket) => {
    visitors += 1;
    socket.destroy();
  });
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(5037, '127.0.0.1', () => resolve(true));
  });
  return isListening ? { server, visitors: () => visitors } : undefined;
}

describe('earshot run, two at the same time', function () {
  this.timeout(180_000);
  const stage = new Stage();
  const other = new Stage();
  let both: Ended;
  let silent: Ended;
  let run: string;
  let file: VerdictsFile;
  let keyModes: readonly number[];
  let occupied: Awaited<ReturnType<typeof occupyAdbPort>>;

  before(async () => {
    occupied = await occupyAdbPort();
    const first = stage.start(['run', '--devices', 'talker,quiet', ...ONLY, '--devices-file', stage.devices(PHONES)]);
    const second = other.start(['run', '--devices', 'quiet', '--specs', 'file-manager/folders', '--devices-file', other.devices(PHONES)]);
    await stage.midWindow(first, 'quiet', SPEC);
    keyModes = keysIn(stage.newestRun()).map((path) => statSync(path).mode & 0o777);
    [both, silent] = await Promise.all([first.ended, second.ended]);
    run = stage.newestRun();
    file = readVerdictsFile(run);
  });

  after(() => {
    occupied?.server.close();
    stage.remove();
    other.remove();
  });

  const verdictsOf = (device: string): VerdictsFile['verdicts'] => file.verdicts.filter((verdict) => verdict.device === device);

  it('exits 1 when a phone leaked and 0 when everything held', () => {
    assert.equal(both.code, 1, both.stderr);
    assert.equal(silent.code, 0, silent.stderr);
  });

  it('finds the URL visited in incognito mode under base64 and gzip', () => {
    const verdict = verdictsOf('talker').find(({ action }) => action === 'visits a site incognito');
    assert.equal(verdict?.verdict, 'leaked');
    const paths = verdict.findings.filter(({ indicator }) => indicator === 'canary:url').map(({ path }) => path.join(' > '));
    assert.ok(paths.some((path) => /^body > .*base64 > gzip > json:/.test(path)), paths.join('\n'));
    assert.deepEqual(verdict.claims, ['C1', 'C3']);
  });

  it('calls every action of the silent phone silent, its expected traffic counted, its control seen', () => {
    assert.deepEqual(verdictsOf('quiet').map(({ verdict, events }) => [verdict, events]), [['silent', 0], ['silent', 0]]);
    for (const { expectedEvents } of verdictsOf('quiet')) assert.ok(expectedEvents > 0);
    assert.deepEqual(file.controls.map(({ device, verdict }) => [device, verdict]).sort(), [['quiet', 'seen'], ['talker', 'seen']]);
  });

  it('gives every action exactly one verdict a phone, under its profile', () => {
    const named = file.verdicts.map(({ device, action, profile }) => `${device}/${profile ?? ''}/${action}`).sort();
    const expected = ACTIONS.flatMap((action) => [`talker/ginkgo-2020/${action}`, `quiet/ginkgo-silent/${action}`]).sort();
    assert.deepEqual(named, expected);
  });

  it('tells of each claim on each phone', () => {
    const told = Object.fromEntries(file.claims.filter(({ claim }) => claim === 'C3').map(({ device, result }) => [device, result]));
    assert.deepEqual(told, { talker: 'confirmed', quiet: 'refuted' });
    assert.match(both.stdout, /^C3 .*\btalker\b|^C3 .*confirmed/m);
  });

  it('writes the verdicts into Allure results: silent passed, leaked failed', () => {
    const results = performed(run);
    assert.equal(results.length, 6);
    for (const result of results) {
      const expected = { silent: 'passed', seen: 'passed', leaked: 'failed', noisy: 'failed', inconclusive: 'broken' }[result.verdict];
      assert.equal(result.status, expected, `${result.name}: ${result.verdict}`);
    }
    assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(['passed', 'failed']));
  });

  it('gives each test its steps, a screenshot and the flows of its window', () => {
    for (const result of performed(run)) {
      assert.ok(result.steps.some((title) => /^\+\d+\.\d\d s /.test(title)), `${result.name} has steps`);
      const kinds = result.attachments.map(({ type, name }) => (name.includes('HAR') ? 'har' : type));
      assert.ok(kinds.includes('image/png') && kinds.includes('har'), `${result.name} has ${kinds.join()}`);
      for (const { bytes } of result.attachments) assert.ok(bytes.length > 0);
    }
  });

  it('leaves a report, a description of the run, and a link to the newest', () => {
    assert.ok(existsSync(join(run, 'allure-report/index.html')));
    assert.equal(readlinkSync(join(stage.reports, 'latest')), basename(run));
    const described = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { tools: Record<string, string>; phones: { device: string; build: string; preflight: unknown[] }[] };
    assert.deepEqual(described.phones.map(({ device }) => device), ['talker', 'quiet']);
    for (const phone of described.phones) {
      assert.match(phone.build, /ginkgo/);
      assert.ok(phone.preflight.length > 0);
    }
    for (const tool of ['adb', 'appium', 'node']) assert.match(described.tools[tool] ?? '', /^\d/);
  });

  it('lists every file in a manifest that holds', () => {
    const { files } = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8')) as { files: { path: string; sha256: string; byteCount: number }[] };
    for (const { path, sha256, byteCount } of files) {
      const bytes = readFileSync(join(run, path));
      assert.deepEqual([createHash('sha256').update(bytes).digest('hex'), bytes.length], [sha256, byteCount], path);
    }
    const there = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'manifest.json');
    assert.equal(files.length, there.length);
  });

  it('keeps its keys to itself while it runs, and not longer', async () => {
    assert.ok(keyModes.length > 0);
    assert.deepEqual(new Set(keyModes), new Set([0o600]));
    assert.deepEqual(keysIn(run), []);
    await stage.assertTidy();
    await other.assertTidy();
  });

  it("leaves adb's usual port alone", function () {
    if (occupied === undefined) {
      process.stdout.write('      skipped: port 5037 was taken, so nobody could be counted there\n');
      this.skip();
    }
    assert.equal(occupied.visitors(), 0);
  });

  it('judges the run again from its folder alone, with the same answer in every field', async () => {
    const again = await stage.run(['judge', 'latest', '--reports', stage.reports]);
    assert.equal(again.code, 1, again.stderr);
    assert.match(again.stdout, /The answer is the same: 6 verdicts and controls, in every field\./);
  });

  it('judges an old capture by newer rules, and says what changes', async () => {
    const rules = join(stage.folder, 'no-rules.json');
    writeFileSync(rules, '[]');
    const out = join(stage.folder, 'judged.json');
    const again = await stage.run(['judge', 'latest', '--reports', stage.reports, '--rules', rules, '--out', out]);
    assert.match(again.stdout, /quiet browser\/visiting@mi-browser "visits a site incognito": silent -> noisy/);
    const { verdicts } = JSON.parse(readFileSync(out, 'utf8')) as VerdictsFile;
    assert.ok(verdicts.some(({ device, verdict }) => device === 'quiet' && verdict === 'noisy'));
    assert.equal((await stage.run(['judge', 'latest', '--reports', stage.reports, '--rules', join(stage.folder, 'none.json')])).code, 3);
  });

  it('compares phones of a run, and a run with itself', async () => {
    const [differs, same, none] = await Promise.all([
      stage.run(['compare', 'latest#talker', 'latest#quiet', '--reports', stage.reports]),
      stage.run(['compare', 'latest#quiet', 'latest#quiet', '--reports', stage.reports]),
      stage.run(['compare', 'latest', 'no-such-run', '--reports', stage.reports]),
    ]);
    assert.equal(differs.code, 1, differs.stderr);
    assert.match(differs.stdout, /visits a site incognito/);
    assert.match(differs.stdout, /leaked/);
    assert.match(differs.stdout, /^Code:\n {2}com\.mi\.globalbrowser \S+ of latest#talker: other browser code than com\.mi\.globalbrowser \S+ of latest#quiet \(\d+ % of their own classes do the same/m);
    assert.equal(same.code, 0, same.stdout);
    assert.match(same.stdout, /: same browser code as com\.mi\.globalbrowser /);
    assert.equal(none.code, 3);
    assert.match(none.stderr, /^earshot: no-such-run is not a run: .*\n {2}→ /);
    assert.doesNotMatch(none.stderr, /\n\s+at /);
  });
});

/** Tests that were not left out. */
function performed(run: string): ReturnType<typeof allureResults> {
  return allureResults(run).filter(({ status }) => status !== 'skipped');
}

function keysIn(run: string): readonly string[] {
  return readdirSync(run, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('ca.key')).map((path) => join(run, path));
}
