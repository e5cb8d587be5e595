import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Control, Verdict } from '../flow/verdict.ts';

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

function writeResult(folder: string, result: Verdict | Control, phone: Pick<PhoneFacts, 'id' | 'model' | 'build'>): void {
  const uuid = randomUUID();
  const attachment = `${uuid}-attachment.json`;
  writeFileSync(join(folder, attachment), JSON.stringify(result, null, 2));
  const fullName = `${result.spec}: ${result.action}`;
  const now = Date.now();
  const labels = { parentSuite: `${phone.model} (${phone.id})`, suite: result.spec };
  writeFileSync(join(folder, `${uuid}-result.json`), JSON.stringify({
    uuid,
    name: result.action,
    fullName,
    testCaseId: digest(fullName),
    historyId: digest(`${fullName} on ${phone.id}`),
    status: 'broken',
    statusDetails: { message: `inconclusive: ${result.reasons[0] ?? 'the spec process ended before its test'}` },
    stage: 'finished',
    steps: [],
    attachments: [{ name: 'verdict', type: 'application/json', source: attachment }],
    parameters: [{ name: 'phone', value: phone.id }, { name: 'build', value: phone.build, excluded: true }],
    labels: [
      ...Object.entries(labels).map(([name, value]) => ({ name, value })),
      ...[...result.claims, result.verdict].map((value) => ({ name: 'tag', value })),
    ],
    start: now,
    stop: now,
  }));
}

function digest(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
