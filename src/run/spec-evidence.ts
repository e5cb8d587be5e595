import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EarshotError } from '../flow/errors.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import { controlSchema, verdictSchema } from '../report/verdicts-file.ts';
import type { PlannedJourney } from './planned-journey.ts';

/** The actions a spec file declares, written as soon as it is loaded: each of them gets a verdict, whatever happens. */
export interface SpecPlan {
  readonly journey: string;
  readonly package: string;
  readonly actions: readonly { readonly name: string; readonly kind: 'action' | 'sham' | 'control'; readonly claims: readonly string[] }[];
}

const planSchema = z.object({
  journey: z.string(),
  package: z.string(),
  actions: z.array(z.object({ name: z.string(), kind: z.enum(['action', 'sham', 'control']), claims: z.array(z.string()) })),
});

const judgedSchema = z.object({ verdicts: z.array(verdictSchema), controls: z.array(controlSchema) });

const missingSchema = z.object({ reason: z.string() });

/** What a spec on a phone had to do with the register of expected traffic. */
export interface RegisterUse {
  /** Ids of entries that explained something in one of its windows. */
  readonly used: readonly string[];
  /** Ids that its journey or one of its actions names. */
  readonly allows: readonly string[];
}

const useSchema = z.object({ used: z.array(z.string()), allows: z.array(z.string()) });

const USE_FILE = 'register-use.json';
const PLAN_FILE = 'plan.json';
const JUDGED_FILE = 'judged.json';
const MISSING_FILE = 'missing.json';

/** The evidence folder of one spec on one phone. */
export class SpecEvidence {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws {EarshotError} BAD_INPUT for a second journey: a spec file has one window, and so one journey. */
  writePlan(journey: PlannedJourney): void {
    const first = this.readPlan();
    if (first !== undefined) {
      throw new EarshotError('BAD_INPUT', `a spec file declares one journey, found a second, "${journey.title}", after "${first.journey}"`, {
        hint: 'Put it into a spec file of its own.',
      });
    }
    const plan: SpecPlan = {
      journey: journey.title,
      package: journey.packageName,
      actions: journey.actions.map(({ name, plan: { kind, claims = [] } }) => ({ name, kind, claims })),
    };
    this.write(PLAN_FILE, plan);
  }

  /** Undefined when the spec file was never loaded. */
  readPlan(): SpecPlan | undefined {
    const text = this.#read(PLAN_FILE);
    return text === undefined ? undefined : planSchema.parse(JSON.parse(text));
  }

  writeJudged(judged: { readonly verdicts: readonly Verdict[]; readonly controls: readonly Control[] }): void {
    this.write(JUDGED_FILE, judged);
  }

  writeRegisterUse(use: RegisterUse): void {
    this.write(USE_FILE, use);
  }

  /** Undefined when the spec did not come to its end. */
  readRegisterUse(): RegisterUse | undefined {
    const text = this.#read(USE_FILE);
    return text === undefined ? undefined : useSchema.parse(JSON.parse(text));
  }

  /** Why there is no window to judge, for whoever judges again. */
  writeMissing(reason: string): void {
    this.write(MISSING_FILE, { reason });
  }

  /** Undefined when there is a window, or the spec was never started. */
  readMissing(): string | undefined {
    const text = this.#read(MISSING_FILE);
    return text === undefined ? undefined : missingSchema.parse(JSON.parse(text)).reason;
  }

  /** Undefined when the journey did not come to its end. */
  readJudged(): { readonly verdicts: readonly Verdict[]; readonly controls: readonly Control[] } | undefined {
    const text = this.#read(JUDGED_FILE);
    return text === undefined ? undefined : judgedSchema.parse(JSON.parse(text));
  }

  /** Writes any other piece of evidence as indented JSON. */
  write(name: string, content: unknown): void {
    mkdirSync(this.folder, { recursive: true });
    const file = join(this.folder, name);
    // Renamed into place: a process that is killed, or a disk that is full, leaves no half of it.
    writeFileSync(`${file}.part`, `${JSON.stringify(content, null, 2)}\n`);
    renameSync(`${file}.part`, file);
  }

  #read(name: string): string | undefined {
    const file = join(this.folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }
}
