import type { Addressee, Canary } from './canary.ts';
import type { CounterRecord } from './counters.ts';
import type { OracleRecord } from './oracle.ts';
import type { SocketRecord } from './socket.ts';

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
  /** The package whose data the step cleared. */
  readonly clears?: string;
}

/** What the journey did for one of its actions, and when. */
export interface ActionRecord {
  readonly name: string;
  readonly kind: 'action' | 'sham' | 'control';
  /** Which stretch between two barriers of the window it was performed in, counting from 0. */
  readonly segment: number;
  readonly claims: readonly string[];
  readonly canaries: readonly Canary[];
  readonly addressees: readonly Addressee[];
  /** Names under which telemetry may speak of this action where nothing can be planted. */
  readonly subjects: readonly string[];
  /** Ids of the register's entries that its spec allows it; absent in records of before specs named them. */
  readonly allows?: readonly string[];
  /** For a control: the host whose traffic must be seen. */
  readonly seenAt?: string;
  /** Absent when the action was never reached. */
  readonly arrange?: Span;
  /** When the app had been opened: what was tapped from then until the act is this action's own arranging. Absent in older records. */
  readonly openedMs?: number;
  /** The barrier that stood between arranging and act, within `arrange`; absent where none did. */
  readonly apart?: Span;
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
  /** Of a preflight check: whether its failure makes every silence of the phone worthless, or is a state a run may be about. */
  readonly class?: 'silencing' | 'recorded';
}

/** How long a window listens, and why; computed from the clocks of the SDKs that may be on the phone. */
export interface WindowClock {
  /** After each action, ms. */
  readonly settleMs: number;
  /** At each barrier, once everything was done that makes SDKs send, ms. */
  readonly drainMs: number;
  /** What is done at a barrier to make SDKs send. */
  readonly triggers: readonly FlushTrigger[];
  /** One line for each SDK that decides: its interval, or the trigger that spares the waiting. */
  readonly because: readonly string[];
  /**
   * SDKs that the barriers make send, and that may hold events back longer than `drainMs` by themselves: an interval that
   * is up in the middle of a window brings what happened long before. Absent in runs of before it was told.
   */
  readonly heldBack?: readonly HeldBack[];
}

/** How long an SDK may hold events back, and whom it then tells. */
export interface HeldBack {
  /** Each stands for itself and its sub-domains. */
  readonly hosts: readonly string[];
  readonly heldMs: number;
}

/** What makes SDKs send what they hold back: the app out of sight, the screen off and on, Wi-Fi off and on, the app's process begun anew. */
export type FlushTrigger = 'background' | 'screen' | 'connectivity' | 'restart';

/**
 * Why a window was opened: to perform the whole journey, to separate actions that share what was seen, to set acts apart from their
 * arranging, or to repeat every action against the sham.
 */
export type WindowPurpose = 'journey' | 'separate' | 'apart' | 'repeat';

/** What is known of a repetition besides what was done in it. */
export interface Repetition {
  /** Counting from 1. */
  readonly number: number;
  /** How many there were to be. */
  readonly of: number;
  /** Decides the order of the actions and the sham, together with the number. */
  readonly seed: string;
  /** How long each block was listened to at least, from the gesture to the end of the barrier behind it, ms. */
  readonly blockMs: number;
}

/** Everything observed while a journey ran on a phone; with the flows it is all that the judge needs. */
export interface WindowRecord extends Span {
  /** `<device>/<spec>` for the first window of a spec, `<device>/<spec>#2` and so on for those that follow. */
  readonly id: string;
  /** 1 for the window in which the whole journey is performed; `purpose` says what later ones are for. */
  readonly round: number;
  /** Absent in older records, of which the first window is the journey's and the others separate. */
  readonly purpose?: WindowPurpose;
  /** Present where the purpose is to repeat: every action once, each in a stretch of its own, as is the sham. */
  readonly repetition?: Repetition;
  readonly device: string;
  readonly spec: string;
  readonly journey: string;
  /** The package under test. */
  readonly package: string;
  readonly settleMs: number;
  readonly drainMs: number;
  readonly clock?: WindowClock;
  /**
   * Times at which the window drained, in order, those between arranging and act among them; the last one ends it. What an SDK held back from before a barrier has
   * come by its end, so an action is not suspected of what comes after it.
   */
  readonly barriers: readonly Span[];
  /** Phone clock minus host clock, ms. */
  readonly clockOffsetMs: number;
  readonly opening?: ProbeRecord;
  readonly closing?: ProbeRecord;
  readonly preconditions: readonly Precondition[];
  /**
   * Size of the ledger's `flows.ndjson` when the window closed: it is judged by the lines before that, so that judging it
   * again gives the same answer.
   */
  readonly ledgerByteCount?: number;
  /** What the recorder cannot see on this phone. */
  readonly blindSpots: readonly string[];
  /** Absent when the kernel was not asked. */
  readonly counters?: CounterRecord;
  /** Absent when the SDKs' log was not asked for. */
  readonly oracle?: OracleRecord;
  /** Absent when socket tables were not looked at. */
  readonly sockets?: SocketRecord;
  readonly actions: readonly ActionRecord[];
}
