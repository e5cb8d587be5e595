import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ConsentSetup } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import { SPEC_RUN_VARIABLE } from '../flow/spec-run.ts';
import { firstPackageOn, type AppIdentity } from '../ui/app-package.ts';
import type { DeclaredAction, DeclaredTest } from './plan-listener.ts';

const require = createRequire(import.meta.url);
const PROCESS = fileURLToPath(new URL('./plan-specs-process.ts', import.meta.url));
const PLAN_LIMIT_MS = 60_000;

/** An app that a spec is about. */
export type PlannedApp = Pick<AppIdentity, 'appName' | 'title' | 'packageNames'>;

/** The actions a spec file declares, in its order, and the apps it declares them for. */
export interface SpecActions {
  readonly spec: string;
  readonly actions: readonly DeclaredAction[];
  /** One app, or those of a family in the order of their importance. */
  readonly apps: readonly PlannedApp[];
  readonly isFamily: boolean;
  /** The only consent setups it is performed under; absent: any. */
  readonly consents?: readonly ConsentSetup[];
  /** Its tests, in its order. */
  readonly tests: readonly DeclaredTest[];
}

/** What became of reading one spec file. */
export type SpecPlanning = SpecActions | { readonly spec: string; readonly failed: string };

/** An action that a phone cannot perform in an app that it carries. */
export interface Impossible {
  /** The spec file that declares it. */
  readonly spec: string;
  /** Short name of the app. */
  readonly app: string;
  readonly action: string;
  readonly reason: string;
}

/** What a phone makes of the specs. */
export interface Carried {
  /** Packages under which it carries the apps, by their short names; apps it does not carry are not there. */
  readonly packages: ReadonlyMap<string, string>;
  readonly impossible: readonly Impossible[];
}

/** The same, as the reading process says it. */
export type CarriedAnswer = { readonly packages: Readonly<Record<string, string>>; readonly impossible: readonly Impossible[] } | { readonly failed: string };

export interface CarriedQuestion {
  readonly id: number;
  readonly facts: PhoneFacts;
}

/** What the reading process says. */
export type PlannerMessage =
  | { readonly type: 'planning'; readonly planning: SpecPlanning }
  | { readonly type: 'all planned' }
  | { readonly type: 'carried'; readonly id: number; readonly answer: CarriedAnswer };

/**
 * Loads spec files in a process of their own, without a phone and without running a test, to know what they would
 * perform, and asks their page objects which apps a phone carries. A file that cannot be loaded is `failed`; running it
 * will say more.
 */
