import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { randomProfile } from './random-profile.ts';

const BASE = fileURLToPath(new URL('../profiles/ginkgo-silent.json', import.meta.url));
const SCHEMA = pathToFileURL(fileURLToPath(new URL('../profile.schema.json', import.meta.url))).href;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

const command = new Command('write-random')
  .description('Writes a random profile, drawn over the whole schema; the same seed gives the same one.')
  .requiredOption('--seed <n>', 'what it is drawn by', wholeNumber)
  .requiredOption('--out <file>', 'where it is written')
  .parse();
const { seed, out } = command.opts<{ seed: number; out: string }>();
await writeFile(resolve(out), `${JSON.stringify({ $schema: SCHEMA, extends: BASE, ...randomProfile(seed) }, undefined, 2)}\n`);
