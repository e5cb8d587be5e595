import type { Flow, ReadBody } from '../flow/flow.ts';
import type { OracleEvent } from '../flow/oracle.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { SocketWatch } from '../flow/socket.ts';
import type { Control, Verdict, VerdictKind, Witness } from '../flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../flow/window.ts';
import { SYSTEM_UID, membersOf, uidGroupOf } from '../attribute/uid-group.ts';
import type { UidGroup } from '../attribute/uid-group.ts';
import { arrangedNoise } from './arranged-noise.ts';
import type { ArrangedNoise } from './arranged-noise.ts';
import { budgetsOf } from './bypass-budget.ts';
import { SHARED_UIDS, findBypass } from './bypass.ts';
import type { Bypass, BypassReport, ExplainedBytes } from './bypass.ts';
import { examineFlows } from './examine.ts';
import type { ExaminedFlow } from './examine.ts';
import { heldEvents } from './held-events.ts';
import type { HeldAgainst, HeldEvent } from './held-events.ts';
import { oracleEvidence, unsentOf } from './oracle-evidence.ts';
import type { OracleEvidence } from './oracle-evidence.ts';
import {
  actionFailures,
  certificateFailures,
  clockFailures,
  controlFailures,
  inOrder,
  judgeControl,
  namedFailures,
  recorderFailures,
} from './preconditions.ts';
import type { Failure } from './preconditions.ts';
import { configurationDoubts } from './remote-configuration.ts';
import { explainVerdict } from './reasons.ts';
import { tellParties } from './page-parties.ts';
import type { TellParty } from './page-parties.ts';
import { saidToBeBefore } from './said-to-be-before.ts';
import { registerOn } from './register-phones.ts';
import { overdueOn } from './register-review.ts';
import type { Register } from './register.ts';
import { entriesUsed, heldAgainstLater, isExpected, setAside, straysOf, subjectsOfShams, toldWhileArranging, undatedOf, weighFlows } from './weigh.ts';
import type { WeighContext, Weighed } from './weigh.ts';
import { bypassOf, endsDuring, registeredBypassOf } from './weigh-bypass.ts';
import { uidsOfVendor } from './strangers.ts';
import { blindness, witnessStates } from './witnesses.ts';
import type { Hearing } from './witnesses.ts';

/** Everything a window is judged by. */
export interface JudgeInput {
  readonly window: WindowRecord;
  /** Flows of the phone's ledger, at least all that were under way in the window. */
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  readonly register: Register;
  readonly phone: PhoneFacts;
  readonly requiredWitnesses: readonly Witness[];
  /** Lines and bodies of the ledger that were recorded and are gone, a sentence each. */
  readonly ledgerLosses?: readonly string[];
  /** What crossed the phone's connections to the recorder, as raw bytes; without it nothing explains what loopback counts. */
  readonly wireBytes?: Omit<ExplainedBytes, 'uid'>;
  /** What the telemetry SDKs wrote into the phone's log during the window. */
  readonly oracleEvents?: readonly OracleEvent[];
  /** What was seen of the phone's socket tables during the window. */
  readonly sockets?: SocketWatch;
}

/** What is said of the actions of one window: one entry for each action and each control, none for sham actions. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly controls: readonly Control[];
  /** Every event nothing explains, shared or not, those of shams and controls among them. */
  readonly events: readonly HeldEvent[];
  /** What came while an action was arranged, and can be of nothing else. */
  readonly arranged: readonly ArrangedNoise[];
  /** Ids of the register's entries that explained something in the window, whoever it was of. */
  readonly used: readonly string[];
}

