import type { SpecRun } from '../flow/spec-run.ts';
import type { Judged } from './held-phone.ts';

/** Verdicts and controls of a piece of work, each saying in which app, under which package and with whose consent it was performed. */
export function aboutWork<All extends Judged>(judged: All, { app, package: name, consent }: Pick<SpecRun, 'app' | 'package' | 'consent'>): All {
  // A spec file that could not be read names no app, nor does what was recorded before specs had one.
  const about = app === '' ? {} : { app, package: name, consent };
  return {
    ...judged,
    verdicts: judged.verdicts.map((verdict) => ({ ...verdict, ...about })),
    controls: judged.controls.map((control) => ({ ...control, ...about })),
  };
}
