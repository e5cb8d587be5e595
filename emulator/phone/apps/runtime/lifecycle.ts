import type { Cause } from '../app-event.ts';
import type { Row } from '../value.ts';
import type { Screen } from './screen.ts';

/** How lifecycle callbacks reach whoever listens. */
export type EmitFor = (packageName: string, name: string, data: Row, cause: Cause) => void;

interface Resumed {
  readonly screen: Screen;
  readonly sinceMs: number;
}

/** `onResume` and `onPause`: says which activity has come to the front, and which has left it. */
export class Lifecycle {
  readonly #emit: EmitFor;
  #resumed: Resumed | undefined;

  constructor(emit: EmitFor) {
    this.#emit = emit;
  }

  /** Call after anything that may have changed the front; `front` is undefined while the screen is off. */
  settle(front: Screen | undefined, cause: Cause, nowMs: number): void {
    const before = this.#resumed;
    if (before?.screen === front) return;
    const leaving = before?.screen.app.packageName;
    const entering = front?.app.packageName;
    if (before !== undefined) {
      this.#emit(before.screen.app.packageName, 'activity.pause', { activity: activityOf(before.screen), durationMs: nowMs - before.sinceMs }, cause);
    }
    if (leaving !== undefined && leaving !== entering) this.#emit(leaving, 'app.background', {}, cause);
    this.#resumed = front === undefined ? undefined : { screen: front, sinceMs: nowMs };
    if (entering !== undefined && leaving !== entering) this.#emit(entering, 'app.foreground', {}, cause);
    if (front !== undefined) this.#emit(front.app.packageName, 'activity.resume', { activity: activityOf(front) }, cause);
  }

  /** The app was killed: nobody is left to be told that it paused. */
  forget(packageName: string): void {
    if (this.#resumed?.screen.app.packageName === packageName) this.#resumed = undefined;
  }
}

function activityOf(screen: Screen): string {
  return screen.spec.activity ?? '';
}
