import { recordedUses } from '../../run/recorded-use.ts';
import { overWide } from '../../silence/over-wide.ts';
import { loadRegisterToReview } from '../../silence/register-file.ts';
import { review } from '../../silence/register-review.ts';

/** What the register of expected traffic is held against. */
export interface RegisterCheckup {
  readonly file: string;
  /** Where the runs are whose use of it is looked up. */
  readonly reports: string;
  /** The day, `2026-11-21`. */
  readonly day: string;
}

/**
 * Looks the register through: entries that are over-wide, overdue, soon due, and unused by every full run there is. Says what it found in
 * lines; what is only soon due is no mistake.
 *
 * @throws {EarshotError} BAD_INPUT when the register cannot be read at all.
 */
export function checkRegister({ file, reports, day }: RegisterCheckup): { readonly lines: readonly string[]; readonly isInOrder: boolean } {
  const register = loadRegisterToReview(file);
  const { overdue, dueSoon } = review(register, day);
  const runs = recordedUses(reports);
  const used = new Set(runs.flatMap((run) => run.used));
  const known = new Set(register.map(({ id }) => id));
  const unused = new Map(runs.flatMap((run) => run.unused).filter(({ id }) => known.has(id) && !used.has(id)).map(({ id, because }) => [id, because]));
  const mistakes = [
    ...register.flatMap((entry) => overWide(entry)).map((because) => `over-wide  ${because}`),
    ...overdue.map(({ because }) => `overdue    ${because}`),
    ...[...unused.values()].map((because) => `unused     ${because}`),
  ];
  const full = `${runs.length} full run${runs.length === 1 ? '' : 's'} in ${reports}`;
  return {
    lines: [
      ...mistakes,
      ...dueSoon.map(({ because }) => `soon       ${because}`),
      `${register.length} entries, ${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}; ${runs.length === 0 ? `nothing is known of unused ones without a full run in ${reports}` : `use by ${full}`}`,
    ],
    isInOrder: mistakes.length === 0,
  };
}
