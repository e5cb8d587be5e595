// Runs the tests in two lanes at a time, one a core: what drives whole runs of Earshot, and all the rest. Plain
// JavaScript, so that nothing is compiled before the lanes begin. Arguments go to both lanes: npm test -- --grep folder
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const MOCHA = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const LANES = [
  { name: 'units', files: 'test/!(end-to-end)/**/*.test.ts' },
  { name: 'end to end', files: 'test/end-to-end/**/*.test.ts' },
];

const given = process.argv.slice(2);
const lanes = LANES.map(({ name, files }, index) => {
  const first = index === 0;
  // The first lane is watched as it goes; what another prints comes whole, once the first is over.
  const mocha = spawn(process.execPath, [MOCHA, files, ...given], { stdio: ['ignore', first ? 'inherit' : 'pipe', first ? 'inherit' : 'pipe'] });
  const printed = [];
  for (const stream of [mocha.stdout, mocha.stderr]) stream?.on('data', (chunk) => printed.push(chunk));
  return { name, mocha, printed, over: new Promise((resolve) => { mocha.once('close', (code) => resolve(code ?? 1)); }) };
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => lanes.forEach(({ mocha }) => mocha.kill(signal)));

let failed = 0;
for (const { name, printed, over } of lanes) {
  const code = await over;
  if (printed.length > 0) process.stdout.write(`\n${name}:\n${Buffer.concat(printed).toString()}`);
  failed = Math.max(failed, code);
}
process.exitCode = failed === 0 ? 0 : 1;
