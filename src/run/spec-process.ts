import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SpecProgress } from '../flow/spec-run.ts';
import { START_PATIENCE_MS } from './patience.ts';
import { Watchdog } from './watchdog.ts';

const require = createRequire(import.meta.url);

export interface SpecProcessOptions {
  readonly specFile: string;
  readonly specRunFile: string;
  readonly allureResults: string;
  readonly logFile: string;
  readonly onProgress: (progress: SpecProgress) => void;
  readonly abort: AbortSignal;
}

/** How a spec process ended; what it found is in its evidence folder. */
export interface SpecProcessEnd {
  /** Present when it did not end by itself. */
  readonly ended?: 'interrupted' | 'stalled';
  readonly exitCode: number | null;
}

/** What a waiting spec process is told to perform. */
export interface BeginSpec {
  /** JSON file of its `SpecRun`. */
  readonly specRunFile: string;
  /** What mocha is given. */
  readonly args: readonly string[];
}

/** A process that runs one spec file on one phone in a mocha of its own. It loads what any spec needs, and waits to be told which. */
export class SpecProcess {
  readonly #process: ChildProcess;
  readonly #closed: Promise<number | null>;

  constructor() {
    this.#process = fork(fileURLToPath(new URL('perform-spec-process.ts', import.meta.url)), [], {
      // As ES modules throughout: by `require`, the driver's client would be loaded twice, the second time while the phone waits.
      execArgv: ['--import', pathToFileURL(require.resolve('tsx/esm')).href],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A Ctrl-C in the terminal goes to the run, which ends its specs itself.
      detached: true,
    });
    this.#closed = new Promise((resolve, reject) => {
      this.#process.once('error', reject);
      this.#process.once('close', resolve);
    });
    // Whether it ever came to life is told to whoever has it perform something.
    this.#closed.catch(() => undefined);
  }

  /** Runs a spec file; its output goes to a log file. Once only: afterwards the process is at its end. */
  async perform(options: SpecProcessOptions): Promise<SpecProcessEnd> {
    const log = createWriteStream(options.logFile, { flags: 'a' });
    const output = [this.#process.stdout, this.#process.stderr];
    // What it says beside its verdicts must not cost the run those: on a full disk the log ends early, and what comes after that is let go.
    log.on('error', () => output.forEach((stream) => stream?.resume()));
    const logged = new Promise<void>((resolve) => {
      log.once('close', () => resolve());
    });
    for (const stream of output) stream?.pipe(log);
    let ended: SpecProcessEnd['ended'];
    const end = (why: NonNullable<SpecProcessEnd['ended']>): void => {
      ended ??= why;
      this.end();
    };
    const onAbort = (): void => end('interrupted');
    if (options.abort.aborted) onAbort();
    options.abort.addEventListener('abort', onAbort);
    const watchdog = new Watchdog(START_PATIENCE_MS, () => end('stalled'));
    this.#process.on('message', (message) => {
      const progress = message as SpecProgress;
      watchdog.alive(progress.type === 'window' ? progress.patienceMs : undefined);
      options.onProgress(progress);
    });
    try {
      this.#begin(options);
      const exitCode = await this.#closed;
      return { exitCode, ...(ended === undefined ? {} : { ended }) };
    } finally {
      watchdog.stop();
      options.abort.removeEventListener('abort', onAbort);
      log.end();
      await logged;
    }
  }

  /** Whether it can still be told what to perform. */
  get isThere(): boolean {
    return this.#process.connected;
  }

  /** Ends the process, whatever it is at. */
  end(): void {
    this.#process.kill('SIGKILL');
  }

  #begin({ specRunFile, allureResults, specFile: file }: SpecProcessOptions): void {
    const begin: BeginSpec = {
      specRunFile,
      args: [
        '--no-config', '--no-package', '--no-opts', '--exit', '--timeout', '60000',
        '--reporter', 'allure-mocha', '--reporter-option', `resultsDir=${allureResults}`,
        file,
      ],
    };
    // One that is gone already says so by its exit code.
    this.#process.send(begin, () => undefined);
  }
}

/** Path of a spec file from its name. */
export function specFile(specsFolder: string, spec: string): string {
  return join(specsFolder, `${spec}.spec.ts`);
}
