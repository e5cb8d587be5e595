import type { AppEvent, AppEvents } from './app-event.ts';

/** App events handed on at once, in the order the listeners came. */
export class InProcessEvents implements AppEvents {
  readonly #listeners: ((event: AppEvent) => void)[] = [];

  emit(event: AppEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  on(listener: (event: AppEvent) => void): void {
    this.#listeners.push(listener);
  }
}
