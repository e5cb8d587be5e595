import { readFile } from 'node:fs/promises';
import { ArgumentsError, parseArguments } from './command-line.ts';
import type { EmulatorArguments } from './command-line.ts';
import { startControlServer } from './control/control-server.ts';
import { Fleet } from './control/fleet.ts';
import { untilToldToEnd } from './lifetime.ts';
import { loadProfile, ProfileError } from './phone/profile/load-profile.ts';
import type { Profile } from './phone/profile/profile.ts';
import { startWorld } from './world/world.ts';

/** Exit code of a program that could not do what it was asked: bad arguments, a bad profile. */
const COULD_NOT = 3;

/** Writes a line and waits until it has left this process, so that whoever reads it by a pipe sees it at once. */
function printLine(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${text}\n`, () => {
      resolve();
    });
  });
}

async function run(options: EmulatorArguments): Promise<void> {
  const profiles = await Promise.all(options.phones.map(loadProfile));
  const trustedKeys = options.adbKey === undefined ? [] : [(await readKey(options.adbKey)).trim()];
  const end = untilToldToEnd();
  const running: { close(): Promise<void> }[] = [];
  try {
    await boot(options, profiles, trustedKeys, running);
    await end;
  } finally {
    for (const thing of running.reverse()) await thing.close();
  }
}

/** Starts the world, the control port and the phones; what it started is in `running`, also when it throws. */
async function boot(
  options: EmulatorArguments,
  profiles: readonly Profile[],
  trustedKeys: readonly string[],
  running: { close(): Promise<void> }[],
): Promise<void> {
  const { timeScale, seed, truth, faults, port, control } = options;
  const world = await startWorld();
  running.push(world);
  await printLine(`world ${world.gateway.host}:${world.gateway.port} ${world.caFile}`);
  const fleet = new Fleet({
    world, timeScale, seed, trustedKeys, faults,
    keyOwner: options.unauthorized ? 'ignores' : 'accepts',
    warn: (message) => void process.stderr.write(`${message}\n`),
    ...(truth === undefined ? {} : { truth }),
    ...(port === undefined ? {} : { firstPort: port }),
  });
  running.push(fleet);
  if (control !== undefined) {
    const server = await startControlServer(fleet, control).catch(portTaken('--control', control));
    running.push(server);
    await printLine(`control ${server.url}`);
  }
  for (const profile of profiles) {
    const { phone } = await fleet.boot(profile).catch(portTaken('--port', port ?? 0));
    await printLine(`ready 127.0.0.1:${phone.port} ${profile.id}`);
  }
}

/** Says which option asked for a port that somebody else has. */
function portTaken(option: string, port: number): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || !('code' in error) || (error.code !== 'EADDRINUSE' && error.code !== 'EACCES')) throw error;
    const taken = 'port' in error ? Number(error.port) : port;
    throw new ArgumentsError(`Listening on 127.0.0.1:${taken} (${option} ${port}): ${error.code === 'EACCES' ? 'not allowed' : 'another program has this port'}; choose another one, or 0 for any free one.`, { cause: error });
  };
}

async function readKey(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new ArgumentsError(`Reading the adb key ${path}: ${found}; expected the adbkey.pub of a host.`, { cause: error });
  }
}

try {
  const options = parseArguments(process.argv.slice(2), (text) => process.stdout.write(text));
  if (options !== undefined) await run(options);
  // Whatever a library still holds open must not keep a switched-off phone alive.
  process.exit(0);
} catch (error) {
  const expected = error instanceof ArgumentsError || error instanceof ProfileError;
  const text = error instanceof Error ? ((expected ? undefined : error.stack) ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(COULD_NOT);
}
