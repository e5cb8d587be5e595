import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRecord, Span } from '../flow/window.ts';
import type { Storage } from '../device/storage.ts';
import type { RecordingPhone } from '../ui/recording-phone.ts';
import { attempt } from './attempt.ts';
import { listenOut } from './barrier.ts';
import { Canaries } from './canaries.ts';
import type { AppUnderTest, OpenedJourney, Performance, PlannedJourney } from './planned-journey.ts';
import type { FlowSource } from './quiet.ts';
import { until } from './until.ts';

const LANDED_LIMIT_MS = 8_000;

type PlannedAction = PlannedJourney['actions'][number];

/** What performing actions works with. */
export interface Stage {
  readonly phone: RecordingPhone;
  readonly storage: Storage;
  readonly ledger: FlowSource;
  /** The spec's evidence folder. */
  readonly evidence: string;
  readonly settleMs: number;
  /** Called right before each act and after each settle time. */
  readonly atEdge: () => Promise<void>;
}

/** One performance of an action. */
export interface Turn {
  readonly planned: PlannedAction;
  readonly opened: OpenedJourney;
  /** Which stretch between two barriers of the window it belongs to. */
  readonly segment: number;
  /** Name of its screenshot, without ending. */
  readonly picture: string;
}

/** Arranges an action, performs it with fresh canaries and listens; whatever fails is part of the record. */
export async function performAction(turn: Turn, stage: Stage): Promise<ActionRecord> {
  const { planned, opened } = turn;
  const { phone, settleMs, ledger } = stage;
  const canaries = new Canaries();
  const record = neverReached(planned, turn.segment);
  let performance: Performance | undefined;
  const spans: { arrange?: Span; act?: Span; settle?: Span } = {};
  let subjects = record.subjects;
  let landed = false;
  let failure: string | undefined;
  try {
    const arrangeStartMs = Date.now();
    performance = opened.perform(planned.name, (role) => canaries.value(role));
    await arrange(opened.app, performance);
    subjects = [...subjects, ...((await performance.subjects?.()) ?? [])];
    spans.arrange = { startMs: arrangeStartMs, endMs: await listenOut(ledger, settleMs) };

    await stage.atEdge();
    const actStartMs = Date.now();
    try {
      await performance.act();
      landed = await until(performance.landed, LANDED_LIMIT_MS);
    } finally {
      // Taps that failed half-way were made: what they caused is this action's, not the next one's.
      spans.act = { startMs: actStartMs, endMs: Date.now() };
    }
    if (!landed) failure = `the post-condition of "${planned.name}" was not seen on the screen within ${LANDED_LIMIT_MS} ms`;
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const screenshots = await takeScreenshot(turn, stage);
  if (spans.act !== undefined) {
    spans.settle = { startMs: spans.act.endMs, endMs: await listenOut(ledger, settleMs, spans.act.endMs) };
    await stage.atEdge();
  }
  return {
    ...record,
    ...spans,
    subjects,
    canaries: canaries.planted(),
    addressees: performance?.heardBy ?? [],
    landed,
    ...(failure === undefined ? {} : { failure }),
    steps: phone.takeSteps(),
    screenshots,
  };
}

/** The record of an action that the window did not come to. */
export function neverReached({ name, plan }: PlannedAction, segment: number): ActionRecord {
  return {
    name,
    kind: plan.kind,
    segment,
    claims: plan.claims ?? [],
    subjects: plan.subjects ?? [],
    allows: plan.allows ?? [],
    canaries: [],
    addressees: [],
    ...(plan.seenAt === undefined ? {} : { seenAt: plan.seenAt }),
    landed: false,
    steps: [],
    screenshots: [],
  };
}

async function arrange(app: AppUnderTest, performance: Performance): Promise<void> {
  await app.open();
  await performance.arrange?.();
}

async function takeScreenshot({ picture }: Turn, { phone, evidence }: Stage): Promise<readonly string[]> {
  const file = `${picture}.png`;
  const shot = await attempt(() => phone.driver.takeScreenshot());
  if (shot.failed !== undefined) return [];
  mkdirSync(evidence, { recursive: true });
  writeFileSync(join(evidence, file), Buffer.from(shot.value, 'base64'));
  return [file];
}
