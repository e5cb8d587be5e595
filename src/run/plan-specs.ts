import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EarshotError } from '../flow/errors.ts';
import { SPEC_RUN_VARIABLE } from '../flow/spec-run.ts';
import type { DeclaredAction } from './plan-listener.ts';

const require = createRequire(import.meta.url);
const PROCESS = fileURLToPath(new URL('./plan-specs-process.ts', import.meta.url));
const PLAN_LIMIT_MS = 60_000;

/** The actions a spec file declares, in its order. */
export interface SpecActions {
  readonly spec: string;
  readonly actions: readonly DeclaredAction[];
}

/** What became of reading one spec file. */
export type SpecPlanning = SpecActions | { readonly spec: string; readonly failed: string };

/**
 * Loads spec files in a process of their own, without a phone and without running a test, to know what they would
 * perform. A file that cannot be loaded is `failed`; running it will say more.
 *
 * @throws {EarshotError} BAD_INPUT when the process itself does not come to its end.
 */
export async function planSpecs(specsFolder: string, specs: readonly string[]): Promise<readonly SpecPlanning[]> {
  const environment = { ...process.env };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- one known variable of the child's own environment
  delete environment[SPEC_RUN_VARIABLE];
  const planner = fork(PROCESS, [specsFolder, JSON.stringify(specs)], {
    execArgv: ['--import', pathToFileURL(require.resolve('tsx')).href],
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: PLAN_LIMIT_MS,
  });
  const plans = new Map<string, SpecPlanning>();
  planner.on('message', (message) => {
    const planning = message as SpecPlanning;
    plans.set(planning.spec, planning);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    planner.once('error', reject);
    planner.once('close', resolve);
  });
  if (exitCode === 0) return specs.map((spec) => plans.get(spec) ?? { spec, failed: 'it ended the process that read it' });
  throw new EarshotError('BAD_INPUT', `read what ${specs.length} specs would perform, found the reading process over with exit code ${exitCode ?? 'none (killed)'}, expected a plan of each`, {
    hint: 'A spec file may end the process or never come to its end when it is loaded; run without --brief to see which.',
  });
}
