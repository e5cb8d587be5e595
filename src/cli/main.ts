import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import { EXIT } from '../run/outcome.ts';
import { compareCommand } from './compare-command.ts';
import { devicesCommand } from './devices-command.ts';
import { judgeCommand } from './judge-command.ts';
import { phoneCommand } from './phone-command.ts';
import { restoreCommand } from './restore-command.ts';
import { runCommand } from './run-command.ts';

/** For what is still on its way to the terminal or a pipe. */
const LAST_WORDS_MS = 2_000;

/** Runs one command line and sets the exit code; what went wrong is told in plain words, never as a stack. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('earshot')
    .description('Drives a Xiaomi phone through its own apps and says, with evidence, which taps phoned home.')
    .showHelpAfterError()
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.held : EXIT.couldNotRun);
    });
  for (const command of [runCommand(), phoneCommand(), judgeCommand(), compareCommand(), devicesCommand(), restoreCommand()]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = EXIT.couldNotRun;
  }
  // The command is over. A socket that a library keeps open must not keep the person waiting.
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}

/** What happened and the next step; a defect of ours keeps its stack, because nobody else can mend it. */
function explain(error: unknown): string {
  if (error instanceof EarshotError) {
    return `earshot: ${error.message}${error.hint === undefined ? '' : `\n  → ${error.hint}`}`;
  }
  return `earshot: unexpected error, please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
