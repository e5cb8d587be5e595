import { invalidArgument } from './errors.ts';

/** One step of a scheduled action, as the client names it. */
export interface ScheduledStep {
  readonly type: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What is to be done, how often, and how much of it is remembered. */
export interface ScheduledAction {
  readonly name: string;
  readonly steps: readonly ScheduledStep[];
  readonly times: number;
  readonly intervalMs: number;
  readonly maxHistoryItems: number;
  /** Ends the action after so many runs without or with a failed step; not above 0: never. */
  readonly maxPass: number;
  readonly maxFail: number;
}

/** What came of one step. */
export interface StepResult {
  readonly name: string;
  readonly type: string;
  readonly timestamp: number;
  readonly passed: boolean;
  readonly result: unknown;
  readonly exception: { readonly name: string; readonly message: string; readonly stacktrace: string } | null;
}

/** How often an action ran, and what came of its last runs, the newest first. */
export interface ActionHistory {
  readonly repeats: number;
  readonly stepResults: readonly (readonly StepResult[])[];
}

interface Entry {
  readonly action: ScheduledAction;
  history: ActionHistory;
  passes: number;
  failures: number;
  timer?: NodeJS.Timeout;
}

/** Actions that run by themselves while the session does other things. */
export class Schedule {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Begins with an action. @throws Uia2Error `invalid argument` when it cannot be begun with. */
  add(action: ScheduledAction, runStep: (step: ScheduledStep) => Promise<unknown>): void {
    check(action);
    if (this.#entries.has(action.name)) {
      throw invalidArgument(`The action with the same name '${action.name}' has been already scheduled. Please remove it first`);
    }
    const entry: Entry = { action, history: { repeats: 0, stepResults: [] }, passes: 0, failures: 0 };
    this.#entries.set(action.name, entry);
    this.#runLater(entry, runStep, 0);
  }

  /** @throws Uia2Error `invalid argument` for a name nobody has scheduled. */
  history(name: string): ActionHistory {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw invalidArgument(`The action name '${name}' is not known. Have you scheduled it before?`);
    return entry.history;
  }

  /** Ends an action and gives what came of it. @throws Uia2Error as `history`. */
  remove(name: string): ActionHistory {
    const history = this.history(name);
    clearTimeout(this.#entries.get(name)?.timer);
    this.#entries.delete(name);
    return history;
  }

  clear(): void {
    for (const name of [...this.#entries.keys()]) this.remove(name);
  }

  #runLater(entry: Entry, runStep: (step: ScheduledStep) => Promise<unknown>, delayMs: number): void {
    entry.timer = setTimeout(() => void this.#run(entry, runStep), delayMs);
    entry.timer.unref();
  }

  async #run(entry: Entry, runStep: (step: ScheduledStep) => Promise<unknown>): Promise<void> {
    const { action } = entry;
    const results: StepResult[] = [];
    for (const step of action.steps) results.push(await this.#runOne(step, runStep));
    if (this.#entries.get(action.name) !== entry) return;
    const kept = entry.history.stepResults.slice(0, action.maxHistoryItems - 1);
    entry.history = { repeats: entry.history.repeats + 1, stepResults: [results, ...kept] };
    if (results.every(({ passed }) => passed)) entry.passes += 1;
    else entry.failures += 1;
    if (!isDone(entry)) this.#runLater(entry, runStep, action.intervalMs);
  }

  async #runOne(step: ScheduledStep, runStep: (step: ScheduledStep) => Promise<unknown>): Promise<StepResult> {
    const { name, type } = step;
    const timestamp = this.#now();
    try {
      return { name, type, timestamp, passed: true, result: (await runStep(step)) ?? null, exception: null };
    } catch (error) {
      const { name: kind, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      return { name, type, timestamp, passed: false, result: null, exception: { name: kind, message, stacktrace: `${kind}: ${message}` } };
    }
  }
}

function isDone({ action, history, passes, failures }: Entry): boolean {
  return (action.maxPass > 0 && passes >= action.maxPass) || (action.maxFail > 0 && failures >= action.maxFail) || history.repeats >= action.times;
}

function check(action: ScheduledAction): void {
  if (action.name.trim() === '') throw invalidArgument('Action name must not be blank');
  if (action.intervalMs < 0) throw invalidArgument(`The scheduled action interval must not be negative. You have provided ${action.intervalMs}`);
  if (action.steps.length === 0) throw invalidArgument('The amount of provided action steps must be greater than zero');
  if (action.maxHistoryItems < 1) throw invalidArgument('The amount of maximum action history items must be greater than zero');
}
