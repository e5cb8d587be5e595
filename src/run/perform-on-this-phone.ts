import { basename } from 'node:path';
import { connectShell } from '../device/adb-shell.ts';
import { Storage } from '../device/storage.ts';
import { UndoJournal } from '../device/undo-journal.ts';
import { toHar } from '../evidence/har.ts';
import type { SpecProgress, SpecRun } from '../flow/spec-run.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import type { WindowRecord } from '../flow/window.ts';
import { LedgerTail, bodyReader } from '../record/ledger.ts';
import { judgeMissing } from '../silence/judge.ts';
import { judgeSpec } from '../silence/judge-spec.ts';
import { loadRegister } from '../silence/register.ts';
import { closeSession, openSession } from '../ui/session.ts';
import { RecordingPhone } from '../ui/recording-phone.ts';
import { earshotVersion } from './earshot-version.ts';
import { endWithRun } from './end-with-run.ts';
import type { PlannedJourney } from './planned-journey.ts';
import { observeWindow } from './observe-window.ts';
import { SpecEvidence } from './spec-evidence.ts';
import { readSpecRun } from './spec-run-file.ts';

type Judged = { readonly verdicts: readonly Verdict[]; readonly controls: readonly Control[] };

/**
 * Performs a journey on the phone this process was given, judges it and writes the evidence.
 *
 * @returns Verdict or control by action name. A phone that cannot be driven makes every one `inconclusive`.
 */
export async function performOnThisPhone(journey: PlannedJourney): Promise<Map<string, Verdict | Control>> {
  const spec = readSpecRun();
  const evidence = new SpecEvidence(spec.paths.evidence);
  report({ type: 'journey', journey: journey.title, actions: journey.actions.length });
  const judged = journey.actions.length === 0 ? performNothing(evidence) : await performAndJudge(journey, spec, evidence);
  evidence.writeJudged(judged);
  const results = new Map<string, Verdict | Control>();
  for (const result of [...judged.verdicts, ...judged.controls]) {
    results.set(result.action, result);
    report({ type: 'judged', action: result.action, verdict: result.verdict, detail: inOneLine(result) });
  }
  return results;
}

/** Writes down the actions of a journey before anything can fail. Called when the spec file is loaded. */
export function announcePlan(journey: PlannedJourney): void {
  endWithRun();
  new SpecEvidence(readSpecRun().paths.evidence).writePlan(journey);
}

/** A run may leave out every action of a spec: there is no window then, and nothing to say. */
function performNothing(evidence: SpecEvidence): Judged {
  evidence.writeMissing('this run leaves out every action of the spec');
  return { verdicts: [], controls: [] };
}

async function performAndJudge(journey: PlannedJourney, spec: SpecRun, evidence: SpecEvidence): Promise<Judged> {
  let observed: WindowRecord;
  const ledger = new LedgerTail(spec.paths.ledger);
  try {
    observed = await driveAndObserve(journey, spec, ledger);
  } catch (error) {
    const reason = `the phone could not be driven: ${error instanceof Error ? error.message : String(error)}`;
    evidence.writeMissing(reason);
    return judgeMissing({ spec: spec.spec, phone: spec.phone, actions: plainActions(journey), reason });
  }
  // A connection opened before the window may speak within it, so the judge sees all there is; the HAR is the window's.
  const flows = ledger.flows();
  const window: WindowRecord = { ...observed, ledgerByteCount: ledger.byteCount };
  evidence.write('window.json', window);
  const ofWindow = flows.filter(({ startMs, endMs }) => startMs <= window.endMs && (endMs ?? Infinity) >= window.startMs);
  const readBody = bodyReader(spec.paths.ledger);
  evidence.write('flows.har', toHar(ofWindow, readBody, { version: earshotVersion(), comment: `${window.id}: ${window.journey}` }));
  return judgeSpec({
    windows: [window],
    flowsOf: () => flows,
    readBody,
    register: loadRegister(spec.paths.register),
    phone: spec.phone,
    requiredWitnesses: spec.requiredWitnesses,
  });
}

async function driveAndObserve(journey: PlannedJourney, spec: SpecRun, ledger: LedgerTail): Promise<WindowRecord> {
  const shell = await connectShell({ serial: spec.phone.serial, adbPort: spec.adb.port });
  const driver = await openSession({ appiumUrl: spec.appiumUrl, serial: spec.phone.serial, adbPort: spec.adb.port });
  const phone = new RecordingPhone({ facts: spec.phone, driver, shell });
  const storage = new Storage(shell, spec.phone.apiLevel, UndoJournal.open(spec.paths.undo, spec.phone.serial));
  try {
    return await observeWindow(journey, {
      spec,
      phone,
      storage,
      ledger,
      onAction: (action, index) => report({ type: 'action', action, index }),
    });
  } finally {
    // A phone that is gone cannot be tidied; the window's own probes tell that it went.
    await closeSession(driver);
    await storage.cleanUp().catch((error: unknown) => process.stderr.write(`${basename(spec.spec)}: test files may be left on ${spec.phone.id}: ${String(error)}\n`));
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

/** To the run that started this process, when one did. */
function report(progress: SpecProgress): void {
  process.send?.(progress);
}
