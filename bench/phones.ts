import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { countCommands } from './adb-commands.ts';
import { asMarkdown, type Measurement } from './table.ts';

const MAIN = fileURLToPath(new URL('../emulator/main.ts', import.meta.url));
const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const PROFILE = fileURLToPath(new URL('../emulator/profiles/ginkgo-2020.json', import.meta.url));

const COUNTS = [1, 8, 32] as const;
const COMMANDS_FOR_MS = 3000;
/** For what a boot leaves behind to be collected, and for the first background traffic to be over. */
const SETTLE_MS = 1000;

/** An emulator with phones, measured from outside. */
interface Emulator {
  readonly child: ChildProcess;
  readonly ports: readonly number[];
  /** From the start of the process to the line of its world. */
  readonly startMs: number;
  /** From there to the last phone's line. */
  readonly bootMs: number;
}

async function boot(count: number): Promise<Emulator> {
  const beganMs = performance.now();
  const args = Array.from({ length: count }, () => ['--phone', PROFILE]).flat();
  const child = fork(MAIN, [...args, '--time-scale', '1'], {
    execArgv: ['--import', 'tsx'], cwd: CHECKOUT, stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.stdout === null) throw new Error('Starting the emulator: it has no standard output.');
  const ports: number[] = [];
  let startMs = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('world ')) startMs = performance.now() - beganMs;
    const port = /^ready 127\.0\.0\.1:(\d+) /.exec(line)?.[1];
    if (port !== undefined) ports.push(Number(port));
    if (ports.length === count) return { child, ports, startMs, bootMs: performance.now() - beganMs - startMs };
  }
  throw new Error(`Booting ${count} phones: the emulator ended after ${ports.length}.`);
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.disconnect();
  await exited;
}

async function measure(count: number, one: Measurement | undefined): Promise<Measurement> {
  const emulator = await boot(count);
  await sleep(SETTLE_MS);
  const rssMb = await rssOf(emulator.child);
  const commands = await countCommands(emulator.ports, COMMANDS_FOR_MS);
  await end(emulator.child);
  const { startMs, bootMs } = emulator;
  // Code and world are shared: what a phone takes is told by those beyond the first.
  const further = one === undefined ? {} : { rssMbPerPhone: (rssMb - one.rssMb) / (count - one.phones) };
  return { phones: count, startMs, bootMs, bootMsPerPhone: bootMs / count, rssMb, ...further, ...commands };
}

/** `VmRSS` of the process, in MB. */
async function rssOf(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

const measurements: Measurement[] = [];
for (const count of COUNTS) measurements.push(await measure(count, measurements[0]));
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, date: new Date().toISOString().slice(0, 16) };
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify({ machine, measurements }, null, 2)}\n` : asMarkdown(machine, measurements));
