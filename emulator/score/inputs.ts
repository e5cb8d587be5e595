import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { JudgedAction, TruthEvent } from './score.ts';

/** Something the score program was given cannot be used. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

// This program reads verdicts.json as any other program would: only the fields it needs, by a schema of its own.
const verdictsSchema = z.object({
  verdicts: z.array(
    z.object({
      spec: z.string(),
      action: z.string(),
      device: z.string(),
      verdict: z.enum(['silent', 'noisy', 'leaked', 'inconclusive']),
      act: z.object({ start: z.iso.datetime(), end: z.iso.datetime() }).optional(),
    }),
  ),
});

const phonesSchema = z.record(z.string(), z.string());

const truthLineSchema = z.object({
  what: z.string(),
  outcome: z.string().optional(),
  host: z.string(),
  rule: z.string().optional(),
  cause: z.object({ atMs: z.number() }),
});

/** The verdicts of a run. @throws {InputError} */
export async function readVerdicts(runFolder: string): Promise<readonly JudgedAction[]> {
  const path = join(runFolder, 'verdicts.json');
  const { verdicts } = checked(verdictsSchema, await readJson(path), path);
  return verdicts.map(({ act, ...verdict }) => ({
    ...verdict,
    ...(act === undefined ? {} : { act: { startMs: Date.parse(act.start), endMs: Date.parse(act.end) } }),
  }));
}

/** What each phone reported, by device id. @throws {InputError} */
export async function readTruth(truthFolder: string): Promise<ReadonlyMap<string, readonly TruthEvent[]>> {
  const path = join(truthFolder, 'phones.json');
  const phones = checked(phonesSchema, await readJson(path), path);
  const logs = await Promise.all(
    Object.entries(phones).map(async ([device, file]) => [device, parseTruth(await read(join(truthFolder, file)), file)] as const),
  );
  return new Map(logs);
}

/** The telemetry in the text of a truth log; a last line cut short by a crash is passed over. @throws {InputError} */
export function parseTruth(text: string, file: string): readonly TruthEvent[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parseLine(line, { isLast: index === lines.length - 1, where: `${file}:${index + 1}` });
    if (value === undefined) return [];
    const { what, outcome, host, rule, cause } = checked(truthLineSchema, value, `${file}:${index + 1}`);
    // What was dropped never left the phone and never will.
    return what === 'telemetry' && outcome !== 'dropped' ? [{ causeMs: cause.atMs, rule: rule ?? 'unnamed', host }] : [];
  });
}

function parseLine(line: string, at: { readonly isLast: boolean; readonly where: string }): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (at.isLast) return undefined;
    throw new InputError(`${at.where} is not JSON: found ${line.slice(0, 80)}`, { cause: error });
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await read(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(`${where}: at $.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
}
