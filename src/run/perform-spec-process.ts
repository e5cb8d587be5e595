import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { SPEC_RUN_VARIABLE } from '../flow/spec-run.ts';
import { endWithRun } from './end-with-run.ts';
import type { BeginSpec } from './spec-process.ts';

const require = createRequire(import.meta.url);

const beginSpec: z.ZodType<BeginSpec> = z.object({ specRunFile: z.string(), args: z.array(z.string()) });

endWithRun();
// Where results cannot be written, mocha hears of it over and over and never comes to its end. Any other mistake takes the way it would.
process.on('uncaughtExceptionMonitor', endOnFullDisk).on('unhandledRejection', (error) => {
  endOnFullDisk(error);
  throw error;
});
const begun = new Promise<BeginSpec>((resolve, reject) => {
  process.once('message', (message) => {
    const parsed = beginSpec.safeParse(message);
    if (parsed.success) resolve(parsed.data);
    else reject(parsed.error);
  });
});
// What every spec loads, and what takes longest: it is there by the time the phone is free.
await import('./journey.ts');
for (const name of ['mocha/lib/cli', 'allure-mocha']) require(name);

const { specRunFile, args } = await begun;
// The run may end it, but is nothing to wait for: a reporter that cannot write on a full disk leaves mocha without a next step.
process.channel?.unref();
process.env[SPEC_RUN_VARIABLE] = specRunFile;
process.argv.splice(2, process.argv.length, ...args);
await import(pathToFileURL(require.resolve('mocha/bin/_mocha')).href);

function endOnFullDisk(error: unknown): void {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) process.exit(1);
}
