import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SWEEPER = fileURLToPath(new URL('./sweeper.mjs', import.meta.url));

/** How long the sweeper may take; then it is killed, and the folder is removed here. */
const REMOVE_LIMIT_MS = 5_000;

/** A folder that does not outlive this process. */
export interface DoomedFolder {
  readonly path: string;
  /** Removes it now; safe to call again. */
  remove(): Promise<void>;
}

/** Makes a folder that nobody else can read, and that goes when this process ends, also by SIGKILL. */
export function makeDoomedFolder(path: string): DoomedFolder {
  // Before the folder: what is put there is never without somebody who removes it.
  const sweeper = spawn(process.execPath, [SWEEPER, path], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // EPIPE when the sweeper ended first.
  sweeper.stdin.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => {
    sweeper.once('exit', () => { resolve(); });
    sweeper.once('error', () => { resolve(); });
  });
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return {
    path,
    remove: async () => {
      sweeper.stdin.end();
      const limit = setTimeout(() => sweeper.kill('SIGKILL'), REMOVE_LIMIT_MS);
      await gone;
      clearTimeout(limit);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
