import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import { describeTest, featuresOf } from './describe-test.ts';
import type { LeftOutOfRun } from './left-out.ts';

/**
 * Writes an Allure result for each verdict whose test was never run, because its spec process ended first. Without them
 * the report would show the tests that are left, all of them passed.
 */
export function writeMissingResults(
  allureResults: string, results: readonly (Verdict | Control)[], phone: Pick<PhoneFacts, 'id' | 'model' | 'build'>,
): void {
  mkdirSync(allureResults, { recursive: true });
  for (const result of results) writeResult(allureResults, result, phone);
}

/**
 * Writes a skipped Allure result, with the reason, for each spec and action that a phone cannot perform and of which no process was
 * started. Written again it takes the place of the former one.
 */
export function writeLeftOutResults(
  allureResults: string, leftOut: readonly (LeftOutOfRun & { readonly claims: readonly string[] })[], phone: Pick<PhoneFacts, 'id' | 'model' | 'build'>,
): void {
  mkdirSync(allureResults, { recursive: true });
  for (const { spec, action, reason, claims } of leftOut) {
    const fullName = action === undefined ? spec : `${spec}: ${action}`;
    const uuid = digest(`left out: ${fullName} on ${phone.id}`);
    write(allureResults, { uuid, name: action ?? spec, fullName, spec, tags: [...claims], features: featuresOf({ claims, expected: 'silent' }), attachments: [], status: 'skipped', message: `left out: ${reason}` }, phone);
  }
}

/** A result of a test that no process has run. */
interface Unrun {
  readonly uuid: string;
  readonly name: string;
  readonly fullName: string;
  readonly spec: string;
  readonly tags: readonly string[];
  readonly features: readonly string[];
  readonly app?: string | undefined;
  readonly consent?: string | undefined;
  readonly description?: string;
  readonly attachments: readonly object[];
  readonly status: 'broken' | 'skipped';
  readonly message: string;
}

function writeResult(folder: string, result: Verdict | Control, phone: Pick<PhoneFacts, 'id' | 'model' | 'build'>): void {
  const uuid = randomUUID();
  const attachment = `${uuid}-attachment.json`;
  writeFileSync(join(folder, attachment), JSON.stringify(result, null, 2));
  const fullName = `${result.spec}: ${result.action}`;
  write(folder, {
    uuid, name: result.action, fullName, spec: result.spec, tags: [...result.claims, result.verdict], features: featuresOf(result), app: result.app, consent: result.consent, status: 'broken',
    description: describeTest(result, phone),
    message: `inconclusive: ${result.reasons[0] ?? 'the spec process ended before its test'}`,
    attachments: [{ name: 'verdict', type: 'application/json', source: attachment }],
  }, phone);
}

function write(folder: string, { uuid, name, fullName, spec, tags, features, description, app, consent, attachments, status, message }: Unrun, phone: Pick<PhoneFacts, 'id' | 'model' | 'build'>): void {
  const now = Date.now();
  const labels = { parentSuite: `${phone.model} (${phone.id})`, suite: spec };
  writeFileSync(join(folder, `${uuid}-result.json`), JSON.stringify({
    uuid,
    name,
    fullName,
    testCaseId: digest(fullName),
    historyId: digest(`${fullName} on ${phone.id}`),
    status,
    statusDetails: { message },
    ...(description === undefined ? {} : { description }),
    stage: 'finished',
    steps: [],
    attachments,
    parameters: [...Object.entries({ phone: phone.id, app, consent }).flatMap(([key, value]) => (value === undefined ? [] : [{ name: key, value }])), { name: 'build', value: phone.build, excluded: true, mode: 'hidden' }],
    labels: [
      ...Object.entries(labels).map(([name, value]) => ({ name, value })),
      ...tags.map((value) => ({ name: 'tag', value })),
      ...features.map((value) => ({ name: 'feature', value })),
      // As mocha's tests have it, so that both stand in one tree.
      { name: 'package', value: `earshot.specs.${spec.replace(/[@+].*$/, '').replaceAll('/', '.')}.spec.ts` },
    ],
    start: now,
    stop: now,
  }));
}

function digest(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
