/** What the run said of one action on one phone. */
export interface JudgedAction {
  readonly device: string;
  readonly spec: string;
  readonly action: string;
  readonly verdict: 'silent' | 'noisy' | 'leaked' | 'inconclusive';
  /** Host clock, ms since the epoch; absent when the action was never performed. */
  readonly act?: { readonly startMs: number; readonly endMs: number };
}

/** One thing the phone reported, tried to report, or still had in store when it was switched off. */
export interface TruthEvent {
  /** When somebody touched the phone so that it came to this; host clock. */
  readonly causeMs: number;
  readonly rule: string;
  readonly host: string;
}

/** One action where the run and the phone disagree. */
export interface Disagreement {
  readonly device: string;
  readonly name: string;
  readonly verdict: JudgedAction['verdict'];
  /** Rules of the profile that spoke of the action; none for a false alarm. */
  readonly rules: readonly string[];
  readonly hosts: readonly string[];
}

export interface Tally {
  readonly actions: number;
  /** Actions the phone reported. */
  readonly reported: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** Judged inconclusive; in none of the four above. */
  readonly inconclusive: number;
  /** Null when nothing was detected. */
  readonly precision: number | null;
  /** Null when nothing was there to be detected. */
  readonly recall: number | null;
}

export interface Score {
  readonly devices: Readonly<Record<string, Tally>>;
  readonly total: Tally;
  readonly missed: readonly Disagreement[];
  readonly falseAlarms: readonly Disagreement[];
  /** Phones that write no truth log, a real one for example. */
  readonly withoutTruth: readonly string[];
}

interface Compared extends Disagreement {
  readonly isReported: boolean;
  readonly isDetected: boolean;
  readonly isInconclusive: boolean;
}

/** Holds verdicts against what the phones wrote down about themselves. */
export function score(actions: readonly JudgedAction[], truth: ReadonlyMap<string, readonly TruthEvent[]>): Score {
  const compared = actions.flatMap((action) => {
    const events = truth.get(action.device);
    return events === undefined ? [] : [compare(action, events)];
  });
  const conclusive = compared.filter(({ isInconclusive }) => !isInconclusive);
  const devices = [...new Set(compared.map(({ device }) => device))];
  return {
    devices: Object.fromEntries(devices.map((device) => [device, tally(compared.filter((entry) => entry.device === device))])),
    total: tally(compared),
    missed: conclusive.filter(({ isReported, isDetected }) => isReported && !isDetected).map(disagreement),
    falseAlarms: conclusive.filter(({ isReported, isDetected }) => !isReported && isDetected).map(disagreement),
    withoutTruth: [...new Set(actions.map(({ device }) => device))].filter((device) => !truth.has(device)),
  };
}

function compare(action: JudgedAction, events: readonly TruthEvent[]): Compared {
  const { act } = action;
  const caused = act === undefined ? [] : events.filter(({ causeMs }) => act.startMs <= causeMs && causeMs <= act.endMs);
  return {
    device: action.device,
    name: `${action.spec}: ${action.action}`,
    verdict: action.verdict,
    rules: [...new Set(caused.map(({ rule }) => rule))],
    hosts: [...new Set(caused.map(({ host }) => host))],
    isReported: caused.length > 0,
    isDetected: action.verdict === 'noisy' || action.verdict === 'leaked',
    isInconclusive: action.verdict === 'inconclusive',
  };
}

function tally(compared: readonly Compared[]): Tally {
  const conclusive = compared.filter(({ isInconclusive }) => !isInconclusive);
  const count = (isReported: boolean, isDetected: boolean): number =>
    conclusive.filter((entry) => entry.isReported === isReported && entry.isDetected === isDetected).length;
  const truePositives = count(true, true);
  const falsePositives = count(false, true);
  const falseNegatives = count(true, false);
  return {
    actions: compared.length,
    reported: compared.filter(({ isReported }) => isReported).length,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives: count(false, false),
    inconclusive: compared.length - conclusive.length,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function disagreement({ device, name, verdict, rules, hosts }: Compared): Disagreement {
  return { device, name, verdict, rules, hosts };
}
