import { basename } from 'node:path';
import { connectShell } from '../device/adb-shell.ts';
import { Storage } from '../device/storage.ts';
import { UndoJournal } from '../device/undo-journal.ts';
import type { SpecProgress, SpecRun } from '../flow/spec-run.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import { judgeMissing } from '../silence/judge.ts';
import { judgeSpec, nextRound } from '../silence/judge-spec.ts';
import { closeSession, openSession } from '../ui/session.ts';
import { RecordingPhone } from '../ui/recording-phone.ts';
import { aboutWork } from './about-work.ts';
import { beginConsent } from './begin-consent.ts';
import type { Judged } from './held-phone.ts';
import type { PlannedJourney } from './planned-journey.ts';
import { observeWindow, openWindow, type OpenedWindow, type WindowPlan } from './observe-window.ts';
import { patienceMs } from './patience.ts';
import { phoneWitnesses } from './phone-witnesses.ts';
import { repeatJourney } from './repeat-journey.ts';
import { SpecEvidence } from './spec-evidence.ts';
import { readSpecRun } from './spec-run-file.ts';
import { separated, wholeJourney } from './window-order.ts';
import { WindowRecorder } from './window-recorder.ts';

/** What the windows came to, and which entries of the register were needed for it. */
type JudgedWithUse = Judged & { readonly used: readonly string[] };

/**
 * Performs a journey on the phone this process was given, judges it and writes the evidence.
 *
 * @returns Verdict or control by action name. A phone that cannot be driven makes every one `inconclusive`.
 */
export async function performOnThisPhone(journey: PlannedJourney): Promise<Map<string, Verdict | Control>> {
  const spec = readSpecRun();
  const evidence = new SpecEvidence(spec.paths.evidence);
  report({ type: 'journey', journey: journey.title, actions: journey.actions.length });
  const judged = journey.actions.length === 0 ? performNothing(evidence) : aboutWork(await performAndJudge(journey, spec, evidence), spec);
  evidence.writeJudged(judged);
  evidence.writeRegisterUse({ used: judged.used, allows: [...new Set(journey.actions.flatMap(({ plan }) => plan.allows ?? []))] });
  const results = new Map<string, Verdict | Control>();
  for (const result of [...judged.verdicts, ...judged.controls]) {
    results.set(result.action, result);
    report({ type: 'judged', action: result.action, verdict: result.verdict, detail: inOneLine(result) });
  }
  return results;
}

/** Writes down the actions of a journey before anything can fail. Called when the spec file is loaded. */
export function announcePlan(journey: PlannedJourney): void {
  new SpecEvidence(readSpecRun().paths.evidence).writePlan(journey);
}

/** A run may leave out every action of a spec: there is no window then, and nothing to say. */
function performNothing(evidence: SpecEvidence): JudgedWithUse {
  evidence.writeMissing('this run leaves out every action of the spec');
  return { verdicts: [], controls: [], used: [] };
}

async function performAndJudge(journey: PlannedJourney, spec: SpecRun, evidence: SpecEvidence): Promise<JudgedWithUse> {
  const recorder = new WindowRecorder(spec, evidence);
  try {
    await driveAndObserve(journey, spec, recorder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (recorder.windows.length === 0) {
      const reason = `the phone could not be driven: ${why}`;
      evidence.writeMissing(reason);
      return judgeMissing({ spec: spec.spec, phone: spec.phone, actions: plainActions(journey), reason });
    }
    // The windows that closed stand; what the one that broke would have separated stays shared.
    process.stderr.write(`${basename(spec.spec)}: a further window could not be observed on ${spec.phone.id}: ${why}\n`);
  }
  return judgeSpec(recorder.record());
}

/** Observes the whole journey through one window, and through as many more as it takes, and its budget has, to tell its actions apart. */
async function driveAndObserve(journey: PlannedJourney, spec: SpecRun, recorder: WindowRecorder): Promise<void> {
  const shell = await connectShell({ serial: spec.phone.serial, adbPort: spec.adb.port });
  const { ledger } = recorder;
  const journal = UndoJournal.open(spec.paths.undo, spec.phone.serial);
  const consent = await beginConsent(spec, shell);
  const opening = { spec, shell, ledger, witnesses: phoneWitnesses({ spec, shell, journal, packageName: journey.packageName }) };
  // What came from before is listened out while the driver starts.
  let window = await openWindow(opening, 1);
  const driver = await openSession({ appiumUrl: spec.appiumUrl, serial: spec.phone.serial, adbPort: spec.adb.port });
  const phone = new RecordingPhone({ facts: spec.phone, consent: spec.consent, driver, shell, ...(consent.onAgreement === undefined ? {} : { onAgreement: consent.onAgreement }) });
  const storage = new Storage(shell, spec.phone.apiLevel, journal);
  try {
    const tools = { ...opening, phone, storage, onWindow: tellWindow, onAction: (action: string, index: number) => report({ type: 'action', action, index }) };
    const budget = spec.windowBudget ?? journey.windowBudget;
    let plan: Omit<WindowPlan, 'window'> = { segments: wholeJourney(journey.actions) };
    for (;;) {
      recorder.keep(await observeWindow(journey, tools, { window, ...plan }));
      const next = nextRound(recorder.record(), budget);
      if (next === undefined) break;
      const { blocks, isApart } = next;
      plan = { segments: separated(journey.actions, blocks), isApart };
      report({ type: 'round', round: window.round + 1, actions: blocks.flat().length, blocks: blocks.length, isApart });
      window = await openWindow(opening, window.round + 1);
    }
    const { repeat: times = 0 } = spec;
    await repeatJourney(journey, tools, { times, recorder, onRepetition: (number) => report({ type: 'repetition', number, of: times }) });
  } finally {
    // A phone that is gone cannot be tidied; the window's own probes tell that it went.
    const tidied = storage.cleanUp().catch((error: unknown) => process.stderr.write(`${basename(spec.spec)}: test files may be left on ${spec.phone.id}: ${String(error)}\n`));
    await Promise.all([closeSession(driver), tidied]);
    await consent.putBack();
  }
}

function plainActions(journey: PlannedJourney): readonly { readonly name: string; readonly kind: 'action' | 'sham' | 'control'; readonly claims: readonly string[] }[] {
  return journey.actions.map(({ name, plan: { kind, claims = [] } }) => ({ name, kind, claims }));
}

function inOneLine(result: Verdict | Control): string {
  if (result.expected === 'traffic' || result.verdict === 'inconclusive') return result.reasons[0] ?? '';
  // What was done is more telling than who did it.
  const finding = result.findings.find((candidate) => candidate.class !== 'personal') ?? result.findings[0];
  if (finding !== undefined) return `${finding.indicator} at ${finding.host} in ${finding.path.join(' > ')}`;
  return result.verdict === 'silent' ? `${result.expectedEvents} expected` : `${result.events} event${result.events === 1 ? '' : 's'}`;
}

/** The reasons in full go to the spec's log. */
function tellWindow({ round, clock }: OpenedWindow): void {
  if (round === 1) process.stdout.write(`${clock.because.join('\n')}\n`);
  report({ type: 'window', round, because: clock.because, patienceMs: patienceMs(clock) });
}

/** To the run that started this process, when one did. */
function report(progress: SpecProgress): void {
  process.send?.(progress);
}
