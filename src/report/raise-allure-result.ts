import { writeFileSync } from 'node:fs';
import type { Verdict } from '../flow/verdict.ts';
import { describeVerdict } from '../silence/describe.ts';
import { judgedTests } from './allure-test-results.ts';
import { describeTest, type TestedPhone } from './describe-test.ts';

/**
 * Fails the test of an action whose verdict was raised after the test had ended, breaks it where nobody can say any more, and replaces
 * the verdict attached to it.
 *
 * @returns Whether the test was there.
 */
export function raiseAllureResult(results: string, verdict: Verdict, phone: TestedPhone | undefined): boolean {
  for (const { path, result, verdictPath, about } of judgedTests(results)) {
    if (about.spec !== verdict.spec || about.action !== verdict.action || about.device !== verdict.device) continue;
    const labels = result.labels.map((label) => (label.name === 'tag' && label.value === 'silent' ? { ...label, value: verdict.verdict } : label));
    const message = `${verdict.verdict}: ${describeVerdict(verdict)}`;
    writeFileSync(path, JSON.stringify({ ...result, labels, description: describeTest(verdict, phone), status: verdict.verdict === 'inconclusive' ? 'broken' : 'failed', statusDetails: { message } }));
    writeFileSync(verdictPath, JSON.stringify(verdict, null, 2));
    return true;
  }
  return false;
}
