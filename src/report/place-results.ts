import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { testResults, verdictOf } from './allure-test-results.ts';

const actSchema = z.object({ act: z.object({ start: z.iso.datetime(), end: z.iso.datetime() }).optional() });

/**
 * Puts each test of a report where and when its action was performed: on its phone, in its spec, from the action's beginning to its end.
 * As mocha tells it, all tests would stand on this machine, for the milliseconds that asking for a verdict takes. Done again it changes nothing.
 */
export function placeResults(results: string): void {
  for (const { path, result } of testResults(results)) {
    const { labels } = result;
    const [phone, spec] = ['parentSuite', 'suite'].map((name) => labels.find((label) => label.name === name)?.value);
    const own = Object.entries({ host: phone, thread: spec }).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
    const others = labels.filter(({ name }) => own.every((label) => label.name !== name));
    writeFileSync(path, JSON.stringify({ ...result, ...timesOf(verdictOf(results, result)), labels: [...others, ...own] }));
  }
}

function timesOf(verdict: unknown): { readonly start: number; readonly stop: number } | undefined {
  const parsed = actSchema.safeParse(verdict);
  const act = parsed.success ? parsed.data.act : undefined;
  return act === undefined ? undefined : { start: Date.parse(act.start), stop: Date.parse(act.end) };
}
