import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeManifest } from '../evidence/manifest.ts';
import { findAdb, type AdbProgram } from '../farm/adb-program.ts';
import type { DeviceEntry } from '../farm/devices-schema.ts';
import { makeDoomedFolder } from '../farm/doomed-folder.ts';
import { EarshotError } from '../flow/errors.ts';
import type { Verdicts } from '../flow/verdict.ts';
import { makeAllureReport } from '../report/allure-report.ts';
import { attachTables, type ComparingTables } from '../report/attach-tables.ts';
import { claimsInWords } from '../report/claims-in-words.ts';
import { tellClaims } from '../report/claims.ts';
import { consentRows, describeConsent, type ConsentRow } from '../report/consent-table.ts';
import { describeIncognito, incognitoRows, type IncognitoRow } from '../report/incognito-table.ts';
import { nothingJudged, type PhoneLeftOut } from '../report/left-out.ts';
import { describeLinkage } from '../report/linkage/describe-linkage.ts';
import { describeSurvivals } from '../report/linkage/describe-survivals.ts';
import type { Linkage } from '../report/linkage/linkage.ts';
import { sameBrowsers } from '../report/same-code/describe-same-code.ts';
import { writeLeftOutResults } from '../report/missing-allure-results.ts';
import { placeResults } from '../report/place-results.ts';
import { writeVerdicts } from '../report/verdicts-file.ts';
import { REGISTER_FILE, loadReviewedRegister } from '../silence/register-file.ts';
import { review } from '../silence/register-review.ts';
import type { Register } from '../silence/register.ts';
import { checkAllowedIds } from './allowed-ids.ts';
import { filterPlans } from './filter-plans.ts';
import { describeTools } from './describe-tools.ts';
import type { PhoneResult } from './phone-result.ts';
import { PhoneRun } from './phone-run.ts';
import type { Progress } from './progress.ts';
import { reportRegister, type RegisterCase, type RegisterReport } from './register-report.ts';
import { createRunFolder, openRunFolder, pointLatestAt, whyLatestStays, type RunFolder } from './run-folder.ts';
import { RunServers } from './run-servers.ts';
import { withoutSketches } from './phone-apps.ts';
import { SpecEvidence } from './spec-evidence.ts';
import { allSpecs } from './spec-files.ts';
import { SpecPlanner, type SpecPlanning } from './plan-specs.ts';
import { tellFailure } from './tell-failure.ts';
import type { WorkChoice } from './work.ts';
import { WorkFile, type RecordedWork } from './work-file.ts';

export interface RunOptions {
  readonly entries: readonly DeviceEntry[];
  readonly specs: readonly string[];
  readonly specsFolder: string;
  readonly choice: WorkChoice;
  /** The run to go on with; absent: a new one is begun. */
  readonly resume?: { readonly path: string; readonly work: RecordedWork };
  /** How long each phone is listened to once its last spec is over, s; absent: an hour by the SDKs' clocks where all is performed. */
  readonly listenSeconds?: number;
  /** How many times every action is repeated against the sham; absent: not at all. */
  readonly repeat?: number;
  /** Leave the APKs of the apps under test in the evidence. */
  readonly keepApks?: boolean;
  readonly projectRoot: string;
  readonly reports: string;
  readonly progress: Progress;
  /** Aborts when the run was interrupted: specs are stopped, phones put back, what there is is reported. */
  readonly interrupted: AbortSignal;
  /** Called with the run's folder once its verdicts are final and before the manifest is made. */
  readonly beforeManifest: (runPath: string) => Promise<void>;
}

export interface RunResult {
  readonly verdicts: Verdicts;
  readonly verdictsPath: string;
  readonly reportPath: string;
  /** Why `latest` was not pointed at this run; absent where it was. */
  readonly whyLatestStays?: string;
  /** What each phone could not perform. */
  readonly leftOut: readonly PhoneLeftOut[];
  /** What is compared with one another over several tests. */
  readonly tables: ComparingTables;
  /** What travelled together on each phone, and what clearing apps' data changed of it. */
  readonly linkages: readonly Linkage[];
  /** Phones that could not be run at all and tools that broke, one line each. */
  readonly failures: readonly string[];
  /** What the run found out about the register of expected traffic. */
  readonly register: RegisterReport;
}

/**
 * Runs each spec on each phone, phones in parallel, and writes `reports/<run>/`.
 *
 * @throws {EarshotError} BAD_INPUT before anything is started, when the register of expected traffic cannot be used, or a spec names
 *   what it does not have.
 */
export async function runSpecs(options: RunOptions): Promise<RunResult> {
  const register = loadReviewedRegister();
  const adb = await findAdb();
  const planner = await SpecPlanner.start(options.specsFolder, options.specs);
  try {
    checkAllowedIds(planner.plans, register);
    const plans = filterPlans(planner.plans, options.choice);
    return await runPlanned({ ...options, specs: plans.map(({ spec }) => spec), planner, plans, register }, adb);
  } finally {
    planner.stop();
  }
}

