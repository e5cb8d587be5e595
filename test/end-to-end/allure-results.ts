import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One test as the Allure report has it. */
export interface AllureResult {
  readonly name: string;
  readonly status: string;
  readonly device: string;
  /** What the attached verdict says. */
  readonly verdict: 'silent' | 'noisy' | 'leaked' | 'inconclusive' | 'seen';
  readonly steps: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: Buffer }[];
}

interface RawStep {
  readonly name: string;
  readonly steps?: readonly RawStep[];
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly source: string }[];
}

interface RawResult extends RawStep {
  readonly status: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

/** Every `*-result.json` of a run. */
export function allureResults(run: string): readonly AllureResult[] {
  const folder = join(run, 'allure-results');
  return readdirSync(folder).filter((name) => name.endsWith('-result.json')).map((name) => {
    const raw = JSON.parse(readFileSync(join(folder, name), 'utf8')) as RawResult;
    const all = withSteps(raw);
    const attachments = all.flatMap(({ attachments: list = [] }) => list)
      .map(({ name: title, type, source }) => ({ name: title, type, bytes: readFileSync(join(folder, source)) }));
    const verdict = attachments.find(({ name: title }) => title === 'verdict')?.bytes.toString() ?? '{}';
    return {
      name: raw.name,
      status: raw.status,
      device: raw.parameters.find(({ name: title }) => title === 'phone')?.value ?? '',
      verdict: (JSON.parse(verdict) as { verdict: AllureResult['verdict'] }).verdict,
      steps: all.slice(1).map(({ name: title }) => title),
      attachments,
    };
  });
}

function withSteps(step: RawStep): readonly RawStep[] {
  return [step, ...(step.steps ?? []).flatMap(withSteps)];
}
