import type { AppProcess } from './app-process.ts';
import type { Screen } from './screen.ts';

interface Task {
  readonly app: AppProcess;
  readonly screens: Screen[];
}

/** The open screens of all apps: one task an app, the last task in front; the launcher's is never empty. */
export class TaskStack {
  readonly #tasks: Task[] = [];
  #recent: readonly AppProcess[] = [];

  /** The screen in front, dialogs included. */
  top(): Screen | undefined {
    return this.#tasks.at(-1)?.screens.at(-1);
  }

  /** The full screen in front, under its dialogs. */
  topFull(): Screen | undefined {
    return this.#tasks.at(-1)?.screens.findLast((screen) => screen.isFull);
  }

  /** The screen whose activity is in front: fragments and dialogs belong to it. */
  topActivity(): Screen | undefined {
    return this.#tasks.at(-1)?.screens.findLast((screen) => screen.spec.activity !== undefined);
  }

  /** Apps used lately, the latest first: back ends an app's screens, but leaves it among these until it is ended. */
  recent(): readonly AppProcess[] {
    return this.#recent;
  }

  screensOf(app: AppProcess): readonly Screen[] {
    return this.#taskOf(app)?.screens ?? [];
  }

  /** Puts a screen on its app's task; does not bring the task to the front. */
  push(screen: Screen): void {
    const task = this.#taskOf(screen.app) ?? this.#newTask(screen.app);
    task.screens.push(screen);
  }

  remove(screen: Screen): void {
    const task = this.#taskOf(screen.app);
    const at = task?.screens.indexOf(screen) ?? -1;
    if (task !== undefined && at >= 0) task.screens.splice(at, 1);
    if (task?.screens.length === 0) this.finish(screen.app);
  }

  /** Forgets an app altogether. */
  removeTask(app: AppProcess): void {
    this.finish(app);
    this.#recent = this.#recent.filter((other) => other !== app);
  }

  /** Ends all screens of an app. */
  finish(app: AppProcess): void {
    const at = this.#tasks.findIndex((task) => task.app === app);
    if (at >= 0) this.#tasks.splice(at, 1);
  }

  bringToFront(app: AppProcess): void {
    const task = this.#taskOf(app);
    if (task === undefined) return;
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
    this.#tasks.push(task);
    this.#recent = [app, ...this.#recent.filter((other) => other !== app)];
  }

  #taskOf(app: AppProcess): Task | undefined {
    return this.#tasks.find((task) => task.app === app);
  }

  /** Behind all others: starting an app brings it to the front, a screen shown from behind does not. */
  #newTask(app: AppProcess): Task {
    const task = { app, screens: [] };
    this.#tasks.unshift(task);
    if (!this.#recent.includes(app)) this.#recent = [...this.#recent, app];
    return task;
  }
}