function recordOf({ entries, specs, specsFolder, choice, listenSeconds, repeat }: RunOptions, run: string): RecordedWork {
  const { brief, actions, claims, apps, browsers, consents } = choice;
  return {
    run,
    devices: entries.map(({ id }) => id),
    specs: [...specs],
    specsFolder,
    choice: {
      brief, consents: [...consents],
      ...(actions === undefined ? {} : { actions: [...actions] }),
      ...(claims === undefined ? {} : { claims: [...claims] }),
      ...(apps === undefined ? {} : { apps: [...apps] }),
      ...(browsers === undefined ? {} : { browsers: browsers === 'all' ? 'all' : [...browsers] }),
    },
    ...(listenSeconds === undefined ? {} : { listenSeconds }),
    ...(repeat === undefined ? {} : { repeat }),
    phones: {},
  };
}

type PlannedRun = RunOptions & { readonly planner: SpecPlanner; readonly plans: readonly SpecPlanning[]; readonly register: Register };

async function runPlanned(options: PlannedRun, adb: AdbProgram): Promise<RunResult> {
  const { entries, progress, register } = options;
  const { resume } = options;
  const folder = resume === undefined ? createRunFolder(options.reports, new Date()) : openRunFolder(resume.path);
  // A run that is resumed is judged by the register it was begun with.
  if (resume === undefined) copyFileSync(REGISTER_FILE, folder.register);
  const workFile = new WorkFile(folder.path, resume?.work ?? recordOf(options, folder.run));
  progress.say(`run ${folder.run}${resume === undefined ? '' : ', resumed'}: ${options.specs.length} specs on ${entries.map(({ id }) => id).join(', ')}`);
  for (const { because } of Object.values(review(register, folder.run.slice(0, 10))).flat()) progress.say(`register: ${because}`);
  const results = await collect({ ...options, workFile }, folder, adb);
  const lost = resume === undefined ? undefined : results.find(({ work }) => work === undefined);
  // What was judged before must not be lost over a phone that is not there, or not the same, any more.
  if (lost !== undefined) throw new EarshotError('NO_PHONE', `resumed ${folder.run}, which stays as it was: ${lost.device}: ${lost.failures.join('; ')}`);
  return report({ ...options, workFile }, folder, results);
}

async function collect(options: PlannedRun & { readonly workFile: WorkFile }, folder: RunFolder, adb: AdbProgram): Promise<readonly PhoneResult[]> {
  const secrets = makeDoomedFolder(folder.private);
  let servers: RunServers | undefined;
  try {
    options.progress.say('starting adb and Appium');
    servers = await RunServers.start({ adb, folder, ownAdbServer: options.entries.some(({ kind }) => kind === 'emulated') });
    const phones = { ...options, folder, servers, ...(options.resume === undefined ? {} : { resumed: options.resume.work }) };
    return await Promise.all(options.entries.map((entry) => new PhoneRun(entry, phones).run()));
  } finally {
    await servers?.stop();
    await secrets.remove();
  }
}

