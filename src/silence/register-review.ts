import type { ExpectedTraffic, Register } from './register-schema.ts';

const DAY_MS = 24 * 3_600_000;

/** So long before an entry allows nothing any more its owner is told with every run. */
export const WARNED_DAYS_AHEAD = 30;

/**
 * Why an entry allows nothing any more on a day, in a sentence; undefined while it is good. It is good through the day its next
 * review is due, and until the day before it expires.
 */
export function overdueOn({ id, owner, expires, lastReviewed, reviewEveryDays }: ExpectedTraffic, day: string): string | undefined {
  const ask = `${owner} answers for it`;
  if (expires !== undefined && day >= expires) return `entry "${id}" of the register expired on ${expires}; ${ask}`;
  if (reviewEveryDays === undefined || day <= daysAfter(lastReviewed, reviewEveryDays)) return undefined;
  return `entry "${id}" of the register was to be reviewed again by ${daysAfter(lastReviewed, reviewEveryDays)} and was not (last on ${lastReviewed}); ${ask}`;
}

/** An entry that somebody has to look at, and why, in a sentence. */
export interface Remark {
  readonly id: string;
  readonly because: string;
}

/** What of a register has to be looked at on a day. */
export interface Review {
  /** They allow nothing any more. */
  readonly overdue: readonly Remark[];
  /** They will be overdue within thirty days. */
  readonly dueSoon: readonly Remark[];
}

/** Looks through a register on a day, `2026-11-21`. */
export function review(register: Register, day: string): Review {
  const inThirtyDays = daysAfter(day, WARNED_DAYS_AHEAD);
  return {
    overdue: register.flatMap((entry) => remark(entry, overdueOn(entry, day))),
    dueSoon: register.flatMap((entry) => remark(entry, overdueOn(entry, day) === undefined && overdueOn(entry, inThirtyDays) !== undefined ? dueSentence(entry) : undefined)),
  };
}

function remark({ id }: ExpectedTraffic, because: string | undefined): readonly Remark[] {
  return because === undefined ? [] : [{ id, because }];
}

function dueSentence({ id, owner, expires, lastReviewed, reviewEveryDays }: ExpectedTraffic): string {
  const due = reviewEveryDays === undefined ? undefined : daysAfter(lastReviewed, reviewEveryDays);
  const isReview = due !== undefined && (expires === undefined || due < expires);
  return `entry "${id}" of the register ${isReview ? `has to be reviewed by ${due}` : `expires on ${expires ?? 'no day'}`}; ${owner} answers for it`;
}

function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Ids that any action of some windows allows; undefined where one of them is of before specs named them, and so all count. */
export function allowedInAll(windows: readonly { readonly actions: readonly { readonly allows?: readonly string[] }[] }[]): readonly string[] | undefined {
  const lists = windows.flatMap(({ actions }) => actions.map(({ allows }) => allows));
  if (lists.some((list) => list === undefined)) return undefined;
  return [...new Set(lists.flatMap((list) => list ?? []))];
}
