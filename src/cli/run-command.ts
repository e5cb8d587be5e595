import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { loadDevices } from '../farm/devices-file.ts';
import { EarshotError } from '../flow/errors.ts';
import { consentTable } from '../report/consent-table.ts';
import { incognitoTable } from '../report/incognito-table.ts';
import { survivalTable } from '../report/linkage/describe-survivals.ts';
import { leftOutLines } from '../report/left-out.ts';
import { claimsTable, countsTable } from '../report/tables.ts';
import { EXIT, exitCode } from '../run/outcome.ts';
import { lineProgress } from '../run/progress.ts';
import { registerLines } from '../run/register-report.ts';
import { findResumable } from '../run/work-file.ts';
import { parseRepeat } from '../run/repeat-journey.ts';
import { runSpecs, type RunResult } from '../run/run.ts';
import { parseConsents, parseNames } from '../run/parse-names.ts';
import { parseActionPatterns } from '../run/chosen-actions.ts';
import { allSpecs, chooseSpecs } from '../run/spec-files.ts';
import { chooseDevices } from './choose-devices.ts';
import { INTERRUPTED, interruptible } from './interruption.ts';
import { DEFAULT_DEVICES_FILE, DEFAULT_REPORTS, PROJECT_ROOT, SPECS_FOLDER } from './project-paths.ts';
import { printScore } from './score.ts';

interface RunFlags {
  readonly devices?: string;
  readonly devicesFile: string;
  readonly specs?: string;
  readonly actions?: string;
  readonly browsers?: string;
  readonly consent?: string;
  readonly apps?: string;
  readonly claims?: string;
  readonly specsFolder: string;
  readonly reports: string;
  readonly brief?: boolean;
  readonly reportOnly?: boolean;
  readonly listen?: number;
  readonly repeat?: number;
  readonly keepApks: boolean;
  readonly score?: boolean;
  readonly resume?: string | true;
}

/** `earshot run`: each spec on each phone, phones in parallel. */
export function runCommand(): Command {
  return new Command('run')
    .description('Run specs on phones and write reports/<run>/.')
    .option('--devices <ids>', 'phones of devices.json, separated by commas (default: all)')
    .option('--devices-file <path>', 'the file that lists the phones', DEFAULT_DEVICES_FILE)
    .option('--specs <patterns>', 'specs by name, folder or glob, separated by commas (default: all)')
    .option('--actions <patterns>', 'perform only these actions of the specs, with all shams and controls: exact names or globs, separated by commas ("opens a folder,renames*"); the other tests are skipped')
    .option('--claims <claims>', 'perform only what is about these claims, separated by commas (C1,C3), with all shams and controls')
    .option('--apps <names>', 'perform only specs in these apps, separated by commas (music,file-manager)')
    .option('--browsers <names>', 'of specs for several browsers, perform each in these: all, or names separated by commas (mi-browser,mint-browser); default: every one that the phone carries, with --brief the first')
    .option('--consent <setups>', 'perform everything under these consent setups: all, or names separated by commas (as-found, accepted, declined, program-off, ads-off, cleared); declined clears the data of each app under test, cleared that of the apps whose specs are about it, which cannot be taken back')
    .option('--specs-folder <folder>', 'where the specs are', SPECS_FOLDER)
    .option('--reports <folder>', 'where the run folder is made', DEFAULT_REPORTS)
    .option('--brief', 'judge each claim by the first action about it, and leave out the specs that have none; the other tests are skipped')
    .option('--listen <seconds>', "listen so long for what was held back, once a phone's last spec is over (default: an hour, shortened by the phone's time scale; 0 with --brief or --actions)", parseSeconds)
    .option('--keep-apks', 'leave the APKs of the apps under test in the evidence, not only what was read of them', false)
    .option('--repeat <n>', 'then perform every action n times more (3 to 10) against the sham, to tell traffic that is always there from what an action adds to it, and to bound how much a silence says; each time takes about half as long again as the first did', parseRepeat)
    .option('--resume [run]', 'go on with a run that was interrupted or killed, as it was begun: its folder, its name below the reports folder (default: the newest)')
    .option('--report-only', 'exit 0 also when something was sent or nobody can say')
    .option('--score', 'hold the verdicts against what the emulated phones say they sent, once they are final')
    .addHelpText('after', '\nExit codes: 0 every assertion held; 1 something was noisy or leaked; 2 nothing worse than inconclusive;\n3 it could not run. 130 interrupted.')
    .action(async (flags: RunFlags) => {
      const resume = flags.resume === undefined ? undefined : resumed(flags);
      const entries = chooseDevices(loadDevices(resolve(flags.devicesFile)), resume?.work.devices.join(',') ?? flags.devices);
      const specs = resume?.work.specs ?? chooseSpecs(allSpecs(resolve(flags.specsFolder)), flags.specs);
      const interruption = interruptible();
      const result = await runSpecs({
        entries,
        specs,
        specsFolder: resume?.work.specsFolder ?? resolve(flags.specsFolder),
        ...(resume === undefined ? {} : { resume }),
        keepApks: flags.keepApks,
        choice: resume?.work.choice ?? {
          brief: flags.brief === true,
          consents: flags.consent === undefined ? ['as-found'] : parseConsents(flags.consent),
          ...(flags.claims === undefined ? {} : { claims: parseNames('--claims', flags.claims) }),
          ...(flags.apps === undefined ? {} : { apps: parseNames('--apps', flags.apps) }),
          ...(flags.browsers === undefined ? {} : { browsers: flags.browsers === 'all' ? 'all' : parseNames('--browsers', flags.browsers) }),
          ...(flags.actions === undefined ? {} : { actions: parseActionPatterns(flags.actions) }),
        },
        ...timesOf({ ...resume?.work, ...(flags.repeat === undefined ? {} : { repeat: flags.repeat }), ...(flags.listen === undefined ? {} : { listenSeconds: flags.listen }) }),
        projectRoot: PROJECT_ROOT,
        reports: resolve(flags.reports),
        progress: lineProgress(process.stderr, Date.now()),
        interrupted: interruption.signal,
        beforeManifest: (runPath) => (flags.score === true ? printScore(runPath) : Promise.resolve()),
      });
      interruption.stop();
      print(result);
      process.exitCode = interruption.signal.aborted ? INTERRUPTED : codeOf(result, flags);
    });
}

