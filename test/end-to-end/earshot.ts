import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { waitUntil } from '../../src/farm/wait-until.ts';
import { descendants, processesNaming } from './processes.ts';

const CHECKOUT = resolve(import.meta.dirname, '../..');
const PROGRAM = join(CHECKOUT, 'src/cli/earshot.mjs');
const PROFILES = join(CHECKOUT, 'emulator/profiles');

/** Long enough for a machine under load; nothing here waits that long when all is well. */
const LIMIT_MS = 200_000;

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Path of a profile that comes with the emulator. */
export function shippedProfile(id: string): string {
  return join(PROFILES, `${id}.json`);
}

/** Folders of a test's own, and the commands that run in them: what these leave behind is found there. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'earshot-end-to-end-'));
  readonly reports = join(this.folder, 'reports');
  readonly state = join(this.folder, 'state');
  readonly home = join(this.folder, 'home');
  readonly temporary = join(this.folder, 'tmp');

  constructor() {
    for (const folder of [this.home, this.temporary]) mkdirSync(folder);
    // What tsx has compiled is kept where it always is: hundreds of files, and none of the programs under test.
    const compiled = `tsx-${process.getuid?.() ?? ''}`;
    mkdirSync(join(tmpdir(), compiled), { recursive: true });
    symlinkSync(join(tmpdir(), compiled), join(this.temporary, compiled));
  }

  /** Writes a devices.json and gives its path. */
  devices(entries: unknown, name = 'devices.json'): string {
    const file = join(this.folder, name);
    writeFileSync(file, typeof entries === 'string' ? entries : JSON.stringify(entries, null, 2));
    return file;
  }

  /** Writes a profile that differs from a shipped one, and gives its path. */
  profile(id: string, from: string, change: (profile: Record<string, unknown>) => void): string {
    const profile = JSON.parse(readFileSync(shippedProfile(from), 'utf8')) as Record<string, unknown>;
    profile['id'] = id;
    if (typeof profile['extends'] === 'string') profile['extends'] = resolve(PROFILES, profile['extends']);
    delete profile['$schema'];
    change(profile);
    const file = join(this.folder, `${id}.json`);
    writeFileSync(file, JSON.stringify(profile));
    return file;
  }

  /** Starts a command; a run gets the stage's reports folder, and ends when its specs do. */
  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Earshot {
    const own = args[0] === 'run' && !args.includes('--reports') ? ['--reports', this.reports] : [];
    // Nothing here is held back for an hour.
    const listening = args[0] === 'run' && !args.includes('--listen') ? ['--listen', '0'] : [];
    return new Earshot([...args, ...own, ...listening], { ...this.environment(), ...environment });
  }

  async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, environment).ended;
  }

  environment(): NodeJS.ProcessEnv {
    const foreign = new Set(['NODE_OPTIONS', 'EARSHOT_SPEC_RUN', 'ANDROID_ADB_SERVER_PORT', 'XDG_STATE_HOME']);
    const inherited = Object.entries(process.env).filter(([name]) => !foreign.has(name));
    return { ...Object.fromEntries(inherited), HOME: this.home, TMPDIR: this.temporary, EARSHOT_STATE_HOME: this.state };
  }

  /** The newest run's folder. */
  newestRun(): string {
    const [newest] = readdirSync(this.reports).filter((name) => name !== 'latest').sort().reverse();
    assert.ok(newest !== undefined, 'there is a run folder');
    return join(this.reports, newest);
  }

  /** Waits until a window is under way: its first action is over, the second is not. @returns the window's evidence. */
  async midWindow(run: Earshot, device: string, spec: string): Promise<{ readonly evidence: string; readonly spec: SpecRunFile }> {
    return until(`a window of ${spec} on ${device}`, () => {
      if (run.hasEnded) throw new Error(`waited for a window of ${spec} on ${device}; the run ended:\n${run.stdout}${run.stderr}`);
      if (!existsSync(this.reports)) return undefined;
      const evidence = join(this.newestRun(), 'evidence', device, spec);
      if (!existsSync(evidence) || !readdirSync(evidence).some((name) => name.endsWith('.png'))) return undefined;
      return { evidence, spec: JSON.parse(readFileSync(join(evidence, 'spec-run.json'), 'utf8')) as SpecRunFile };
    });
  }

  /** Fails when anything that was started here still lives, or lies anywhere but where it belongs. */
  async assertTidy(): Promise<void> {
    let left: readonly string[] = [];
    await until('every process to end', () => {
      left = processesNaming(this.folder).map(({ pid, commandLine }) => `${pid} ${commandLine}`);
      return left.length === 0 ? true : undefined;
    }, 15_000).catch(() => assert.fail(`processes are left:\n${left.join('\n')}`));
    assert.deepEqual(readdirSync(this.temporary).filter((name) => !name.startsWith('tsx-')), [], 'no temporary file is left');
    const secrets = existsSync(this.reports)
      ? readdirSync(this.reports, { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)(private|adbkey|ca\.key)(\/|$)/.test(path))
      : [];
    assert.deepEqual(secrets, [], 'no key is left');
  }

  /** Ends what a failed test left, and removes the folders. */
  remove(): void {
    for (const { pid } of processesNaming(this.folder)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What these tests read of a `spec-run.json`. */
interface SpecRunFile {
  readonly phone: { readonly serial: string };
  readonly adb: { readonly path: string; readonly port: number };
  readonly proxy: { readonly setting: string };
}

/** One `earshot` command in a process of its own. */
export class Earshot {
  readonly ended: Promise<Ended>;
  readonly pid: number;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    // A group of its own, as a terminal gives to each command: a Ctrl-C goes to all of the group.
    this.#child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.pid = this.#child.pid ?? 0;
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.ended = new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#child.kill('SIGKILL');
        reject(new Error(`earshot ${args.join(' ')} did not end within ${LIMIT_MS} ms:\n${this.#stderr}`));
      }, LIMIT_MS);
      this.#child.once('exit', (code) => {
        clearTimeout(limit);
        // The pipes may be held by what it started; what it said itself has arrived a moment later.
        setTimeout(() => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }), 50);
      });
    });
    this.ended.catch(() => undefined);
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Waits for its output to match. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return until(`earshot to say ${String(pattern)}`, () => pattern.exec(this.#stdout + this.#stderr) ?? undefined)
      .catch((error: unknown) => assert.fail(`${String(error)}; it said:\n${this.#stdout}${this.#stderr}`));
  }

  /** Process ids of what it started whose command line matches. */
  children(commandLine: RegExp): readonly number[] {
    return descendants(this.pid).filter((entry) => commandLine.test(entry.commandLine)).map(({ pid }) => pid);
  }

  /** The process id of its only sidecar. */
  sidecar(): number {
    const [pid, ...others] = this.children(/record\/sidecar\/main\.ts/);
    assert.ok(pid !== undefined && others.length === 0, `one sidecar, found ${String(pid)} and ${others.length} more`);
    return pid;
  }

  /** Signals it alone, as `kill` does. */
  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Signals all of its group, as a terminal does at Ctrl-C. */
  interrupt(): void {
    process.kill(-this.pid, 'SIGINT');
  }
}

/** Waits for something to be there. */
export async function until<T>(what: string, look: () => T | undefined, timeoutMs = LIMIT_MS): Promise<T> {
  const found = await waitUntil(() => Promise.resolve(look()), { timeoutMs, everyMs: 25 });
  if (found === undefined) throw new Error(`waited ${timeoutMs} ms for ${what}`);
  return found;
}

/** A command as somebody types it into a shell, in a folder. */
export async function shell(command: string, folder: string, stage: Stage): Promise<Ended> {
  // npx keeps a note of where it found a program: each command has a cache of its own, gone with the stage.
  const env = { ...stage.environment(), npm_config_cache: mkdtempSync(join(stage.home, 'npm-')) };
  const child = spawn('bash', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close', { signal: AbortSignal.timeout(LIMIT_MS) })) as [number | null];
  return { code, stdout, stderr };
}

/** The machine's own adb, as a client of the server on that port and nothing else. */
export function adb(port: number, env: NodeJS.ProcessEnv, ...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('adb', ['-H', '127.0.0.1', '-P', String(port), ...args], { env, encoding: 'utf8', timeout: 60_000 });
  return { code: status, stdout, stderr };
}