/** Judges every action of a window. Pure: the same record and flows always give the same verdicts. */
export function judgeWindow(given: JudgeInput): Judged {
  const { window, flows, phone } = given;
  const input = { ...given, register: registerOn(given.register, phone) };
  const oracle = oracleEvidence(window, flows, input.oracleEvents ?? []);
  const examined = examineFlows({ ...input, ...oracle });
  const failures: readonly Failure[] = [
    ...recorderFailures(window, flows, input.ledgerLosses),
    ...namedFailures(window.preconditions),
    ...certificateFailures(window, flows),
    ...controlFailures(window, flows),
    ...clockFailures(window),
  ];
  const group = uidGroupOf(window.package, phone);
  const tellParty = tellParties(examined, { readBody: input.readBody, package: window.package });
  const shared: Shared = { input, examined, tellParty, failures, group, oracle, doubts: configurationDoubts(flows, input.readBody), bypass: bypassIn(input, group), shamSubjects: subjectsOfShams(examined, window) };
  const judged = window.actions.filter(({ kind }) => kind === 'action').map((action) => judgeAction(action, shared));
  return {
    verdicts: judged.map(({ verdict }) => verdict),
    controls: window.actions.filter(({ kind }) => kind === 'control').map((action) => controlOf(action, input)),
    events: heldEvents([...judged, ...besides(shared)], { group, strays: straysOf(examined, contextOf(shared)) }),
    arranged: arrangedNoise(window, { undated: undatedOf(examined, contextOf(shared)), bypass: shared.bypass }),
    used: [...new Set([...entriesUsed(examined, contextOf(shared)), ...budgetsUsed(shared)])].sort(),
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
    events: [],
    arranged: [],
    used: [],
  };
}

interface Shared {
  readonly input: JudgeInput;
  readonly examined: readonly ExaminedFlow[];
  readonly failures: readonly Failure[];
  readonly group: UidGroup;
  readonly bypass: BypassReport;
  readonly oracle: OracleEvidence;
  /** Why a silence would say nothing of the taps, a sentence each. */
  readonly doubts: readonly string[];
  readonly tellParty: TellParty;
  /** Undefined when the window has no sham action. */
  readonly shamSubjects: ReadonlySet<string> | undefined;
}

interface JudgedAction extends HeldAgainst {
  readonly verdict: Verdict;
}

/** What is held against shams and controls, of which nothing is said. */
function besides(shared: Shared): readonly HeldAgainst[] {
  const { window } = shared.input;
  return window.actions.filter(({ kind }) => kind !== 'action').map((action) => ({
    action,
    unexpected: weighAll(action, shared).filter(isUnexplained),
    past: bypassOf(action, shared.bypass, window),
    unsent: [],
  }));
}

function weighAll(action: ActionRecord, shared: Shared): readonly Weighed[] {
  return weighFlows(action, shared.examined, contextOf(shared));
}

function contextOf({ input, examined, group, shamSubjects, tellParty }: Shared): WeighContext {
  const { window, register } = input;
  return {
    window,
    register,
    appNamesItself: examined.some(({ owner }) => owner.says === window.package),
    group,
    flows: examined,
    tellParty,
    shamSubjects: shamSubjects ?? new Set(),
  };
}

function isUnexplained({ explanation, doubt }: Weighed): boolean {
  return explanation === undefined && doubt === undefined;
}

