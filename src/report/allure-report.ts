import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EarshotError } from '../flow/errors.ts';

const require = createRequire(import.meta.url);

/** Groups failed tests in the report by what a reader has to do about them. */
const CATEGORIES = [
  { name: 'Leaked: something of ours was read in what was sent', matchedStatuses: ['failed'], messageRegex: '(?s).*\\bleaked\\b.*' },
  { name: 'Noisy: something was sent, nothing of ours readable in it', matchedStatuses: ['failed'] },
  { name: 'Inconclusive: the instrument cannot vouch for the window', matchedStatuses: ['broken'] },
];

/** What the report's front page says about the run. */
export type Environment = Readonly<Record<string, string>>;

/**
 * Makes the Allure report of a run from its results.
 *
 * @throws {EarshotError} TOOL_MISSING when allure-commandline or its JRE does not work.
 */
export async function makeAllureReport(results: string, report: string, environment: Environment): Promise<void> {
  writeFileSync(join(results, 'categories.json'), `${JSON.stringify(CATEGORIES, null, 2)}\n`);
  const lines = Object.entries(environment).map(([key, value]) => `${escapeProperty(key)}=${value}\n`);
  writeFileSync(join(results, 'environment.properties'), lines.join(''));
  const output = await runAllure(['generate', results, '--clean', '--output', report]);
  if (!existsSync(join(report, 'index.html'))) {
    throw new EarshotError('TOOL_MISSING', `allure generate made no report in ${report}. It said: ${output.trim() || 'nothing'}`, {
      hint: 'Allure needs a Java runtime: apt-get install -y --no-install-recommends default-jre-headless',
    });
  }
}

/** Number of results a report is made from. */
export function countResults(results: string): number {
  return readdirSync(results).filter((name) => name.endsWith('-result.json')).length;
}

/** Everything the program printed; it is not its exit code that tells, it is the report. */
function runAllure(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(require.resolve('allure-commandline/package.json'), '..', 'dist', 'bin', 'allure'), args, {
      stdio: ['ignore', 'pipe', 'pipe'],
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
