// Runs the tests in two lanes at a time, one a core. One begins with everything that drives no whole run of Earshot; the files that do wait in
// a row, and whichever lane is free takes the next, so that neither stands idle while there is something to do. Plain JavaScript, so that
// nothing is compiled before the lanes begin. Arguments go to all: npm test -- --grep folder
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const MOCHA = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const END_TO_END = 'test/end-to-end';
const UNITS = { name: 'units', files: 'test/!(end-to-end)/**/*.test.ts' };
/** Those that take longest go first: no lane is to begin one of them when the other is done. What is not named comes after them. */
const LONGEST_FIRST = ['usb-phone', 'broken-road', 'resumed-run', 'hostile-profiles', 'run', 'killed-run', 'refused-ca', 'writing-a-spec'];

const given = process.argv.slice(2);
const running = new Set();
let isInterrupted = false;

/** Runs some files in a mocha of their own. @returns what it printed, where that was not shown as it came, and whether all is well. */
function run({ name, files }, isWatched) {
  const stream = isWatched ? 'inherit' : 'pipe';
  const mocha = spawn(process.execPath, [MOCHA, files, ...given], { stdio: ['ignore', stream, stream] });
  running.add(mocha);
  const printed = [];
  for (const output of [mocha.stdout, mocha.stderr]) output?.on('data', (chunk) => printed.push(chunk));
  return new Promise((resolve) => {
    mocha.once('close', (code) => {
      running.delete(mocha);
      resolve({ name, printed: Buffer.concat(printed).toString(), hasPassed: code === 0 });
    });
  });
}

const names = readdirSync(END_TO_END).filter((file) => file.endsWith('.test.ts')).map((file) => file.slice(0, -'.test.ts'.length));
const waiting = [...LONGEST_FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !LONGEST_FIRST.includes(name))]
  .map((name) => ({ name: `end to end, ${name}`, files: `${END_TO_END}/${name}.test.ts` }));

const failed = [];
/** Prints what was not watched, and only once what is watched is over: dots of two would be nobody's. */
function tell({ name, printed, hasPassed }) {
  if (printed !== '') process.stdout.write(`\n${name}:\n${printed}`);
  if (!hasPassed) failed.push(name);
}

async function takeNext(over) {
  for (let next = waiting.shift(); next !== undefined && !isInterrupted; next = waiting.shift()) await over(await run(next, false));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isInterrupted = true;
    for (const mocha of running) mocha.kill(signal);
  });
}

const units = run(UNITS, true).then(tell);
const told = [];
const later = (ended) => { told.push(units.then(() => tell(ended))); };
await Promise.all([units.then(() => takeNext(later)), takeNext(later)]);
await Promise.all(told);
const minutes = (performance.now() / 60_000).toFixed(1);
process.stdout.write(failed.length === 0 ? `\npassed in ${minutes} min: units and ${names.length} files end to end\n` : `\nfailed: ${failed.join('; ')}\n`);
process.exitCode = failed.length === 0 && !isInterrupted ? 0 : 1;
