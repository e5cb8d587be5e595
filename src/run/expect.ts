import { join } from 'node:path';
import * as allure from 'allure-js-commons';
import { ContentType, LabelName, Status } from 'allure-js-commons';
import type { Control, Verdict } from '../flow/verdict.ts';
import { describeTest, featuresOf, sourcesOf } from '../report/describe-test.ts';
import { describeControl, describeVerdict } from '../silence/describe.ts';
import type { Journey } from './journey.ts';
import { asksAbout } from './plan-listener.ts';
import { readSpecRun } from './spec-run-file.ts';
import { whyLeftOut } from './chosen-actions.ts';
import { actionSteps, type ActionSteps } from './action-steps.ts';

/** A network event where there must be none. Allure reads the name: an assertion that failed is a failed test. */
class SilenceAssertionError extends Error {
  override readonly name = 'SilenceAssertionError';
}

/** Nobody can say. Allure calls a test that ends with anything but an assertion broken. */
class InconclusiveError extends Error {
  override readonly name = 'InconclusiveError';
}

/**
 * A test that passes when the action was silent. It acts on nothing and retries nothing: the journey is over when it
 * is asked. An action that this run leaves out is skipped.
 *
 * It ends with `SilenceAssertionError` when something was sent (Allure: failed) and with `InconclusiveError` when
 * nobody can say (Allure: broken).
 */
export function expectSilence<Name extends string>(journey: Journey<Name>, action: NoInfer<Name>): Mocha.AsyncFunc {
  return asksAbout(action, async function (this: Mocha.Context) {
    const verdict = journey.judged(action);
    if (verdict === undefined) return leaveOut(this, whyNotPerformed(journey, action));
    if (verdict.expected !== 'silent') throw new TypeError(`"${action}" is a control; ask expectTraffic.`);
    await attachEvidence(verdict);
    if (verdict.verdict === 'silent') return undefined;
    // The kind comes first: the report sorts failed tests by it.
    const message = `${verdict.verdict}: ${describeVerdict(verdict)}`;
    throw verdict.verdict === 'inconclusive' ? new InconclusiveError(message) : new SilenceAssertionError(message);
  });
}

/** A test that passes when a positive control was seen on the wire, and ends with `InconclusiveError` when it was not. */
export function expectTraffic<Name extends string>(journey: Journey<Name>, action: NoInfer<Name>): Mocha.AsyncFunc {
  return asksAbout(action, async function (this: Mocha.Context) {
    const control = journey.judged(action);
    if (control === undefined) return leaveOut(this, whyNotPerformed(journey, action));
    if (control.expected !== 'traffic') throw new TypeError(`"${action}" must be silent; ask expectSilence.`);
    await attachEvidence(control);
    if (control.verdict === 'seen') return undefined;
    throw new InconclusiveError(`inconclusive: ${describeControl(control)}`);
  });
}

function whyNotPerformed<Name extends string>(journey: Journey<Name>, action: Name): string {
  const impossible = journey.whyNot(action);
  return impossible === undefined ? whyLeftOut(action, readSpecRun()) : `left out: ${impossible}`;
}

/** Says in the report and in the log why a test says nothing. */
async function leaveOut(test: Mocha.Context, reason: string): Promise<never> {
  await place();
  await allure.description(reason);
  process.stdout.write(`${reason}\n`);
  return test.skip();
}

/** What a person needs to believe the result: steps, screenshot, flows, the verdict itself. */
async function attachEvidence(result: Verdict | Control): Promise<void> {
  const { paths } = readSpecRun();
  await place();
  for (const feature of featuresOf(result)) await allure.feature(feature);
  for (const { url, name } of sourcesOf(result.claims)) await allure.link(url, name);
  // What the verdict means stands where a person looks first.
  await allure.description(describeTest(result, readSpecRun().phone));
  await allure.tags(...result.claims, result.verdict);
  const windows = actionSteps(paths.evidence, result);
  for (const window of windows) {
    // Most actions need one window: their steps stand by themselves.
    if (windows.length === 1) await attachWindow(paths.evidence, window);
    else await allure.step(`window ${window.round}`, () => attachWindow(paths.evidence, window));
  }
  if (result.expected === 'silent' && result.findings.length > 0) {
    await allure.attachment('what was found, and how to read it', describeVerdict(result), ContentType.TEXT);
  }
  await allure.attachment('verdict', JSON.stringify(result, null, 2), ContentType.JSON);
}

/** What was done in one window, what was seen after it, what flowed, and how long was listened. */
async function attachWindow(evidenceFolder: string, { round, steps, screenshots, har, because }: ActionSteps): Promise<void> {
  const preparing = steps.filter(({ prepares, failed }) => prepares && !failed);
  if (preparing.length > 0) await allure.step('before the act: what is sent because of these steps is not held against it', () => logSteps(preparing));
  await logSteps(steps.filter((step) => !preparing.includes(step)));
  for (const file of screenshots) await allure.attachmentPath(`screen after the action, window ${round}`, join(evidenceFolder, file), { contentType: ContentType.PNG });
  if (har !== undefined) await allure.attachmentPath(`flows of window ${round} (HAR)`, join(evidenceFolder, har), { contentType: ContentType.JSON, fileExtension: 'har' });
  await allure.attachment('how long was listened, and why', because.join('\n'), ContentType.TEXT);
}

async function logSteps(steps: ActionSteps['steps']): Promise<void> {
  for (const { title, failed } of steps) await allure.logStep(title, failed ? Status.BROKEN : Status.PASSED);
}

/** Where the test stands in the report: under its phone and its spec. */
async function place(): Promise<void> {
  const { phone, spec, app, consent } = readSpecRun();
  await allure.parameter('phone', phone.id);
  // The same test in another app, or with other consent, is no second try of this one.
  await allure.parameter('app', app);
  await allure.parameter('consent', consent);
  // A test keeps its history across builds. Shown, it would push the phone out of the lists; the description has it.
  await allure.parameter('build', phone.build, { excluded: true, mode: 'hidden' });
  await allure.label(LabelName.PARENT_SUITE, `${phone.model} (${phone.id})`);
  await allure.label(LabelName.SUITE, spec);
}
