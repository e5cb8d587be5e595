import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readVerdicts } from '../../src/report/verdicts-file.ts';
import type { ClearingSetup } from './choose.ts';
import { differencesOf, heldVerdicts } from './ledger.ts';
import type { Verdict } from './matrix.ts';
import { readTelemetry, type Telemetry } from './truth.ts';

const PROGRAM = resolve(import.meta.dirname, '../../src/cli/earshot.mjs');
const CANNOT_RUN = 3;

/** One emulated phone of a run. */
export interface LivePhone {
  readonly id: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly witnesses?: readonly string[];
  readonly controlPort?: number;
}

export interface LiveRun {
  /** Folder of its own, made here: profiles, devices.json, log, reports. */
  readonly folder: string;
  readonly phones: readonly LivePhone[];
  readonly specs: readonly string[];
  readonly actions?: readonly string[];
  /** Default: all that the phones carry. */
  readonly browsers?: readonly string[];
  /** Default: as found. */
  readonly consent?: ClearingSetup;
  readonly timeScale: number;
  /** How long each phone is listened to once its specs are over. Default 0. */
  readonly listenS?: number;
  readonly interrupted: AbortSignal;
}

export interface LiveResult {
  readonly code: number | null;
  readonly verdicts: readonly Verdict[];
  readonly truth: ReadonlyMap<string, readonly Telemetry[]>;
  /** What came out otherwise when the run was judged again from its folder, a line each. */
  readonly judgedOtherwise: readonly string[];
  /** Why there is nothing to hold against each other. */
  readonly broken?: string;
}

/** A run that is under way. */
export interface Started {
  readonly pid: number;
  readonly reports: string;
  readonly ended: Promise<number | null>;
}

/** Starts `earshot run` on emulated phones; an interruption is passed on to it once, as a terminal does. */
export function startLive({ folder, phones, specs, actions, browsers, consent, timeScale, listenS = 0, interrupted }: LiveRun): Started {
  const [reports, state] = [join(folder, 'reports'), join(folder, 'state')];
  mkdirSync(state, { recursive: true });
  const entries = phones.map(({ id, profile, ...rest }) => {
    const path = join(folder, `${id}.profile.json`);
    writeFileSync(path, JSON.stringify(profile));
    return { id, model: 'Redmi Note 8', kind: 'emulated', profile: path, timeScale, ...rest };
  });
  const devices = join(folder, 'devices.json');
  writeFileSync(devices, JSON.stringify(entries, undefined, 2));
  const args = ['run', '--devices-file', devices, '--specs', specs.join(','), '--reports', reports, '--report-only', '--listen', String(listenS), ...(actions === undefined ? [] : ['--actions', actions.join(',')]), ...(browsers === undefined ? [] : ['--browsers', browsers.join(',')]), ...(consent === undefined ? [] : ['--consent', consent])];
  const foreign = new Set(['NODE_OPTIONS', 'EARSHOT_SPEC_RUN', 'ANDROID_ADB_SERVER_PORT']);
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.has(name)));
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...inherited, EARSHOT_STATE_HOME: state }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const log = createWriteStream(join(folder, 'earshot.log'));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const interrupt = (): void => { child.kill('SIGINT'); };
  interrupted.addEventListener('abort', interrupt, { once: true });
  const ended = new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => {
      interrupted.removeEventListener('abort', interrupt);
      done(code);
    });
  });
  return { pid: child.pid ?? 0, reports, ended };
}

/** Runs to its end, then opens the truth logs: never before the verdicts are final. */
export async function runLive(run: LiveRun): Promise<LiveResult> {
  const started = startLive(run);
  return resultOf(started, await started.ended);
}

/** What a run that has ended said, and what its phones wrote down about themselves. */
export function resultOf({ reports }: Pick<Started, 'reports'>, code: number | null): LiveResult {
  const runFolder = newestRun(reports);
  if (runFolder === undefined || !existsSync(join(runFolder, 'verdicts.json'))) {
    return { code, verdicts: [], truth: new Map(), judgedOtherwise: [], broken: `earshot ended with ${String(code)} and wrote no verdicts` };
  }
  return {
    code,
    verdicts: heldVerdicts(runFolder, readVerdicts(runFolder)),
    truth: readTelemetry(runFolder),
    judgedOtherwise: differencesOf(runFolder),
    ...(code === CANNOT_RUN ? { broken: 'earshot says it could not run on every phone' } : {}),
  };
}

/** The only run in a folder of reports; undefined before it has begun. */
export function newestRun(reports: string): string | undefined {
  const [newest] = existsSync(reports) ? readdirSync(reports).filter((name) => name !== 'latest').sort().reverse() : [];
  return newest === undefined ? undefined : join(reports, newest);
}