/** What --resume goes on with: it was chosen when the run was begun. */
function resumed(flags: RunFlags): ReturnType<typeof findResumable> {
  const chosen = (['devices', 'specs', 'actions', 'claims', 'apps', 'browsers', 'consent', 'brief', 'repeat'] as const).find((name) => flags[name] !== undefined);
  if (chosen === undefined) return findResumable(resolve(flags.reports), typeof flags.resume === 'string' ? flags.resume : undefined);
  throw new EarshotError('BAD_INPUT', `--resume with --${chosen}: a run is gone on with as it was begun`, { hint: `Leave --${chosen} away, or begin a new run.` });
}

function timesOf({ repeat, listenSeconds }: { readonly repeat?: number; readonly listenSeconds?: number }): { readonly repeat?: number; readonly listenSeconds?: number } {
  return { ...(repeat === undefined ? {} : { repeat }), ...(listenSeconds === undefined ? {} : { listenSeconds }) };
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new EarshotError('BAD_INPUT', `--listen ${JSON.stringify(text)} is no time, expected seconds, 0 or more`, { hint: 'Give seconds: --listen 900' });
}

function codeOf(result: RunResult, flags: RunFlags): number {
  const code = result.failures.length > 0 ? EXIT.couldNotRun : exitCode(result.verdicts);
  return flags.reportOnly === true && code !== EXIT.couldNotRun ? EXIT.held : code;
}

function print(result: RunResult): void {
  const { verdicts } = result;
  const hasReport = existsSync(result.reportPath);
  const parts = [
    '',
    // A table of nothing says nothing.
    ...(verdicts.verdicts.length === 0 ? [] : [claimsTable(verdicts.claims), '', countsTable(verdicts.verdicts, verdicts.controls), '']),
    ...[incognitoTable(result.tables.incognito), consentTable(result.tables.consent), survivalTable(result.linkages)].flatMap((text) => (text === undefined ? [] : [text, ''])),
    ...leftOutLines(result.leftOut),
    ...registerLines(result.register),
    ...result.failures.map((failure) => `FAILED  ${failure}`),
    ...(hasReport ? [`report    ${fromHere(result.reportPath)}`] : []),
    `verdicts  ${fromHere(result.verdictsPath)}`,
    ...(result.whyLatestStays === undefined ? [] : [`latest    stays where it was: ${result.whyLatestStays}`]),
    ...(hasReport ? [`open the report with: npx allure open ${fromHere(dirname(result.reportPath))}`] : []),
  ];
  process.stdout.write(`${parts.join('\n')}\n`);
}

/** A path as it may be typed where the command was. */
function fromHere(path: string): string {
  return relative(process.cwd(), path) || '.';
}