async function report(options: RunOptions & { readonly register: Register; readonly workFile: WorkFile }, folder: RunFolder, results: readonly PhoneResult[]): Promise<RunResult> {
  const judged = { verdicts: results.flatMap(({ verdicts }) => verdicts), controls: results.flatMap(({ controls }) => controls) };
  const told = results.map((result) => ({ ...result, linkage: result.linkage?.rows, leftOut: result.work?.leftOut }));
  const verdicts: Verdicts = { run: folder.run, ...judged, claims: told.flatMap((phone) => tellClaims(phone, told)) };
  const leftOut = results.map(({ device, work }) => ({ device, leftOut: work?.leftOut ?? [] }));
  const tables: ComparingTables = { consent: consentRows(judged.verdicts), incognito: incognitoRows(judged.verdicts, leftOut) };
  writeVerdicts(folder.path, verdicts);
  const linkages = results.flatMap(({ linkage }) => linkage ?? []);
  folder.writeJson('linkage.json', { run: folder.run, phones: linkages });
  const register = reportRegister({ register: options.register, day: folder.run.slice(0, 10), isWhole: isWhole(options), phones: usesOf(folder, results) });
  folder.writeJson('run.json', {
    run: folder.run,
    tools: await describeTools(options.projectRoot),
    specs: options.specs,
    register,
    consentTable: tables.consent,
    incognitoTable: tables.incognito,
    phones: results.map(({ device, facts, work, preflight, counterModel, remoteConfigurations, blindSpots, ledgerByteCount, apps, failures }) => ({
      device, ...facts, sittings: options.workFile.phone(device)?.sittings ?? [], work: work?.pieces ?? [], leftOut: work?.leftOut ?? [], preflight, counterModel, remoteConfigurations, blindSpots, ledgerByteCount,
      apps: withoutSketches(apps ?? []), failures,
    })),
  });
  const failures = results.flatMap((result) => result.failures.map((failure) => `${result.device}: ${failure}`));
  if (failures.length === 0 && !options.interrupted.aborted && judged.verdicts.length === 0) failures.push(nothingJudged(leftOut));
  for (const { facts, work } of results) {
    const started = work?.pieces.map(({ spec }) => spec) ?? [];
    if (facts !== undefined && work !== undefined) writeLeftOutResults(folder.allureResults, work.leftOut.filter(({ spec }) => !started.includes(spec)), facts);
  }
  placeResults(folder.allureResults);
  attachTables(folder.allureResults, tables, judged.verdicts);
  options.progress.say('making the Allure report');
  await makeAllureReport({
    results: folder.allureResults,
    report: folder.allureReport,
    run: folder.run,
    environment: { ...claimsInWords(verdicts.claims), ...buildsOf(results), ...linkagesOf(linkages), ...sameBrowsers(results), ...incognitoSwitches(tables.incognito), ...consentChanges(tables.consent) },
    previousReport: join(options.reports, 'latest', 'allure-report'),
  }).catch((error: unknown) => {
    failures.push(tellFailure(error));
  });
  writeTruthMap(folder, results);
  await options.beforeManifest(folder.path).catch((error: unknown) => {
    failures.push(tellFailure(error));
  });
  await writeManifest(folder.path);
  const stays = whyLatestStays({ verdictCount: judged.verdicts.length, isInterrupted: options.interrupted.aborted });
  if (stays === undefined) pointLatestAt(options.reports, folder.path);
  return { ...(stays === undefined ? {} : { whyLatestStays: stays }), verdicts, verdictsPath: join(folder.path, 'verdicts.json'), reportPath: join(folder.allureReport, 'index.html'), leftOut, tables, linkages, failures, register };
}

/** Whether the run was asked for all there is, and came to its end: then what no entry of the register was used for says something. */
function isWhole({ specs, specsFolder, choice: { brief, actions, claims, apps, browsers }, interrupted }: RunOptions): boolean {
  const isFiltered = [actions, claims, apps].some((filter) => filter !== undefined) || (browsers !== undefined && browsers !== 'all');
  return !brief && !isFiltered && !interrupted.aborted && allSpecs(specsFolder).every((spec) => specs.includes(spec));
}

function usesOf(folder: RunFolder, results: readonly PhoneResult[]): RegisterCase['phones'] {
  return results.map(({ device, facts, work }) => ({
    uses: (work?.pieces ?? []).map(({ spec }) => new SpecEvidence(folder.evidence(device, spec)).readRegisterUse()),
    ...(facts === undefined ? {} : { facts }),
  }));
}

function buildsOf(results: readonly PhoneResult[]): Readonly<Record<string, string>> {
  const builds = results.flatMap(({ device, facts }) => (facts === undefined ? [] : [[device, `${facts.model}, Android ${facts.androidVersion}, ${facts.build}`] as const]));
  return Object.fromEntries(builds);
}

/** What the front page of the report says each phone tells together, to whom, and what clearing data changes; the whole table is `linkage.json`. */
function linkagesOf(linkages: readonly Linkage[]): Readonly<Record<string, string>> {
  return Object.fromEntries(linkages.flatMap((linkage) => {
    const survivals = describeSurvivals(linkage);
    return [[`${linkage.device} tells together`, describeLinkage(linkage)] as const, ...(survivals === undefined ? [] : [[`${linkage.device}: what clearing data changes`, survivals] as const])];
  }));
}

/** What was measured of the incognito switch, for the front page of the report. */
function incognitoSwitches(rows: readonly IncognitoRow[]): Readonly<Record<string, string>> {
  const names = [...new Set(rows.map(({ device, app }) => `${device} ${app}: incognito switch`))];
  return Object.fromEntries(names.map((name) => [name, describeIncognito(rows.filter(({ device, app }) => name === `${device} ${app}: incognito switch`))]));
}

/** What consent changes on each phone, for the front page of the report; the whole table is in `run.json`. */
function consentChanges(rows: readonly ConsentRow[]): Readonly<Record<string, string>> {
  const devices = [...new Set(rows.map(({ device }) => device))];
  return Object.fromEntries(devices.map((name) => [`${name}: what consent changes`, describeConsent(rows.filter(({ device }) => device === name))]));
}

/** Which phone wrote which truth log, for the score program. */
function writeTruthMap(folder: RunFolder, results: readonly PhoneResult[]): void {
  const files = results.flatMap(({ device, truthFile }) => (truthFile === undefined ? [] : [[device, truthFile] as const]));
  folder.writeJson(join('truth', 'phones.json'), Object.fromEntries(files));
}
