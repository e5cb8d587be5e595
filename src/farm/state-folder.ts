import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The user's folder for what outlives a run: which run has which phone, and what has to be put back on each.
 * `EARSHOT_STATE_HOME` names another one.
 */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const named = env['EARSHOT_STATE_HOME'];
  if (named !== undefined && named !== '') return path.resolve(named);
  // https://specifications.freedesktop.org/basedir-spec/latest/
  const xdg = env['XDG_STATE_HOME'];
  const state = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.local', 'state');
  return path.join(state, 'earshot');
}

/** Folder of one phone's undo journal: the same for every run, so that the next one finds what this one left. */
export function journalFolder(serial: string, folder: string = stateFolder()): string {
  return path.join(folder, 'phones', fileNameFor(serial));
}

/** A serial as a file name: `192.168.1.7:5555` is one. */
export function fileNameFor(serial: string): string {
  return serial.replaceAll(/[^\w.-]/g, (character) => `%${character.codePointAt(0)?.toString(16) ?? ''}`);
}
