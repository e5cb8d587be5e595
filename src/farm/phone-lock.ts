import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { EarshotError } from '../flow/errors.ts';
import { fileNameFor } from './state-folder.ts';

/** A lock whose holder has not renewed it for this long belongs to nobody: its holder was killed. */
const STALE_MS = 10_000;

/**
 * Takes the phone for this process; no other run on this machine can have it until it is given back, or this process
 * ends.
 *
 * @param staleMs Age at which the lock of a dead process is taken over; at least 2000.
 * @returns Gives the phone back.
 * @throws {EarshotError} NO_PHONE when another run has it.
 */
export async function lockPhone(serial: string, folder: string, staleMs = STALE_MS): Promise<() => Promise<void>> {
  const locks = path.join(folder, 'locks');
  mkdirSync(locks, { recursive: true });
  const file = path.join(locks, fileNameFor(serial));
  const release = await lock(file, serial, staleMs);
  writeFileSync(file, `${process.pid}\n`);
  return release;
}

async function lock(file: string, serial: string, staleMs: number): Promise<() => Promise<void>> {
  const holder = holderOf(file);
  // A killed run cannot give its phone back. Its process id tells that at once; the lock's age only later.
  const isHolderDead = holder !== undefined && !isAlive(holder);
  try {
    return await lockfile.lock(file, {
      realpath: false,
      stale: staleMs,
      retries: isHolderDead ? RECLAIM : 0,
      // After a sleep of the machine the lock looks stale. By default that ends the process, with the phone not put
      // back; a second run in that moment is the smaller evil.
      onCompromised: () => undefined,
    });
  } catch (cause) {
    const who = holder === undefined ? 'another run' : `the run with process id ${holder}`;
    throw new EarshotError('NO_PHONE', `took the phone ${serial} for this run, found it with ${who}, expected it free`, {
      cause,
      hint: 'Wait for that run, or name other phones with --devices.',
    });
  }
}

/** Long enough for the lock of a dead process to grow stale. */
const RECLAIM = { retries: 24, factor: 1, minTimeout: 500, maxTimeout: 500 };

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // No file: nobody has had this phone yet.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
