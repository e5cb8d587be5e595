import type { Indicator } from '../flow/indicator.ts';
import type { Border } from './forms/spellings.ts';

/** What a match speaks of. */
export interface Target {
  readonly indicator: Indicator;
  /** One package of a list: it speaks of the indicator only together with others. */
  readonly isMember: boolean;
}

/** A place where something of ours stands. */
export interface Match {
  readonly target: Target;
  readonly at: number;
  readonly length: number;
  /** Absent where it stands as it is, whatever its case. */
  readonly form?: string;
}

/** Takes a match; what must not stand next to it is for the taker to look at. */
export type TakeMatch = (match: Match, border: Border) => void;
