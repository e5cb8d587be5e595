import type { Control, Verdict } from '../flow/verdict.ts';

/** Exit codes of `run` and `judge`. */
export const EXIT = { held: 0, leaked: 1, inconclusive: 2, couldNotRun: 3 } as const;

/**
 * 0 every assertion held; 1 something was noisy or leaked; 2 nothing worse than inconclusive; 3 nothing was judged.
 */
export function exitCode(judged: { readonly verdicts: readonly Verdict[]; readonly controls: readonly Control[] }): number {
  if (judged.verdicts.length === 0) return EXIT.couldNotRun;
  if (judged.verdicts.some(({ verdict }) => verdict === 'noisy' || verdict === 'leaked')) return EXIT.leaked;
  const allHeld = judged.verdicts.every(({ verdict }) => verdict === 'silent') && judged.controls.every(({ verdict }) => verdict === 'seen');
  return allHeld ? EXIT.held : EXIT.inconclusive;
}
