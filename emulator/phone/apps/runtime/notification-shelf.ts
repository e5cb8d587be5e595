import type { AppNotification, PostedNotification } from '../notification.ts';

/** The notifications that are posted now, newest first. */
export class NotificationShelf {
  #posted: readonly PostedNotification[] = [];

  post(packageName: string, notification: AppNotification, nowMs: number): void {
    this.cancel(packageName, notification.id);
    this.#posted = [{ ...notification, packageName, postedAtMs: nowMs }, ...this.#posted];
  }

  cancel(packageName: string, id: string): void {
    this.#posted = this.#posted.filter((entry) => entry.packageName !== packageName || entry.id !== id);
  }

  /** What `clear all` leaves: the ongoing ones. */
  clear(): void {
    this.#posted = this.#posted.filter((entry) => entry.ongoing === true);
  }

  /** The package was stopped or removed: its notifications go with it. */
  forget(packageName: string): void {
    this.#posted = this.#posted.filter((entry) => entry.packageName !== packageName);
  }

  find(packageName: string, id: string): PostedNotification | undefined {
    return this.#posted.find((entry) => entry.packageName === packageName && entry.id === id);
  }

  list(): readonly PostedNotification[] {
    return this.#posted;
  }
}
