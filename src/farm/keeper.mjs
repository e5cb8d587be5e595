// Runs one foreign program for an owner and ends it when the owner ends, however that happens: the owner holds the
// other end of standard input, and the system closes it even after SIGKILL. The first line there says what to run.
// Plain JavaScript without dependencies, so that it starts at once and cannot fail with a loader.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';

const GRACE_MS = 3_000;

/** @type {import('node:child_process').ChildProcess | undefined} */
let program;
let ending = false;

// Ctrl-C goes to everybody in the terminal's group; only the owner decides about the program.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
process.on('SIGTERM', end);
// The owner may be gone: nobody is left to hear a message, which is no reason to stop cleaning up.
process.stdout.on('error', () => undefined);

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => start(JSON.parse(line)));
lines.once('close', end);

/** @param {{ command: string, args: string[], env: Record<string, string>, cwd: string, logFile: string }} order */
function start(order) {
  const log = openSync(order.logFile, 'a');
  // A group of its own, so that what the program starts can be ended with it.
  program = spawn(order.command, order.args, {
    env: order.env, cwd: order.cwd, detached: true, stdio: ['ignore', log, log],
  });
  program.once('error', (error) => {
    say({ type: 'failed', message: error.message });
    process.exit(127);
  });
  program.once('spawn', () => say({ type: 'started', pid: program?.pid }));
  program.once('exit', (code, signal) => {
    killGroup('SIGKILL');
    say({ type: 'exited', code, signal });
    process.exit(0);
  });
  if (ending) end();
}

function end() {
  ending = true;
  if (program === undefined) process.exit(0);
  killGroup('SIGTERM');
  setTimeout(() => killGroup('SIGKILL'), GRACE_MS).unref();
}

/** @param {NodeJS.Signals} signal */
function killGroup(signal) {
  try {
    if (program?.pid !== undefined) process.kill(-program.pid, signal);
  } catch {
    // ESRCH: everybody in the group is gone already, which is what was wanted.
  }
}

/** @param {object} message */
function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
