import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EarshotError } from '../flow/errors.ts';
import type { WindowRecord } from '../flow/window.ts';

const span = { startMs: z.number(), endMs: z.number() };

const action = z.looseObject({
  name: z.string(),
  kind: z.enum(['action', 'sham', 'control']),
  segment: z.number(),
  claims: z.array(z.string()),
  canaries: z.array(z.object({ role: z.string(), value: z.string() })),
  addressees: z.array(z.object({ role: z.string(), host: z.string() })),
  subjects: z.array(z.string()),
  allows: z.array(z.string()).exactOptional(),
  seenAt: z.string().exactOptional(),
  arrange: z.object(span).exactOptional(),
  openedMs: z.number().exactOptional(),
  apart: z.object(span).exactOptional(),
  act: z.object(span).exactOptional(),
  settle: z.object(span).exactOptional(),
  landed: z.boolean(),
  failure: z.string().exactOptional(),
  steps: z.array(z.object({ ...span, title: z.string(), error: z.string().exactOptional(), clears: z.string().exactOptional() })),
  screenshots: z.array(z.string()),
});

const probe = z.object({ ...span, token: z.string(), answered: z.boolean(), error: z.string().exactOptional() });

const traffic = z.object({ receivedBytes: z.number(), receivedPackets: z.number(), sentBytes: z.number(), sentPackets: z.number() });
const byUid = z.record(z.string(), traffic);

const counters = z.looseObject({
  model: z.looseObject({ loopback: z.string(), tolerance: z.object({ bytes: z.number(), share: z.number() }) }).exactOptional(),
  readings: z.array(z.union([z.looseObject({ ...span, failed: z.string() }), z.looseObject({ ...span, source: z.string(), beyondLoopback: byUid.exactOptional(), all: byUid.exactOptional() })])),
});

const window = z.looseObject({
  ...span,
  id: z.string(),
  round: z.number(),
  purpose: z.enum(['journey', 'separate', 'apart', 'repeat']).exactOptional(),
  repetition: z.object({ number: z.number(), of: z.number(), seed: z.string(), blockMs: z.number() }).exactOptional(),
  device: z.string(),
  spec: z.string(),
  journey: z.string(),
  package: z.string(),
  settleMs: z.number(),
  drainMs: z.number(),
  barriers: z.array(z.object(span)),
  clockOffsetMs: z.number(),
  opening: probe.exactOptional(),
  closing: probe.exactOptional(),
  preconditions: z.array(z.object({ name: z.string(), held: z.boolean(), detail: z.string() })),
  ledgerByteCount: z.number().exactOptional(),
  blindSpots: z.array(z.string()),
  counters: counters.exactOptional(),
  oracle: z.looseObject({ file: z.string(), whole: z.boolean() }).exactOptional(),
  sockets: z.looseObject({ file: z.string(), readable: z.boolean() }).exactOptional(),
  actions: z.array(action),
});

// Checked is what judging would stumble over; the rest is as the runner wrote it.
const windowSchema = window as unknown as z.ZodType<WindowRecord>;

/** File of a spec's nth window in its evidence folder: `window.json`, `window-2.json`, … */
export function windowFile(round: number): string {
  return round === 1 ? 'window.json' : `window-${round}.json`;
}

/** File of the flows of a spec's nth window: `flows.har`, `flows-2.har`, … */
export function harFile(round: number): string {
  return round === 1 ? 'flows.har' : `flows-${round}.har`;
}

/** The windows a spec left in its evidence folder, in order of their rounds. @throws {EarshotError} BAD_INPUT for a damaged one. */
export function readWindows(evidenceFolder: string): readonly WindowRecord[] {
  if (!existsSync(evidenceFolder)) return [];
  const names = readdirSync(evidenceFolder).filter((name) => /^window(-\d+)?\.json$/.test(name));
  return names.map((name) => readWindow(join(evidenceFolder, name))).sort((one, other) => one.round - other.round);
}

function readWindow(file: string): WindowRecord {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Reading the record of a window: ${file} is not JSON: ${String(cause)}`, { cause });
  }
  const parsed = windowSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new EarshotError('BAD_INPUT', `Reading the record of a window: ${file} is not what a run writes:\n${z.prettifyError(parsed.error)}`, {
    hint: 'manifest.json in the folder of the run says whether the file was changed after the run.',
  });
}
