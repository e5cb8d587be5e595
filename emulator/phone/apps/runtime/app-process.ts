import type { AppDefinition } from '../app-definition.ts';
import type { AppModel } from '../app-model.ts';
import type { Value } from '../value.ts';

/** An installed app: its kept state, and its process while it runs. */
export class AppProcess {
  readonly definition: AppDefinition;
  #state: Record<string, Value>;
  #model: AppModel | undefined;
  #generation = 0;
  #running = false;

  constructor(definition: AppDefinition) {
    this.definition = definition;
    this.#state = { ...definition.state };
  }

  /** What outlives the process; of one installation. */
  get state(): Record<string, Value> {
    return this.#state;
  }

  get packageName(): string {
    return this.definition.packageName;
  }

  get model(): AppModel | undefined {
    return this.#model;
  }

  /** Counts the app's processes: what belongs to an earlier one must fall silent. */
  get generation(): number {
    return this.#generation;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  /** Starts the process unless it runs; `create` makes its model. */
  run(create: () => AppModel | undefined): void {
    if (this.#running) return;
    this.#running = true;
    this.#model = create();
  }

  /** Ends the process. Its kept state stays. */
  kill(): void {
    this.#running = false;
    this.#model?.end?.();
    this.#model = undefined;
    this.#generation += 1;
  }

  /** What consent given long ago leaves behind. */
  consent(): void {
    Object.assign(this.#state, this.definition.consented ?? {});
  }

  /** What the same installation kept before the phone was switched off. */
  restore(state: Readonly<Record<string, Value>>): void {
    this.#state = { ...state };
  }

  /** What somebody set in it long ago. */
  prefer(values: Readonly<Record<string, Value>>): void {
    Object.assign(this.#state, values);
  }

  /** As freshly installed. */
  clear(): void {
    this.#state = { ...this.definition.state };
  }
}
