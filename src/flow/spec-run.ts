import type { ConsentSetup } from './consent.ts';
import type { CounterFailure, CounterModel } from './counters.ts';
import type { PhoneFacts } from './phone-facts.ts';
import type { Witness } from './verdict.ts';
import type { Precondition } from './window.ts';

/** Environment variable that names the JSON file a spec process reads its `SpecRun` from. */
export const SPEC_RUN_VARIABLE = 'EARSHOT_SPEC_RUN';

/** What the run hands to one mocha process: one spec file on one phone. */
export interface SpecRun {
  readonly run: string;
  /** Name of the piece of work (`work-name.ts`): `music/playing`, `browser/visiting@mi-browser+declined`. */
  readonly spec: string;
  /** Short name of the app the journey is performed in. */
  readonly app: string;
  /** Package under which this phone carries it. */
  readonly package: string;
  readonly consent: ConsentSetup;
  readonly phone: PhoneFacts;
  /** Witnesses that must not be blind for a silent verdict on this phone. */
  readonly requiredWitnesses: readonly Witness[];
  /** What preflight found not to hold and what keeps SDKs silent: it makes every window of this phone inconclusive. */
  readonly silencing: readonly Precondition[];
  /** Only on emulated phones below 1; shortens SDK delays, nothing else. */
  readonly timeScale: number;
  /** Names of the actions a brief run performs of this spec, with its shams and controls; absent when the run is not brief. */
  readonly brief?: readonly string[];
  /** Exact names or globs of the actions to perform; absent when all are meant. */
  readonly actions?: readonly string[];
  /** Only actions about one of these claims; absent when all are meant. */
  readonly claims?: readonly string[];
  /** Windows a journey may take beyond its first; absent: what the journey says, or enough to name one culprit. */
  readonly windowBudget?: number;
  /** How many times every action is repeated against the sham; absent: not at all. */
  readonly repeat?: number;
  readonly adb: { readonly path: string; readonly port: number };
  readonly appiumUrl: string;
  readonly proxy: {
    /** `127.0.0.1:<port>` as the phone sees it, the value of its `http_proxy` setting. */
    readonly setting: string;
    /** Whether the run's CA stands in the phone's system store; with the reason when it does not. */
    readonly caInstalled: boolean;
    readonly caDetail: string;
  };
  /** How this phone counts its traffic, measured once, or why it could not be. */
  readonly counterModel: CounterModel | CounterFailure;
  /** Absolute paths. */
  readonly paths: {
    readonly ledger: string;
    /** The run's copy of the register of expected traffic. */
    readonly register: string;
    readonly evidence: string;
    readonly allureResults: string;
    /** Folder of the journal of test files put on the phone. */
    readonly undo: string;
  };
}

/** A window was opened: how long it listens, a line for each reason, and how long until the next message at most. */
export interface WindowProgress {
  readonly type: 'window';
  readonly round: number;
  readonly because: readonly string[];
  readonly patienceMs: number;
}

/** What a spec process tells the run while it works, one IPC message each. */
export type SpecProgress =
  | { readonly type: 'journey'; readonly journey: string; readonly actions: number }
  | WindowProgress
  | { readonly type: 'action'; readonly action: string; readonly index: number }
  | { readonly type: 'round'; readonly round: number; readonly actions: number; readonly blocks: number; readonly isApart: boolean }
  | { readonly type: 'repetition'; readonly number: number; readonly of: number }
  | { readonly type: 'judged'; readonly action: string; readonly verdict: string; readonly detail: string };
