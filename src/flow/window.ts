import type { Addressee, Canary } from './canary.ts';

/** Host clock, ms since the epoch. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** One gesture or command on the phone, for the report's steps. */
export interface Step extends Span {
  readonly title: string;
  /** Present when the step failed. */
  readonly error?: string;
}

/** What the journey did for one of its actions, and when. */
export interface ActionRecord {
  readonly name: string;
  readonly kind: 'action' | 'sham' | 'control';
  readonly claims: readonly string[];
  readonly canaries: readonly Canary[];
  readonly addressees: readonly Addressee[];
  /** Names under which telemetry may speak of this action where nothing can be planted. */
  readonly subjects: readonly string[];
  /** For a control: the host whose traffic must be seen. */
  readonly seenAt?: string;
  /** Absent when the action was never reached. */
  readonly arrange?: Span;
  readonly act?: Span;
  readonly settle?: Span;
  /** The post-condition was seen on the screen. */
  readonly landed: boolean;
  /** What failed on the way, when something did. */
  readonly failure?: string;
  readonly steps: readonly Step[];
  /** File names inside the window's evidence folder. */
  readonly screenshots: readonly string[];
}

/** A liveness probe: sent from the phone's own shell, through the proxy the phone is set to. */
export interface ProbeRecord extends Span {
  readonly token: string;
  /** The answer came back to the phone. */
  readonly answered: boolean;
  readonly error?: string;
}

/** Something that had to hold for the window to say anything. */
export interface Precondition {
  readonly name: string;
  readonly held: boolean;
  /** One line: what was found, and what was expected. */
  readonly detail: string;
}

/** Everything observed while a journey ran on a phone; with the flows it is all that the judge needs. */
export interface WindowRecord extends Span {
  readonly id: string;
  readonly device: string;
  readonly spec: string;
  readonly journey: string;
  /** The package under test. */
  readonly package: string;
  readonly settleMs: number;
  readonly drainMs: number;
  /** Phone clock minus host clock, ms. */
  readonly clockOffsetMs: number;
  readonly opening?: ProbeRecord;
  readonly closing?: ProbeRecord;
  readonly preconditions: readonly Precondition[];
  /** What the recorder cannot see on this phone. */
  readonly blindSpots: readonly string[];
  readonly actions: readonly ActionRecord[];
}