function judgeAction(action: ActionRecord, shared: Shared): JudgedAction {
  const { window, register, phone, requiredWitnesses } = shared.input;
  const weighed = weighAll(action, shared);
  const unexpected = weighed.filter(isUnexplained);
  const registered = registeredBypassOf(action, shared.bypass, window);
  const overdue = overdueBypass(registered, shared.input);
  const before = saidToBeBefore(action, { window, flows: shared.examined, isExpected: (examined) => isExpected(examined, contextOf(shared)) });
  const doubts = [...weighed.flatMap(({ doubt }) => doubt ?? []), ...overdue, ...before];
  const past = bypassOf(action, shared.bypass, window);
  const unsent = unsentOf(action, shared.oracle, window);
  const findings = unexpected.flatMap((flow) => flow.findings);
  const hearing = hearingOf(action, shared, { hasUnexpectedFlows: unexpected.length > 0, hasBypass: past.length > 0 });
  const witnesses = witnessStates(hearing);
  const failures = inOrder([...shared.failures, ...actionFailures(action), ...blindness(hearing, witnesses, requiredWitnesses)]);
  const isLeak = findings.some((finding) => finding.class !== 'subject' || shared.shamSubjects !== undefined);
  const ofGroup = past.filter(({ bypass }) => bypass.whose === 'group');
  const verdict = verdictOf({
    failed: failures.length > 0,
    isLeak,
    isNoise: unexpected.length + ofGroup.length + unsent.length > 0,
    isDoubtful: past.length > ofGroup.length || doubts.length + shared.doubts.length > 0,
  });
  const told: Verdict = {
    ...about(action, shared.input),
    flows: weighed.map(({ examined }) => examined.flow.id),
    reasons: explainVerdict({
      verdict,
      action,
      window,
      failures,
      unexpected,
      past,
      members: membersOf(window.package, phone, shared.input.oracleEvents ?? []),
      ends: endsDuring(action, shared.bypass, window),
      unsent,
      doubts: [...shared.doubts, ...doubts],
      hasSham: shared.shamSubjects !== undefined,
      arranging: toldWhileArranging(action, shared.examined, window),
      setAside: setAside(action, shared.examined, { window, register }),
      later: heldAgainstLater(action, shared.examined, { window, register }),
    }),
    expected: 'silent',
    verdict,
    witnesses,
    events: unexpected.length + ofGroup.length + unsent.length,
    expectedEvents: weighed.filter(({ explanation }) => explanation !== undefined).length + (overdue.length === 0 ? registered.length : 0),
    findings: isLeak ? findings : [],
  };
  return { action, verdict: told, unexpected, past, unsent };
}

function hearingOf(action: ActionRecord, { input, failures, bypass, group }: Shared, seen: Pick<Hearing, 'hasUnexpectedFlows' | 'hasBypass'>): Hearing {
  const isWireBlind = failures.some(({ precondition }) => WIRE_PRECONDITIONS.includes(precondition));
  return { window: input.window, action, isWireBlind, bypass, group, oracleEvents: input.oracleEvents ?? [], ...seen };
}

const WIRE_PRECONDITIONS: readonly Failure['precondition'][] = ['proxy setting', 'reverse tunnel', 'recorder', 'certificate'];

function verdictOf(facts: { readonly failed: boolean; readonly isLeak: boolean; readonly isNoise: boolean; readonly isDoubtful: boolean }): VerdictKind {
  if (facts.failed) return 'inconclusive';
  if (facts.isLeak) return 'leaked';
  if (facts.isNoise) return 'noisy';
  return facts.isDoubtful ? 'inconclusive' : 'silent';
}

/** What went past the recorder in a window, by the counters of its phone. */
function bypassIn({ window, wireBytes, register, phone, sockets }: JudgeInput, group: UidGroup): BypassReport {
  const uidOf = { android: SYSTEM_UID, ...Object.fromEntries(Object.entries(phone.packages).map(([name, { uid }]) => [name, uid])) };
  return findBypass(window.counters, {
    uids: { group: group.uids, shared: [...SHARED_UIDS, ...uidsOfVendor(phone)] },
    wire: wireBytes === undefined ? [] : [wireBytes],
    budgets: budgetsOf(register, uidOf, { onDay: dayOf(window) }),
    ...(sockets === undefined ? {} : { sockets }),
  });
}

/** What went past the recorder as entries know it that are overdue, a sentence for each of those. */
function overdueBypass(registered: readonly Bypass[], { register, window }: JudgeInput): readonly string[] {
  const ids = new Set(registered.flatMap(({ whose, registered: by }) => (whose === 'other' ? [] : (by?.split(', ') ?? []))));
  return register.flatMap((entry) => {
    const because = ids.has(entry.id) ? overdueOn(entry, dayOf(window)) : undefined;
    return because === undefined ? [] : [`What went past the recorder was expected once, but ${because}`];
  });
}

/** Entries that explained what went past the recorder. Look-ups are left out: they may be of any of several. */
function budgetsUsed({ bypass, input: { register, window } }: Shared): readonly string[] {
  const good = register.filter((entry) => overdueOn(entry, dayOf(window)) === undefined).map(({ id }) => id);
  return bypass.bypass.flatMap(({ registered }) => (registered !== undefined && good.includes(registered) ? [registered] : []));
}

function dayOf({ startMs }: WindowRecord): string {
  return new Date(startMs).toISOString().slice(0, 10);
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
