import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutFolder, type ScriptAnswer } from './answer.ts';

/** Where Debian's packages put them. */
const MKSH = '/usr/bin/mksh';
const TOYBOX = '/usr/bin/toybox';

const LIMIT_MS = 5_000;

/** Debian's mksh and toybox, run in folders of their own. */
export interface RealPrograms {
  readonly versions: { readonly mksh: string; readonly toybox: string };
  run(script: string): Promise<ScriptAnswer>;
  /** Removes every folder. */
  close(): void;
}

/** The two programs, or undefined where one of them is not installed. */
export function findRealPrograms(): RealPrograms | undefined {
  const mksh = spawnSync(MKSH, ['-c', 'echo $KSH_VERSION'], { encoding: 'utf8' });
  const toybox = spawnSync(TOYBOX, ['--version'], { encoding: 'utf8' });
  if (mksh.status !== 0 || toybox.status !== 0) return undefined;
  const root = mkdtempSync(join(tmpdir(), 'earshot-differential-'));
  const bin = join(root, 'bin');
  mkdirSync(bin);
  const applets = spawnSync(TOYBOX, [], { encoding: 'utf8' }).stdout.split(/\s+/).filter((name) => name !== '' && name !== 'sh');
  for (const name of applets) symlinkSync(TOYBOX, join(bin, name));
  symlinkSync(MKSH, join(bin, 'sh'));
  let count = 0;
  return {
    versions: { mksh: mksh.stdout.trim(), toybox: toybox.stdout.trim() },
    run: (script) => runIn(join(root, String(count++)), bin, script),
    close() {
      // A script may have taken its own permissions away.
      spawnSync('chmod', ['-R', 'u+rwx', root]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function runIn(folder: string, bin: string, script: string): Promise<ScriptAnswer> {
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const child = spawn(MKSH, ['-c', script], {
    argv0: '/system/bin/sh', cwd: folder, timeout: LIMIT_MS, stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: bin, HOME: '/', TZ: 'UTC', PWD: folder },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (SIGNALS[signal ?? ''] ?? 0)));
  });
  return withoutFolder({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), exitCode }, folder);
}

const SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };
