import { EXIT } from '../run/outcome.ts';

/** The reader of a pipe is gone (`| head`), or the terminal was closed. */
const NOBODY_READS: readonly unknown[] = ['EPIPE', 'EIO'];

/**
 * From now on what cannot be printed ends no command. Without this, a terminal that is closed or a disk that is full under the log would
 * end a run in the middle, its phones not put back, with the exit code that means "something was sent".
 *
 * What a command says on standard output is its answer: where that could not be written for another reason than that nobody reads, the
 * exit code says so.
 */
export function outliveLostOutput(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (NOBODY_READS.includes(error.code) || process.exitCode === EXIT.couldNotRun) return;
    process.exitCode = EXIT.couldNotRun;
    process.stderr.write(`earshot: printing the answer: ${error.message}; not all of it was written\n  → Give it a place to be written to, or leave it on the terminal.\n`);
  });
}

/** From now on a mistake of ours that nothing caught ends the command with "could not run", never with the code of a verdict. */
export function tellOwnMistakes(explain: (error: unknown) => string): void {
  const end = (error: unknown): void => {
    process.stderr.write(`${explain(error)}\n  → What it had begun is ended. A phone that was in use is put back by the next run on it, or by: npx earshot restore\n`);
    process.exit(EXIT.couldNotRun);
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
}
