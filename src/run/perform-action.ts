import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActionRecord, Span } from '../flow/window.ts';
import type { Storage } from '../device/storage.ts';
import type { RecordingPhone } from '../ui/recording-phone.ts';
import { attempt } from './attempt.ts';
import { listenOut, type Barrier } from './barrier.ts';
import { Canaries } from './canaries.ts';
import type { OpenedJourney, Performance, PlannedJourney } from './planned-journey.ts';
import type { FlowSource } from './quiet.ts';
import { until } from './until.ts';

const LANDED_LIMIT_MS = 8_000;

/**
 * Between a settle time and what the runner does next, so that an event's own time says which of them it is of: twice what the phone's clock
 * is commonly unsure by once its offset was measured.
 */
const STAMPS_APART_MS = 60;

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
  /** A barrier between arranging and act: lets out what arranging brings. */
  readonly letOut: () => Promise<Barrier>;
}

/** One performance of an action. */
export interface Turn {
  readonly planned: PlannedAction;
  readonly opened: OpenedJourney;
  /** Which stretch between two barriers of the window it belongs to. */
  readonly segment: number;
  /** Name of its screenshot, without ending. */
  readonly picture: string;
  /** A barrier stands between its arranging and its act. */
  readonly isApart: boolean;
}

/** Arranges an action, performs it with fresh canaries and listens; whatever fails is part of the record. */
export async function performAction(turn: Turn, stage: Stage): Promise<ActionRecord> {
  const { planned, opened } = turn;
  const { phone, settleMs, ledger } = stage;
  const canaries = new Canaries();
  const record = neverReached(planned, turn.segment);
  let performance: Performance | undefined;
  const spans: { arrange?: Span; openedMs?: number; apart?: Span; act?: Span; settle?: Span } = {};
  let subjects = record.subjects;
  let landed = false;
  let failure: string | undefined;
  try {
    const arrangeStartMs = Date.now();
    performance = opened.perform(planned.name, (role) => canaries.value(role));
    await opened.app.open();
    spans.openedMs = Date.now();
    await performance.arrange?.();
    subjects = [...subjects, ...((await performance.subjects?.()) ?? [])];
    spans.arrange = { startMs: arrangeStartMs, endMs: await listenOut(ledger, settleMs) };
    if (turn.isApart) {
      spans.apart = await setApart(stage);
      spans.arrange = { startMs: arrangeStartMs, endMs: await listenOut(ledger, settleMs) };
    }

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
    await delay(Math.max(0, spans.settle.endMs + STAMPS_APART_MS - Date.now()));
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

/** Lets out what arranging brings, and comes back to the screen that it had led to, as a tap on the app's icon would. */
async function setApart({ phone, letOut }: Stage): Promise<Span> {
  const packageName = await phone.driver.getCurrentPackage();
  const { span } = await letOut();
  if ((await phone.driver.getCurrentPackage()) !== packageName) {
    await phone.act('come back to where it was left', () => phone.driver.execute('mobile: activateApp', { appId: packageName }));
  }
  return span;
}

async function takeScreenshot({ picture }: Turn, { phone, evidence }: Stage): Promise<readonly string[]> {
  const file = `${picture}.png`;
  const shot = await attempt(() => phone.driver.takeScreenshot());
  if (shot.failed !== undefined) return [];
  mkdirSync(evidence, { recursive: true });
  writeFileSync(join(evidence, file), Buffer.from(shot.value, 'base64'));
  return [file];
}
