import { existsSync, readdirSync } from 'node:fs';
import { Command } from 'commander';
import { connectShell } from '../device/adb-shell.ts';
import { restorePhone } from '../device/prepare.ts';
import { UndoJournal } from '../device/undo-journal.ts';
import { stateFolder } from '../farm/state-folder.ts';
import { userAdbPort } from '../farm/user-adb-server.ts';
import { EXIT } from '../run/outcome.ts';

const JOURNAL = 'undo.json';

/** `earshot restore`: puts phones back that a run could not (it was killed, the cable was pulled). */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('Put phones back as they were, where a run was killed before it could.')
    .option('--adb-port <port>', 'port of the adb server that has the phones (default: ANDROID_ADB_SERVER_PORT or 5037)')
    .action(async (flags: { readonly adbPort?: string }) => {
      const port = flags.adbPort === undefined ? userAdbPort() : Number(flags.adbPort);
      let failures = 0;
      for (const folder of journalFolders()) failures += await restoreOne(folder, port);
      if (failures > 0) process.exitCode = EXIT.couldNotRun;
    });
}

async function restoreOne(folder: string, port: number): Promise<number> {
  const journal = UndoJournal.find(folder);
  if (journal === undefined) return 0;
  const say = (message: string): boolean => process.stdout.write(`${journal.serial}: ${message}\n`);
  try {
    const { undone, failed } = await restorePhone(journal, { shell: await connectShell({ adbPort: port, serial: journal.serial }), adb: { port } });
    say(`${undone.length} change${undone.length === 1 ? '' : 's'} undone`);
    for (const { change, error } of failed) say(`could not undo ${JSON.stringify(change)}: ${error instanceof Error ? error.message : String(error)}`);
    return failed.length;
  } catch (error) {
    say(`not reached, nothing undone: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** Every folder below the state folder that holds a journal: one a phone, and one for the test files of each spec. */
function journalFolders(): readonly string[] {
  const folder = stateFolder();
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === JOURNAL)
    .map((entry) => entry.parentPath);
}
