import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import { EXIT } from '../run/outcome.ts';
import { outliveLostOutput, tellOwnMistakes } from './lost-output.ts';

/** For what is still on its way to the terminal or a pipe. */
const LAST_WORDS_MS = 2_000;

/** Each command by its name, loaded when it is asked for: what drives a phone takes long to load, and `decode` needs none of it. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run-command.ts')).runCommand(),
  phone: async () => (await import('./phone-command.ts')).phoneCommand(),
  decode: async () => (await import('./decode-command.ts')).decodeCommand(),
  judge: async () => (await import('./judge-command.ts')).judgeCommand(),
  compare: async () => (await import('./compare-command.ts')).compareCommand(),
  claims: async () => (await import('./claims-command.ts')).claimsCommand(),
  devices: async () => (await import('./devices-command.ts')).devicesCommand(),
  doctor: async () => (await import('./doctor-command.ts')).doctorCommand(),
  restore: async () => (await import('./restore-command.ts')).restoreCommand(),
};

/** Runs one command line and sets the exit code; what went wrong is told in plain words, never as a stack. */
export async function main(argv: readonly string[]): Promise<void> {
  outliveLostOutput();
  tellOwnMistakes(explain);
  const program = new Command('earshot')
    .description('Drives a Xiaomi phone through its own apps and says, with evidence, which taps phoned home.')
    // The whole help would push the mistake off the screen.
    .showHelpAfterError(`  → What there is: npx earshot ${isCommand(argv[2]) ? `${argv[2]} ` : ''}--help`)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'earshot: ')) })
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.held : EXIT.couldNotRun);
    });
  try {
    for (const load of asked(argv[2])) program.addCommand((await load()).copyInheritedSettings(program));
    await program.parseAsync(argv);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = EXIT.couldNotRun;
  }
  // The command is over. A socket that a library keeps open must not keep the person waiting.
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}

/** The command that is named, or all of them, for the help and for what is misspelt. */
function asked(name: string | undefined): readonly (() => Promise<Command>)[] {
  const one = isCommand(name) ? COMMANDS[name] : undefined;
  return one === undefined ? Object.values(COMMANDS) : [one];
}

function isCommand(name: string | undefined): name is string {
  return name !== undefined && Object.hasOwn(COMMANDS, name);
}

/** What happened and the next step; a defect of ours keeps its stack, because nobody else can mend it. */
function explain(error: unknown): string {
  if (error instanceof EarshotError) {
    return `earshot: ${error.message}${error.hint === undefined ? '' : `\n  → ${error.hint}`}`;
  }
  if (isOfTheMachine(error)) {
    return `earshot: ${error.message}\n  → The machine's disk or its permissions, not Earshot. Once that is put right, a run goes on where it was: npx earshot run --resume`;
  }
  return `earshot: unexpected error, please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** A disk that is full or may not be written to, too many open files: nothing a stack would explain. */
function isOfTheMachine(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(String(error.code));
}
