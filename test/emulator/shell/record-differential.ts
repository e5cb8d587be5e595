import { writeFileSync } from 'node:fs';
import { findRealPrograms } from './differential/real-programs.ts';
import { GRAMMAR_BLOCKS } from './differential/grammar-blocks.ts';
import { GRAMMAR_SCRIPTS } from './differential/grammar-scripts.ts';
import { scriptsOf } from './differential/random-scripts.ts';
import { TOOL_SCRIPTS } from './differential/tool-scripts.ts';

/** Seed and number of the random scripts that are kept in the fixture. */
const RANDOM = { seed: 20_261_121, count: 120 };

await record();

async function record(): Promise<void> {
  const real = findRealPrograms();
  if (real === undefined) throw new Error('recording the answers of mksh and toybox: found neither or only one of them; install Debian\'s packages mksh and toybox');
  try {
    for (const [file, scripts] of [['grammar', [...GRAMMAR_SCRIPTS, ...GRAMMAR_BLOCKS]], ['tools', TOOL_SCRIPTS], ['random', scriptsOf(RANDOM.seed, RANDOM.count)]] as const) {
      const answers = [];
      for (const script of scripts) answers.push({ script, ...(await real.run(script)) });
      const origin = { ...real.versions, source: 'Debian packages mksh and toybox', date: new Date().toISOString().slice(0, 10), record: 'node --import tsx test/emulator/shell/record-differential.ts' };
      writeFileSync(new URL(`fixtures/differential-${file}.json`, import.meta.url), `${JSON.stringify({ origin, answers }, undefined, 1)}\n`);
    }
  } finally {
    real.close();
  }
}
