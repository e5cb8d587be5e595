import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DEFAULT_LIMITS } from '../../src/decode/budget.ts';
import { decodeBytes } from '../../src/decode/decode.ts';
import { walkLayers } from '../../src/decode/layer.ts';
import { mutate } from './encode/mutate.ts';
import { Random } from './encode/random.ts';
import { encode } from './encode/stack.ts';
import { isFoundIn, randomSubject, toldMissed, wrap } from './encode/subject.ts';

/** Longer than this for one payload of some kilobytes is as bad as a crash. */
const SLOW_MS = 2000;
/** Told in full; the rest is counted. */
const MAX_TOLD = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    depth: { type: 'string', default: '6' },
    only: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const USAGE = `Wraps indicators in random stacks of encodings and expects the decoder to find them; then damages the bytes and expects it to survive.

  --seconds n  how long (60)
  --seed n     where to begin: payloads are seed, seed + 1, ... (random)
  --depth n    most encodings on top of each other (6)
  --only       the one payload of the seed, explained

Exits 1 when something of the grammar was missed, thrown or slow (docs/decoding.md).
`;

interface Tally {
  stacks: number;
  mutants: number;
  bytes: number;
  readonly failures: string[];
}

/** One payload, whole and then damaged; what went wrong is added to the tally. */
async function tryOne(seed: number, maxDepth: number, tally: Tally): Promise<void> {
  const subject = randomSubject(seed, maxDepth);
  const placed = await wrap(subject);
  tally.stacks += 1;
  try {
    const began = process.cpuUsage();
    const isFound = isFoundIn(placed, subject.core);
    const tookMs = cpuMsSince(began);
    if (!isFound) tally.failures.push(`missed: ${await toldMissed(seed, subject)}`);
    if (tookMs > SLOW_MS) tally.failures.push(`slow: ${tookMs.toFixed(0)} ms for ${placed.as} (seed ${seed})`);
  } catch (error) {
    tally.failures.push(`thrown: ${String(error instanceof Error ? error.stack : error)}, for ${placed.as} (seed ${seed})`);
  }
  const { bytes, as } = await encode(subject.core.text, subject.stack);
  const random = new Random(seed);
  for (let round = 0; round < 3; round += 1) {
    tally.mutants += 1;
    const wrong = wrongWith(mutate(bytes, random));
    if (wrong !== undefined) tally.failures.push(`damaged: ${wrong}, for damage ${round} to ${as} (seed ${seed})`);
  }
  tally.bytes += bytes.length * 4;
}

// Whatever else the machine has to do.
function cpuMsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

function wrongWith(bytes: Buffer): string | undefined {
  try {
    const began = process.cpuUsage();
    const layers = [...walkLayers([decodeBytes(bytes)])];
    const tookMs = cpuMsSince(began);
    if (tookMs > SLOW_MS) return `slow: ${tookMs.toFixed(0)} ms for ${bytes.length} bytes`;
    if (layers.length > DEFAULT_LIMITS.maxLayers + 1) return `${layers.length} layers, expected at most ${DEFAULT_LIMITS.maxLayers}`;
    return undefined;
  } catch (error) {
    return `thrown: ${String(error instanceof Error ? error.stack : error)}`;
  }
}

const tally: Tally = { stacks: 0, mutants: 0, bytes: 0, failures: [] };
const firstSeed = values.seed === undefined ? randomInt(2 ** 30) : Number(values.seed);
const maxDepth = Number(values.depth);
if (values.help) process.stdout.write(USAGE);
else if (values.only) {
  await tryOne(firstSeed, maxDepth, tally);
  process.stdout.write(`${(await wrap(randomSubject(firstSeed, maxDepth))).as}\n${tally.failures.join('\n') || 'found'}\n`);
} else {
  process.stdout.write(`fuzzing for ${values.seconds} s from seed ${firstSeed}, to depth ${maxDepth}\n`);
  const beganMs = performance.now();
  const untilMs = beganMs + Number(values.seconds) * 1000;
  for (let seed = firstSeed; performance.now() < untilMs; seed += 1) {
    await tryOne(seed, maxDepth, tally);
    // The engines of node:zlib give their memory back between two turns of the event loop alone.
    await setImmediate();
  }
  const seconds = (performance.now() - beganMs) / 1000;
  for (const failure of tally.failures.slice(0, MAX_TOLD)) process.stdout.write(`${failure}\n`);
  if (tally.failures.length > MAX_TOLD) process.stdout.write(`… and ${tally.failures.length - MAX_TOLD} more\n`);
  process.stdout.write(`${tally.stacks} stacks and ${tally.mutants} damaged ones in ${seconds.toFixed(0)} s (${(tally.stacks / seconds).toFixed(0)} stacks/s, ${(tally.bytes / 1e6 / seconds).toFixed(1)} MB/s): ${tally.failures.length} failures\n`);
}
if (tally.failures.length > 0) process.exitCode = 1;
