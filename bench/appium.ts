import { mkdirSync, mkdtempSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findAdb } from '../src/farm/adb-program.ts';
import { startAdbServer, type AdbServer } from '../src/farm/adb-server.ts';
import { makeDoomedFolder } from '../src/farm/doomed-folder.ts';
import { startEmulator, type Emulator } from '../src/farm/emulator-process.ts';
import { connectOverTcp } from '../src/farm/lease.ts';
import { startAppium, type AppiumServer } from '../src/ui/appium-server.ts';
import { closeSession, openSession } from '../src/ui/session.ts';
import { appiumAsMarkdown, quantile, type AppiumMeasurement, type Way } from './appium-table.ts';
import { costOfGroups } from './process-cost.ts';

const USAGE = `Measures phones driven through one Appium server beside the same phones with a server each (bench/README.md).

  --phones list   numbers of emulated phones (1,2,4)
  --rounds n      rounds of both ways, in turns the one first and the other (4)
  --commands n    commands a phone, all phones at once (60)
  --json          print for programs
`;

const { values } = parseArgs({
  options: {
    phones: { type: 'string', default: '1,2,4' },
    rounds: { type: 'string', default: '4' },
    commands: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const PROFILE = fileURLToPath(new URL('../emulator/profiles/ginkgo-silent.json', import.meta.url));

type Driver = Awaited<ReturnType<typeof openSession>>;

/** What a performance of an action asks a phone for; none of it changes what is on the glass. */
const COMMANDS: readonly { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: object }[] = [
  { method: 'GET', path: '/source' },
  { method: 'POST', path: '/elements', body: { using: 'id', value: 'com.miui.home:id/workspace' } },
  { method: 'POST', path: '/elements', body: { using: 'xpath', value: '//*[@clickable="true"]' } },
  { method: 'GET', path: '/appium/device/current_package' },
  { method: 'GET', path: '/window/rect' },
  { method: 'GET', path: '/screenshot' },
];

/** Emulated phones, a process each as in a run, on an adb server of the benchmark's own. */
interface Phones {
  readonly adbPath: string;
  readonly adbServer: AdbServer;
  readonly serials: readonly string[];
  readonly folder: string;
}

/** Boots so many phones, does something with them, and ends them and their adb server, whatever came of it. */
async function withPhones<T>(count: number, folder: string, use: (phones: Phones) => Promise<T>): Promise<T> {
  const adb = await findAdb();
  const adbServer = await startAdbServer(adb, folder);
  const emulators: Emulator[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const emulator = await startEmulator({ profiles: [PROFILE], adbKey: adbServer.publicKeyPath });
      emulators.push(emulator);
      for (const { address } of emulator.phones) await connectOverTcp(adbServer.client, address);
    }
    return await use({ adbPath: adb.path, adbServer, folder, serials: emulators.flatMap(({ phones }) => phones.map(({ address }) => address)) });
  } finally {
    await Promise.all(emulators.map((emulator) => emulator.stop()));
    await adbServer.stop();
  }
}

async function measure(phones: Phones, way: Way, round: number): Promise<AppiumMeasurement> {
  const { serials, adbServer, adbPath } = phones;
  const beganMs = performance.now();
  const started = await Promise.allSettled(Array.from({ length: way === 'shared' ? 1 : serials.length }, (_, index) => {
    const folder = join(phones.folder, `appium-${index}`);
    mkdirSync(folder, { recursive: true });
    return startAppium({ adbPath, folder });
  }));
  const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    const answeredMs = performance.now();
    const serverOf = (index: number): AppiumServer => servers[way === 'shared' ? 0 : index]!;
    const drivers = await Promise.all(serials.map((serial, index) => openSession({ appiumUrl: serverOf(index).url, serial, adbPort: adbServer.port })));
    const openedMs = performance.now();
    const leaders = servers.map(({ pid }) => pid);
    const opening = costOfGroups(leaders);
    const tookMs = await Promise.all(drivers.map((driver, index) => runCommands(serverOf(index).url, driver)));
    const commandsMs = performance.now() - openedMs;
    const after = costOfGroups(leaders);
    for (const driver of drivers) await closeSession(driver);
    return {
      phones: serials.length, way, round,
      serversMs: answeredMs - beganMs,
      sessionsMs: openedMs - answeredMs,
      openMs: openedMs - beganMs,
      openingProcessorMs: opening.processorMs,
      commandsMs,
      commandMedianMs: quantile(tookMs.flat(), 0.5),
      commandP95Ms: quantile(tookMs.flat(), 0.95),
      commandsProcessorMs: after.processorMs - opening.processorMs,
      rssMb: after.rssMb,
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/**
 * Sends one phone's commands, each once the one before was answered. By plain HTTP: the driver's client in a process of
 * its own for each phone, as a run has it, would take the processor from what is measured.
 */
async function runCommands(url: string, { sessionId }: Driver): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (let index = 0; index < Number(values.commands); index += 1) {
    const { method, path, body } = COMMANDS[index % COMMANDS.length]!;
    const beganMs = performance.now();
    const answer = await fetch(`${url}/session/${sessionId}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`Sending ${method} ${path} to Appium: found status ${answer.status}, expected 200: ${said.slice(0, 300)}`);
    tookMs.push(performance.now() - beganMs);
  }
  return tookMs;
}

/** Both ways in each round, in turns the one first and the other. What the first session installs on a phone is there before. */
async function measureBoth(count: number, folder: string): Promise<readonly AppiumMeasurement[]> {
  return withPhones(count, folder, async (phones) => {
    await measure(phones, 'shared', -1);
    const measured: AppiumMeasurement[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const ways: readonly Way[] = round % 2 === 0 ? ['shared', 'one each'] : ['one each', 'shared'];
      for (const way of ways) {
        process.stderr.write(`${count} ${count === 1 ? 'phone' : 'phones'}, round ${round + 1}, ${way} (load ${loadavg()[0]?.toFixed(1) ?? '?'})\n`);
        measured.push(await measure(phones, way, round));
      }
    }
    return measured;
  });
}

if (values.help) process.stdout.write(USAGE);
else {
  const folder = makeDoomedFolder(mkdtempSync(join(tmpdir(), 'earshot-appium-')));
  try {
    const rows: AppiumMeasurement[] = [];
    for (const count of values.phones.split(',').map(Number)) {
      const own = join(folder.path, String(count));
      mkdirSync(own);
      rows.push(...await measureBoth(count, own));
    }
    const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, date: new Date().toISOString().slice(0, 16) };
    process.stdout.write(values.json ? `${JSON.stringify({ machine, rows }, null, 2)}\n` : appiumAsMarkdown(machine, rows));
  } finally {
    await folder.remove();
  }
}
