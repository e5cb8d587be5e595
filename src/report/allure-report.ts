import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EarshotError } from '../flow/errors.ts';

const require = createRequire(import.meta.url);

/** Ten thousand results take it ten seconds; longer than this it hangs. */
const ALLURE_LIMIT_MS = 5 * 60_000;

/** Groups tests that did not pass by what a reader has to do about them; messages begin with the verdict. */
const CATEGORIES = [
  { name: 'Leaked: something of ours was read in what was sent', matchedStatuses: ['failed'], messageRegex: '(?s)leaked:.*' },
  { name: 'Noisy: something was sent, nothing of ours readable in it', matchedStatuses: ['failed'], messageRegex: '(?s)noisy:.*' },
  { name: 'Inconclusive: the instrument cannot vouch for the window', matchedStatuses: ['broken'] },
];

const REPORT_NAME = 'Earshot: which taps phoned home';

/** What a report is made from. */
export interface ReportSource {
  /** Folder of the results. */
  readonly results: string;
  /** Folder the report goes to. */
  readonly report: string;
  readonly run: string;
  /** What the report's front page says about the phones. */
  readonly environment: Readonly<Record<string, string>>;
  /** Report of the run before, for the trend; need not exist. */
  readonly previousReport: string;
}

/**
 * Makes the Allure report of a run from its results.
 *
 * @throws {EarshotError} TOOL_MISSING when allure-commandline or its JRE does not work.
 */
export async function makeAllureReport(source: ReportSource): Promise<void> {
  const { results, report, run, environment } = source;
  const lines = Object.entries({ run, ...environment }).map(([key, value]) => `${escapeProperty(key)}=${value}\n`);
  writeFileSync(join(results, 'environment.properties'), lines.join(''));
  writeFileSync(join(results, 'categories.json'), `${JSON.stringify(CATEGORIES, null, 2)}\n`);
  writeFileSync(join(results, 'executor.json'), `${JSON.stringify({ name: 'Earshot', type: 'earshot', buildName: run, reportName: REPORT_NAME })}\n`);
  carryHistory(join(source.previousReport, 'history'), join(results, 'history'));
  const output = await runAllure(['generate', results, '--clean', '--output', report]);
  if (!existsSync(join(report, 'index.html'))) {
    const said = output.trim().replace(/\s+/g, ' ') || 'nothing';
    const why = /\bjava\b/i.test(said) ? 'Allure needs a Java runtime: apt-get install -y --no-install-recommends default-jre-headless. Once that is put right' : 'Once that is put right';
    throw new EarshotError('TOOL_MISSING', `allure generate made no report in ${report}; the verdicts stand. It said: ${said}`, { hint: `${why}, npx earshot run --resume ${run} makes the report` });
  }
}

/** Allure draws its trend from what the last report left in its history folder. */
function carryHistory(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

/** For a JVM that lives some seconds: what it would spend on becoming fast takes longer than it lives. */
const SHORT_LIVED_JVM = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

/** Everything the program printed; it is not its exit code that tells, it is the report. */
function runAllure(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(require.resolve('allure-commandline/package.json'), '..', 'dist', 'bin', 'allure'), args, {
      env: { ...process.env, JAVA_OPTS: `${SHORT_LIVED_JVM} ${process.env['JAVA_OPTS'] ?? ''}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: ALLURE_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.once('error', (error) =>
      reject(new EarshotError('TOOL_MISSING', `allure could not be started: ${error.message}`, { cause: error, hint: 'Type: npm ci' })));
    child.once('close', () => resolve(output));
  });
}

function escapeProperty(key: string): string {
  return key.replace(/[ :=]/g, (character) => `\\${character}`);
}
