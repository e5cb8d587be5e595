import type { DeviceShell } from '../device/device-shell.ts';
import type { UndoJournal } from '../device/undo-journal.ts';
import type { Lease } from '../farm/lease.ts';
import type { CounterFailure, CounterModel } from '../flow/counters.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import type { Precondition } from '../flow/window.ts';
import type { RunCa } from '../record/ca.ts';
import type { PhoneRoad } from './phone-road.ts';
import type { PhoneWork } from './work.ts';

/** What exists while a phone is in our hands. */
export interface HeldPhone {
  readonly lease: Lease;
  readonly shell: DeviceShell;
  readonly facts: PhoneFacts;
  readonly ca: RunCa;
  readonly road: PhoneRoad;
  readonly journal: UndoJournal;
  readonly work: PhoneWork;
  /** What preflight found; empty until it was made. */
  checks: readonly Precondition[];
  counterModel: CounterModel | CounterFailure;
}

/** How a phone counts, as long as nobody has measured it. */
export const NOT_MEASURED: CounterFailure = { startMs: 0, endMs: 0, failed: 'how the phone counts was not measured' };

/** What one piece of work came to, or all of a phone's. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly controls: readonly Control[];
}
