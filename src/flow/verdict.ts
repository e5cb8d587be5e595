import type { SilenceBound } from './bound.ts';
import type { ConsentSetup } from './consent.ts';
import type { Finding } from './finding.ts';

export type VerdictKind = 'silent' | 'noisy' | 'leaked' | 'inconclusive';
export type WitnessState = 'seen' | 'quiet' | 'blind' | 'absent';
export type Witness = 'wire' | 'kernel' | 'oracle';

/** Where the evidence of a verdict lies and what it is about. */
interface Judged {
  readonly claims: readonly string[];
  /** Name of the piece of work (`work-name.ts`): the spec file's, with the app of a family and the consent setup that was brought about. */
  readonly spec: string;
  readonly action: string;
  readonly device: string;
  /** Short name of the app; absent, as the next two are, from runs of before it was told. */
  readonly app?: string;
  /** Package under which the phone carries it. */
  readonly package?: string;
  readonly consent?: ConsentSetup;
  /** What an emulated phone is; real phones have `build` instead. */
  readonly profile?: string;
  /** Firmware identity of a real phone. */
  readonly build?: string;
  readonly window: string;
  /** When the action was performed, host clock, ISO 8601; absent when it never was. */
  readonly act?: { readonly start: string; readonly end: string };
  readonly flows: readonly string[];
  readonly reasons: readonly string[];
}

/** What is said of one action on one phone. Read by other programs: extend, never rename. */
export interface Verdict extends Judged {
  readonly expected: 'silent';
  readonly verdict: VerdictKind;
  readonly witnesses: Readonly<Record<Witness, WitnessState>>;
  /** Events credited to the action that no register entry and no addressee explains. */
  readonly events: number;
  /** Events in the action's time that are registered or were asked for by the user. */
  readonly expectedEvents: number;
  readonly findings: readonly Finding[];
  /** All windows in which the action was performed; absent when there is one. */
  readonly windows?: readonly string[];
  /** How much a silence says; absent from other verdicts. */
  readonly bound?: SilenceBound;
}

/** A positive control: an action of the same app that must be seen. */
export interface Control extends Judged {
  readonly expected: 'traffic';
  readonly verdict: 'seen' | 'inconclusive';
}

export interface Claim {
  readonly claim: string;
  readonly device: string;
  readonly result: 'confirmed' | 'refuted' | 'not told';
  readonly because: string;
}

/** `verdicts.json`. */
export interface Verdicts {
  readonly run: string;
  readonly verdicts: readonly Verdict[];
  readonly controls: readonly Control[];
  readonly claims: readonly Claim[];
}
