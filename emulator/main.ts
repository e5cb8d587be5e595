import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentsError, parseArguments } from './command-line.ts';
import type { EmulatorArguments } from './command-line.ts';
import { untilToldToEnd } from './lifetime.ts';
import { bootPhone } from './phone/phone.ts';
import { loadProfile, ProfileError } from './phone/profile/load-profile.ts';
import type { Profile } from './phone/profile/profile.ts';
import { noTruthLog, openTruthLog } from './phone/telemetry/truth-log.ts';
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

/** Starts the world and the phones; what it started is in `running`, also when it throws. */
async function boot(
  options: EmulatorArguments,
  profiles: readonly Profile[],
  trustedKeys: readonly string[],
  running: { close(): Promise<void> }[],
): Promise<void> {
  const world = await startWorld();
  running.push(world);
  await printLine(`world ${world.gateway.host}:${world.gateway.port} ${world.caFile}`);
  for (const [index, profile] of profiles.entries()) {
    const phone = await bootPhone({
      profile,
      internet: world,
      truth: truthLog(options, profile, index + 1),
      timeScale: options.timeScale,
      seed: options.seed + index,
      trustedKeys,
      keyOwner: options.unauthorized ? 'ignores' : 'accepts',
    });
    running.push(phone);
    await printLine(`ready 127.0.0.1:${phone.port} ${profile.id}`);
  }
}

function truthLog(options: EmulatorArguments, profile: Profile, number: number): ReturnType<typeof openTruthLog> {
  return options.truth === undefined ? noTruthLog : openTruthLog(join(options.truth, `${number}-${profile.id}.ndjson`));
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
