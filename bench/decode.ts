import { randomBytes } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { Random } from '../test/decode/encode/random.ts';
import { CORPORA, corpus } from './decoding/corpora.ts';
import { manyIndicators } from './decoding/indicators.ts';
import { measure, measureFalseFindings } from './decoding/measure.ts';
import type { Measured } from './decoding/measure.ts';
import { recallBeyond, recallByDepth } from './decoding/recall.ts';
import { asMarkdown, totals } from './decoding/table.ts';
import type { Result } from './decoding/table.ts';
import { ordinaryTraffic } from './decoding/traffic.ts';

const USAGE = `Measures decoding and searching beside the limits of the same machine (bench/README.md).

  --mb n         size of each corpus (20)
  --rounds n     rounds, of which the median is told (3)
  --false-mb n   of random bytes, and of ordinary traffic, in which nothing may be found (100)
  --stacks n     random stacks of the grammar (2000)
  --beyond n     payloads of each encoding beyond the grammar (50)
  --json         print for programs

Exits 1 when recall is below 100 % within the grammar or something was found that is not there.
`;

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    'false-mb': { type: 'string', default: '100' },
    stacks: { type: 'string', default: '2000' },
    beyond: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const INDICATOR_COUNTS = [1, 100, 10_000];
const MAX_DEPTH = 6;
const FIRST_SEED = 1;
const SIZE_SHARES = [0.25, 0.5, 1];

const progress = (text: string): boolean => process.stderr.write(`${text}\n`);

async function run(): Promise<Result> {
  const megabytes = Number(values.mb);
  const rounds = Number(values.rounds);
  const indicators = manyIndicators(Math.max(...INDICATOR_COUNTS), new Random(3));
  const corpora: Measured[] = [];
  const sizes: Measured[] = [];
  for (const name of CORPORA) {
    progress(`corpus ${name}`);
    const whole = corpus(name, megabytes * 1e6, indicators);
    for (const count of INDICATOR_COUNTS) corpora.push(measure(whole, indicators.slice(0, count), rounds));
    for (const share of SIZE_SHARES) sizes.push(measure(corpus(name, share * megabytes * 1e6, indicators), indicators, rounds));
  }
  const falseBytes = Number(values['false-mb']) * 1e6;
  const random = new Random(9);
  progress('traffic that carries nothing');
  const nothing = { indicators: indicators.length };
  const falseFindings = [
    { of: 'random bytes', ...nothing, ...measureFalseFindings(() => randomBytes(random.between(200, 60_000)), falseBytes, indicators) },
    { of: 'ordinary traffic', ...nothing, ...measureFalseFindings(() => ordinaryTraffic(random), falseBytes, indicators) },
  ];
  progress('random stacks');
  const recall = await recallByDepth(Number(values.stacks), MAX_DEPTH, FIRST_SEED);
  const beyond = await recallBeyond(Number(values.beyond), FIRST_SEED);
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, date: new Date().toISOString().slice(0, 16) };
  return { machine, corpora, sizes, falseFindings, recall, beyond };
}

if (values.help) process.stdout.write(USAGE);
else {
  const result = await run();
  process.stdout.write(values.json ? `${JSON.stringify({ ...result, all: totals(result.corpora) }, null, 2)}\n` : asMarkdown(result));
  const isWrong = [...result.recall, ...result.corpora.map(({ found, carried }) => ({ found, hidden: carried }))].some(({ found, hidden }) => found < hidden) || [...result.falseFindings.map(({ findings }) => findings), ...result.corpora.map((row) => row.falseFindings)].some((count) => count > 0);
  if (isWrong) process.exitCode = 1;
}
