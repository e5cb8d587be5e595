import type { Toast } from '../../ui/view.ts';

/** `Toast.LENGTH_SHORT` and `LENGTH_LONG` as NotificationManagerService times them. */
const SHORT_MS = 2000;
const LONG_MS = 3500;

/** Short messages of apps: one is shown at a time, the next waits for it. */
export class Toasts {
  #shown: readonly (Toast & { readonly untilMs: number })[] = [];

  /** Queues a message; it is shown once those before it are gone. */
  show(toast: { readonly packageName: string; readonly text: string; readonly long: boolean }, nowMs: number): void {
    this.#shown = this.#shown.filter((earlier) => earlier.untilMs > nowMs);
    const shownAtMs = Math.max(nowMs, ...this.#shown.map((earlier) => earlier.untilMs));
    const { packageName, text } = toast;
    this.#shown = [...this.#shown, { packageName, text, shownAtMs, untilMs: shownAtMs + (toast.long ? LONG_MS : SHORT_MS) }];
  }

  current(nowMs: number): Toast | undefined {
    const found = this.#shown.find((toast) => toast.shownAtMs <= nowMs && nowMs < toast.untilMs);
    return found === undefined ? undefined : { packageName: found.packageName, text: found.text, shownAtMs: found.shownAtMs };
  }
}
