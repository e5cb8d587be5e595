import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TruthEvent } from '../../emulator/score/score.ts';

/** One event that a phone reported, as it wrote down itself. */
export interface Telemetry extends TruthEvent {
  /** Package whose process sent it. */
  readonly sender: string;
  /** `proxy`, `direct`, `tcp`, `udp`, … */
  readonly transport: string;
  /** What it said, as JSON. */
  readonly said: string;
}

const lineSchema = z.looseObject({ what: z.string(), outcome: z.string().optional() });
const telemetrySchema = z.object({
  host: z.string(), rule: z.string().optional(), sender: z.string(), transport: z.string(), fields: z.unknown(), cause: z.object({ atMs: z.number() }),
});

/** What each phone of a run reported, by device id. What was dropped never left the phone and never will. */
export function readTelemetry(runFolder: string): ReadonlyMap<string, readonly Telemetry[]> {
  const truth = join(runFolder, 'truth');
  const files = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(join(truth, 'phones.json'), 'utf8')));
  return new Map(Object.entries(files).map(([device, file]) => [device, parseTelemetry(readFileSync(join(truth, file), 'utf8'))]));
}

/** The telemetry in the text of a truth log. @throws SyntaxError, ZodError for a line that is none. */
export function parseTelemetry(text: string): readonly Telemetry[] {
  return text.split('\n').filter((line) => line.trim() !== '').flatMap((line): readonly Telemetry[] => {
    const document: unknown = JSON.parse(line);
    const { what, outcome } = lineSchema.parse(document);
    if (what !== 'telemetry' || outcome === 'dropped') return [];
    const { host, rule, sender, transport, fields, cause } = telemetrySchema.parse(document);
    return [{ causeMs: cause.atMs, rule: rule ?? 'unnamed', host, sender, transport, said: JSON.stringify(fields ?? null) }];
  });
}

/** Whether an event says a value: as it is, in capitals, hashed or as base64, as the templates of a profile can make of it. */
export function says({ said }: Pick<Telemetry, 'said'>, value: string): boolean {
  const upper = value.toUpperCase();
  const hashed = ['md5', 'sha1', 'sha256'].flatMap((name) => [value, upper].map((text) => createHash(name).update(text).digest('hex')));
  const forms = [value, ...hashed].flatMap((text) => [text, text.toUpperCase()]);
  const encoded = forms.map((text) => Buffer.from(text).toString('base64'));
  return [...forms, ...encoded].some((form) => said.includes(JSON.stringify(form).slice(1, -1)));
}
