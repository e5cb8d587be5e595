import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { windowsAsMarkdown, type WindowMeasurement } from './window-table.ts';

const PROGRAM = fileURLToPath(new URL('../src/cli/earshot.mjs', import.meta.url));
const SPECS = fileURLToPath(new URL('specs', import.meta.url));
const SILENT = fileURLToPath(new URL('../emulator/profiles/ginkgo-silent.json', import.meta.url));
const SPEC = 'thirty-two';
const ACTIONS = 32;
const TIME_SCALE = 0.02;
const PACKAGE = 'com.mi.android.globalFileexplorer';

/** A phone, and the actions of the spec at which it sends something. */
interface Subject {
  readonly phone: string;
  readonly culprits: readonly string[];
  readonly mostWindows: number;
}

const SUBJECTS: readonly Subject[] = [
  { phone: 'silent', culprits: [], mostWindows: 1 },
  { phone: 'one culprit', culprits: ['drawer-23'], mostWindows: 6 },
  { phone: 'two culprits', culprits: ['drawer-05', 'drawer-18'], mostWindows: 6 },
];

const actionSchema = z.object({ kind: z.enum(['action', 'sham', 'control']) });
const windowSchema = z.object({ startMs: z.number(), endMs: z.number(), actions: z.array(actionSchema) });
const verdictsSchema = z.object({ verdicts: z.array(z.object({ action: z.string(), verdict: z.string(), reasons: z.array(z.string()) })) });
type ToldVerdict = z.output<typeof verdictsSchema>['verdicts'][number];

/**
 * The silent phone, and one leak at the drawers named: encrypted, without a time of its own, and held back until the
 * app goes to the background, so that a window says no more than that somebody in it sent something.
 */
function profileOf(id: string, culprits: readonly string[]): object {
  const invented = { mark: 'invented' } as const;
  if (culprits.length === 0) return { extends: SILENT, id };
  return {
    extends: SILENT,
    id,
    about: `The silent Redmi Note 8, which tells of ${culprits.join(' and ')} when File Manager goes to the background.`,
    plants: [{ package: PACKAGE, event: 'folder.open', says: `a folder named ${culprits.join(' or ')} is opened` }],
    sdks: { leak: { preset: 'generic', to: 'https://drawers.collect.example/c', encode: ['json', 'aes', 'base64'], flushIntervalMs: 86_400_000, flushOn: ['background'], ...invented } },
    rules: [{ name: 'drawer', when: { package: PACKAGE, event: 'folder.open', data: { name: culprits } }, sdk: 'leak', event: 'drawer', fields: { folder: '${data.name}' }, claims: ['C6'], ...invented }],
  };
}

/** Runs the spec on a phone of its own and reads what it left. */
async function measure(subject: Subject, workFolder: string): Promise<WindowMeasurement> {
  const id = subject.phone.replaceAll(' ', '-');
  const folder = join(workFolder, id);
  mkdirSync(join(folder, 'state'), { recursive: true });
  writeFileSync(join(folder, 'profile.json'), JSON.stringify(profileOf(id, subject.culprits)));
  const entry = { id, model: 'Redmi Note 8', kind: 'emulated', profile: join(folder, 'profile.json'), witnesses: ['wire'], timeScale: TIME_SCALE };
  writeFileSync(join(folder, 'devices.json'), JSON.stringify([entry]));
  const beganMs = performance.now();
  const code = await earshot(folder);
  const wholeMs = performance.now() - beganMs;
  const [run] = existsSync(join(folder, 'reports')) ? readdirSync(join(folder, 'reports')).filter((name) => name !== 'latest') : [];
  const path = join(folder, 'reports', run ?? '');
  if (run === undefined || !existsSync(join(path, 'verdicts.json'))) throw new Error(`Running ${SPEC} on the phone "${subject.phone}": earshot ended with ${String(code)} and wrote no verdicts; its output is in ${join(folder, 'earshot.log')}.`);
  const { verdicts } = verdictsSchema.parse(JSON.parse(readFileSync(join(path, 'verdicts.json'), 'utf8')));
  const evidence = join(path, 'evidence', id, SPEC);
  const windows = readdirSync(evidence).filter((name) => /^window(-\d+)?\.json$/.test(name)).map((name) => windowSchema.parse(JSON.parse(readFileSync(join(evidence, name), 'utf8'))));
  return {
    phone: subject.phone,
    culprits: subject.culprits,
    windows: windows.length,
    performances: windows.reduce((sum, { actions }) => sum + actions.length, 0),
    windowsMs: Math.max(...windows.map(({ endMs }) => endMs)) - Math.min(...windows.map(({ startMs }) => startMs)),
    wholeMs,
    verdicts: counted(verdicts),
    wrong: wrongIn(subject, verdicts, windows.length),
  };
}

/** `earshot run` as anybody starts it; its output goes to `earshot.log`. @returns its exit code. */
async function earshot(folder: string): Promise<number | null> {
  const args = ['run', '--devices-file', join(folder, 'devices.json'), '--specs-folder', SPECS, '--specs', SPEC, '--reports', join(folder, 'reports'), '--report-only', '--listen', '0'];
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, EARSHOT_STATE_HOME: join(folder, 'state') }, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(folder, 'earshot.log'));
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false });
    if (process.argv.includes('--verbose')) stream.pipe(process.stderr, { end: false });
  }
  await once(child, 'close');
  log.end();
  return child.exitCode;
}

function counted(verdicts: readonly ToldVerdict[]): string {
  const kinds = [...new Set(verdicts.map(({ verdict }) => verdict))].sort();
  return kinds.map((kind) => `${kind} ${verdicts.filter(({ verdict }) => verdict === kind).length}`).join(', ');
}

/** What is not as it must be: a verdict, a reason that does not name the culprit, a window too many. */
function wrongIn({ culprits, mostWindows }: Subject, verdicts: readonly ToldVerdict[], windows: number): readonly string[] {
  const guilty = culprits.map((name) => `opens ${name}`);
  const wrong: string[] = [];
  if (verdicts.length !== ACTIONS) wrong.push(`${verdicts.length} verdicts, expected ${ACTIONS}`);
  if (windows > mostWindows) wrong.push(`${windows} windows, expected at most ${mostWindows}`);
  for (const { action, verdict, reasons } of verdicts) {
    const expected = guilty.includes(action) ? 'noisy' : 'silent';
    if (verdict !== expected) wrong.push(`"${action}" is ${verdict}, expected ${expected}: ${reasons[0] ?? ''}`);
    const namesCulprit = reasons.some((reason) => guilty.some((name) => reason.includes(`"${name}"`)));
    if (guilty.length > 0 && expected === 'silent' && !namesCulprit) wrong.push(`"${action}" does not say whose noise it was: ${reasons.join(' ')}`);
  }
  return wrong;
}

const workFolder = mkdtempSync(join(tmpdir(), 'earshot-windows-'));
const measurements: WindowMeasurement[] = [];
for (const subject of SUBJECTS) measurements.push(await measure(subject, workFolder));
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, date: new Date().toISOString().slice(0, 16) };
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify({ machine, measurements }, null, 2)}\n` : windowsAsMarkdown(machine, measurements));
if (measurements.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
if (process.argv.includes('--keep')) process.stderr.write(`kept ${workFolder}\n`);
else rmSync(workFolder, { recursive: true, force: true });
