import type { Flow, ReadBody } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Control, Verdict, VerdictKind, Witness, WitnessState } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import { examineFlows } from './examine.ts';
import type { ExaminedFlow } from './examine.ts';
import {
  actionFailures,
  certificateFailures,
  clockFailures,
  controlFailures,
  inOrder,
  judgeControl,
  namedFailures,
  recorderFailures,
  witnessFailures,
} from './preconditions.ts';
import type { Failure } from './preconditions.ts';
import { explainVerdict } from './reasons.ts';
import type { Register } from './register.ts';
import { heldAgainstLater, setAside, subjectsOfShams, toldWhileArranging, weighFlows } from './weigh.ts';
import type { Weighed } from './weigh.ts';

/** Everything a window is judged by. */
export interface JudgeInput {
  readonly window: WindowRecord;
  /** Flows of the phone's ledger, at least all that were under way in the window. */
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  readonly register: Register;
  readonly phone: PhoneFacts;
  readonly requiredWitnesses: readonly Witness[];
}

/** What is said of the actions of one window: one entry for each action and each control, none for sham actions. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly controls: readonly Control[];
}

/** Judges every action of a window. Pure: the same record and flows always give the same verdicts. */
export function judgeWindow(input: JudgeInput): Judged {
  const { window, flows } = input;
  const examined = examineFlows(input);
  const failures: readonly Failure[] = [
    ...recorderFailures(window, flows),
    ...namedFailures(window.preconditions),
    ...certificateFailures(window, flows),
    ...controlFailures(window, flows),
    ...clockFailures(window),
  ];
  const shared: Shared = { input, examined, failures, shamSubjects: subjectsOfShams(examined, window) };
  return {
    verdicts: window.actions.filter(({ kind }) => kind === 'action').map((action) => judgeAction(action, shared)),
    controls: window.actions.filter(({ kind }) => kind === 'control').map((action) => controlOf(action, input)),
  };
}

/** The verdicts of a journey that left no window behind: every one inconclusive, with what happened as the reason. */
export function judgeMissing(missing: {
  readonly spec: string;
  readonly phone: PhoneFacts;
  readonly actions: readonly Pick<ActionRecord, 'name' | 'kind' | 'claims'>[];
  readonly reason: string;
}): Judged {
  const { spec, phone, actions } = missing;
  const about = (action: Pick<ActionRecord, 'name' | 'claims'>) => ({
    claims: action.claims,
    spec,
    action: action.name,
    device: phone.id,
    ...identityOf(phone),
    window: `${phone.id}/${spec}`,
    flows: [],
    reasons: [`There is no window to judge: ${missing.reason.trim().replace(/\.$/, '')}.`],
  });
  return {
    verdicts: actions.filter(({ kind }) => kind === 'action').map((action) => ({
      ...about(action),
      expected: 'silent',
      verdict: 'inconclusive',
      witnesses: { wire: 'blind', kernel: 'absent', oracle: 'absent' },
      events: 0,
      expectedEvents: 0,
      findings: [],
    })),
    controls: actions.filter(({ kind }) => kind === 'control').map((action) => ({
      ...about(action),
      expected: 'traffic',
      verdict: 'inconclusive',
    })),
  };
}

interface Shared {
  readonly input: JudgeInput;
  readonly examined: readonly ExaminedFlow[];
  readonly failures: readonly Failure[];
  /** Undefined when the window has no sham action. */
  readonly shamSubjects: ReadonlySet<string> | undefined;
}

function judgeAction(action: ActionRecord, shared: Shared): Verdict {
  const { window, register, phone, requiredWitnesses } = shared.input;
  const weighed = weighFlows(action, shared.examined, {
    window,
    register,
    embedded: phone.kind === 'emulated',
    appNamesItself: shared.examined.some(({ owner }) => owner.says === window.package),
    shamSubjects: shared.shamSubjects ?? new Set(),
  });
  const unexpected = weighed.filter(({ explanation }) => explanation === undefined);
  const findings = unexpected.flatMap((flow) => flow.findings);
  const witnesses = witnessesOf(unexpected, shared.failures);
  const failures = inOrder([...shared.failures, ...actionFailures(action), ...witnessFailures(requiredWitnesses, witnesses)]);
  const isLeak = findings.some((finding) => finding.class !== 'subject' || shared.shamSubjects !== undefined);
  const verdict = verdictOf({ failed: failures.length > 0, isLeak, isNoise: unexpected.length > 0 });
  return {
    ...about(action, shared.input),
    flows: weighed.map(({ examined }) => examined.flow.id),
    reasons: explainVerdict({
      verdict,
      action,
      window,
      failures,
      unexpected,
      hasSham: shared.shamSubjects !== undefined,
      arranging: toldWhileArranging(action, shared.examined, window),
      setAside: setAside(action, shared.examined, { window, register, embedded: phone.kind === 'emulated' }),
      later: heldAgainstLater(action, shared.examined, { window, register, embedded: phone.kind === 'emulated' }),
    }),
    expected: 'silent',
    verdict,
    witnesses,
    events: unexpected.length,
    expectedEvents: weighed.length - unexpected.length,
    findings: isLeak ? findings : [],
  };
}

function verdictOf(facts: { readonly failed: boolean; readonly isLeak: boolean; readonly isNoise: boolean }): VerdictKind {
  if (facts.failed) return 'inconclusive';
  if (facts.isLeak) return 'leaked';
  return facts.isNoise ? 'noisy' : 'silent';
}

// Kernel counters and the SDKs' own log are not read yet.
function witnessesOf(unexpected: readonly Weighed[], failures: readonly Failure[]): Readonly<Record<Witness, WitnessState>> {
  const isBlind = failures.some(({ precondition }) => ['proxy setting', 'reverse tunnel', 'recorder', 'certificate'].includes(precondition));
  return { wire: isBlind ? 'blind' : unexpected.length > 0 ? 'seen' : 'quiet', kernel: 'absent', oracle: 'absent' };
}

function controlOf(action: ActionRecord, input: JudgeInput): Control {
  const { verdict, flows, reasons } = judgeControl(action, input.flows);
  return { ...about(action, input), flows, reasons, expected: 'traffic', verdict };
}

function about(action: ActionRecord, { window, phone }: JudgeInput) {
  return {
    claims: action.claims,
    spec: window.spec,
    action: action.name,
    device: window.device,
    ...identityOf(phone),
    window: window.id,
    ...(action.act !== undefined && {
      act: { start: new Date(action.act.startMs).toISOString(), end: new Date(action.act.endMs).toISOString() },
    }),
  };
}

function identityOf(phone: PhoneFacts): { readonly profile: string } | { readonly build: string } {
  return phone.profile === undefined ? { build: phone.build } : { profile: phone.profile };
}
