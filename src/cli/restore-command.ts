import { Command, InvalidArgumentError } from 'commander';
import { connectShell } from '../device/adb-shell.ts';
import { leftJournals } from '../device/left-journals.ts';
import { restorePhone } from '../device/prepare.ts';
import type { UndoJournal } from '../device/undo-journal.ts';
import { lockPhone } from '../farm/phone-lock.ts';
import { stateFolder } from '../farm/state-folder.ts';
import { userAdbPort } from '../farm/user-adb-server.ts';
import { EXIT } from '../run/outcome.ts';

/** `earshot restore`: puts phones back that a run could not (it was killed, the cable was pulled). */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('Put phones back as they were, where a run was killed before it could.')
    .option('--adb-port <port>', 'port of the adb server that has the phones (default: ANDROID_ADB_SERVER_PORT or 5037)', portNumber)
    .addHelpText('after', '\nThe next run on such a phone puts it back as well, before anything else.\nExit codes: 0 nothing is left to put back; 3 something is.')
    .action(async (flags: { readonly adbPort?: number }) => {
      const journals = leftJournals(stateFolder());
      if (journals.length === 0) process.stdout.write('nothing to put back\n');
      for (const journal of journals) {
        if (!(await restoreOne(journal, flags.adbPort ?? userAdbPort()))) process.exitCode = EXIT.couldNotRun;
      }
    });
}

/** @returns Whether nothing of this journal is left. */
async function restoreOne(journal: UndoJournal, port: number): Promise<boolean> {
  const say = (message: string): boolean => process.stdout.write(`${journal.serial}: ${message}\n`);
  let unlock: (() => Promise<void>) | undefined;
  try {
    // A run that has the phone now puts it back itself.
    unlock = await lockPhone(journal.serial, stateFolder());
    const { undone, failed } = await restorePhone(journal, { shell: await connectShell({ adbPort: port, serial: journal.serial }), adb: { port } });
    say(`${undone.length} change${undone.length === 1 ? '' : 's'} undone`);
    for (const { change, error } of failed) say(`could not undo ${JSON.stringify(change)}: ${error instanceof Error ? error.message : String(error)}`);
    return failed.length === 0;
  } catch (error) {
    say(`nothing undone: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    await unlock?.();
  }
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError(`found "${text}", expected a port, 1 to 65535`);
}
