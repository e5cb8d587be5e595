import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const remark = z.object({ id: z.string(), because: z.string() });

const schema = z.looseObject({ run: z.string(), register: z.object({ isFull: z.boolean(), used: z.array(z.string()), unused: z.array(remark) }) });

/** What one full run said of the register. */
export interface RecordedUse {
  readonly run: string;
  readonly used: readonly string[];
  readonly unused: readonly { readonly id: string; readonly because: string }[];
}

/** What the full runs in a folder of reports said of the register, in the order of their names; runs that were not full say nothing. */
export function recordedUses(reports: string): readonly RecordedUse[] {
  if (!existsSync(reports)) return [];
  const folders = readdirSync(reports, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  return folders.flatMap((name) => {
    const file = join(reports, name, 'run.json');
    const parsed = existsSync(file) ? schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
    if (parsed?.success !== true || !parsed.data.register.isFull) return [];
    const { run, register } = parsed.data;
    return [{ run, used: register.used, unused: register.unused }];
  });
}
