import { fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SPEC_RUN_VARIABLE, type SpecProgress } from '../flow/spec-run.ts';
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

/** Runs one spec file on one phone in a mocha of its own; its output goes to a log file. */
export async function runSpecProcess(options: SpecProcessOptions): Promise<SpecProcessEnd> {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const mocha = fork(
    require.resolve('mocha/bin/_mocha'),
    [
      '--no-config', '--no-package', '--no-opts', '--exit', '--timeout', '60000',
      '--reporter', 'allure-mocha', '--reporter-option', `resultsDir=${options.allureResults}`,
      options.specFile,
    ],
    {
      // As ES modules throughout: by `require`, the driver's client would be loaded twice, the second time while the phone waits.
      execArgv: ['--import', pathToFileURL(require.resolve('tsx/esm')).href],
      env: { ...process.env, [SPEC_RUN_VARIABLE]: options.specRunFile },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A Ctrl-C in the terminal goes to the run, which ends its specs itself.
      detached: true,
    },
  );
  mocha.stdout?.pipe(log);
  mocha.stderr?.pipe(log);
  let ended: SpecProcessEnd['ended'];
  const end = (why: NonNullable<SpecProcessEnd['ended']>): void => {
    ended ??= why;
    mocha.kill('SIGKILL');
  };
  const onAbort = (): void => end('interrupted');
  if (options.abort.aborted) onAbort();
  options.abort.addEventListener('abort', onAbort);
  const watchdog = new Watchdog(START_PATIENCE_MS, () => end('stalled'));
  mocha.on('message', (message) => {
    const progress = message as SpecProgress;
    watchdog.alive(progress.type === 'window' ? progress.patienceMs : undefined);
    options.onProgress(progress);
  });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      mocha.once('error', reject);
      mocha.once('close', resolve);
    });
    return { exitCode, ...(ended === undefined ? {} : { ended }) };
  } finally {
    watchdog.stop();
    options.abort.removeEventListener('abort', onAbort);
    log.end();
  }
}

/** Path of a spec file from its name. */
export function specFile(specsFolder: string, spec: string): string {
  return join(specsFolder, `${spec}.spec.ts`);
}