export class SpecPlanner {
  readonly plans: readonly SpecPlanning[];
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: CarriedAnswer) => void>();

  private constructor(plans: readonly SpecPlanning[], process: ChildProcess) {
    this.plans = plans;
    this.#process = process;
    process.on('message', (message) => {
      const told = message as PlannerMessage;
      if (told.type === 'carried') this.#waiting.get(told.id)?.(told.answer);
    });
    process.once('close', () => this.#waiting.forEach((answer) => answer({ failed: 'the process that had read the specs ended' })));
  }

  /**
   * Reads the specs. One that ends the process that reads it, or never comes to its end, must not keep the others from it:
   * it is `failed`, and the others are read anew.
   *
   * @throws {EarshotError} BAD_INPUT when the process ends although every spec was read.
   */
  static async start(specsFolder: string, specs: readonly string[]): Promise<SpecPlanner> {
    const failed = new Map<string, SpecPlanning>();
    for (;;) {
      const left = specs.filter((spec) => !failed.has(spec));
      const { planner, plans, end } = await read(specsFolder, left);
      if (end === 'planned') return new SpecPlanner(specs.map((spec) => plans.get(spec) ?? failed.get(spec) ?? { spec, failed: 'it was not read' }), planner);
      const culprit = left.find((spec) => !plans.has(spec));
      if (culprit === undefined) throw notRead(left.length, end);
      failed.set(culprit, { spec: culprit, failed: `it ended the process that read it (${end})` });
    }
  }

  /** Every package that some app of these specs may have. */
  get packageNames(): readonly string[] {
    return [...new Set(this.#apps().flatMap(({ packageNames }) => packageNames))];
  }

  /**
   * The package under which this phone carries each app, and which actions it cannot perform all the same.
   *
   * @throws {EarshotError} BAD_INPUT when a page object or a spec cannot say.
   */
  async carriedBy(facts: PhoneFacts): Promise<Carried> {
    // What a spec file does later than at its loading may end the process; only the page objects' own word goes with it.
    if (!this.#process.connected) return { packages: this.#byName(facts), impossible: [] };
    const answer = await new Promise<CarriedAnswer>((resolve) => {
      const id = this.#waiting.size;
      this.#waiting.set(id, resolve);
      const question: CarriedQuestion = { id, facts };
      this.#process.send(question);
    });
    if ('packages' in answer) return { packages: new Map(Object.entries(answer.packages)), impossible: answer.impossible };
    throw new EarshotError('BAD_INPUT', `asked which apps ${facts.id} carries, found: ${answer.failed}; expected a package or none of each`, {
      hint: 'packageOn of a page object class, and whyNot of an action, must tell it from the facts of any phone.',
    });
  }

  /** Ends the process. */
  stop(): void {
    if (this.#process.connected) this.#process.disconnect();
  }

  #byName(facts: PhoneFacts): ReadonlyMap<string, string> {
    return new Map(this.#apps().flatMap(({ appName, packageNames }) => {
      const found = firstPackageOn(packageNames, facts);
      return found === undefined ? [] : [[appName, found] as const];
    }));
  }

  #apps(): readonly PlannedApp[] {
    return this.plans.flatMap((plan) => ('apps' in plan ? plan.apps : []));
  }
}

/**
 * What spec files would perform, in the order of `specs`.
 *
 * @throws {EarshotError} BAD_INPUT when the process that reads them does not come to its end.
 */
export async function planSpecs(specsFolder: string, specs: readonly string[]): Promise<readonly SpecPlanning[]> {
  const planner = await SpecPlanner.start(specsFolder, specs);
  planner.stop();
  return planner.plans;
}

/** How the process that reads specs came to its end: all were read, or with an exit code or a signal. */
type ReadingEnd = 'planned' | `exit code ${number}` | 'killed';

interface Reading {
  readonly planner: ChildProcess;
  readonly plans: ReadonlyMap<string, SpecPlanning>;
  readonly end: ReadingEnd;
}

async function read(specsFolder: string, specs: readonly string[]): Promise<Reading> {
  const planner = fork(PROCESS, [specsFolder, JSON.stringify(specs)], {
    // As ES modules throughout, as spec processes are: by `require`, a spec elsewhere would get a journey of its own, which nobody listens to.
    execArgv: ['--import', pathToFileURL(require.resolve('tsx/esm')).href],
    env: withoutSpecRun(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const plans = new Map<string, SpecPlanning>();
  const limit = setTimeout(() => planner.kill('SIGKILL'), PLAN_LIMIT_MS);
  const end = await new Promise<ReadingEnd>((resolve, reject) => {
    planner.on('message', (message) => {
      const told = message as PlannerMessage;
      if (told.type === 'planning') plans.set(told.planning.spec, told.planning);
      if (told.type === 'all planned') resolve('planned');
    });
    planner.once('error', reject);
    planner.once('close', (exitCode) => resolve(exitCode === null ? 'killed' : `exit code ${exitCode}`));
  }).finally(() => clearTimeout(limit));
  return { planner, plans, end };
}

function withoutSpecRun(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== SPEC_RUN_VARIABLE));
}

function notRead(count: number, end: ReadingEnd): EarshotError {
  return new EarshotError('BAD_INPUT', `read what ${count} specs would perform, found the reading process over (${end}), expected it to wait for questions`, {
    hint: 'A spec file may end the process when it is loaded; run the specs one at a time to see which.',
  });
}
