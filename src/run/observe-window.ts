import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRecord, Precondition, Span, WindowRecord } from '../flow/window.ts';
import type { SpecRun } from '../flow/spec-run.ts';
import { measureClockOffset } from '../device/preflight.ts';
import { sendProbe } from '../device/probe.ts';
import { getSetting } from '../device/settings.ts';
import { windowClock } from '../silence/window-clock.ts';
import type { RecordingPhone } from '../ui/recording-phone.ts';
import { Canaries } from './canaries.ts';
import type { Storage } from '../device/storage.ts';
import type { AppUnderTest, OpenedJourney, Performance, PlannedJourney } from './planned-journey.ts';
import { waitForQuiet, type FlowSource } from './quiet.ts';
import { randomToken } from './random-token.ts';
import { until } from './until.ts';

const KEYCODE_HOME = 3;
const KEYCODE_SLEEP = 223;
const KEYCODE_WAKEUP = 224;
const LANDED_LIMIT_MS = 8_000;
/** A window never waits longer than this many quiet times for a phone that keeps talking. */
const QUIET_LIMIT_FACTOR = 4;

/** What observing a window works with. */
export interface WindowTools {
  readonly spec: SpecRun;
  readonly phone: RecordingPhone;
  readonly storage: Storage;
  readonly ledger: FlowSource;
  /** Called before each action, for progress. */
  readonly onAction: (name: string, index: number) => void;
}

type PlannedAction = PlannedJourney['actions'][number];

/**
 * Performs a journey between two liveness probes and writes down what was done and when. Whatever fails on the phone
 * is part of the record; only a broken tool throws.
 */
export async function observeWindow(journey: PlannedJourney, tools: WindowTools): Promise<WindowRecord> {
  const { spec, phone } = tools;
  const clock = windowClock(spec.timeScale);
  const startMs = Date.now();
  const clockOffset = await attempt(() => measureClockOffset(phone.shell));
  const preconditions: Precondition[] = [
    ...spec.silencing,
    clockOffset.failed === undefined
      ? { name: 'clock', held: true, detail: `the phone's clock is ${Math.round(clockOffset.value)} ms from the host's` }
      : { name: 'clock', held: false, detail: `the phone's clock could not be read: ${clockOffset.failed}` },
    await proxyStillSet(tools, 'at the start of the window'),
  ];
  const opening = await sendProbe(phone.shell, spec.proxy.setting, randomToken());

  const actions = await performActions(journey, tools, { settleMs: clock.settleMs, preconditions });
  const drained = await drain(tools, clock.drainMs);
  if (!drained.held) preconditions.push(drained);

  const closing = await sendProbe(phone.shell, spec.proxy.setting, randomToken());
  preconditions.push(await proxyStillSet(tools, 'at the end of the window'));
  return {
    id: `${spec.phone.id}/${spec.spec}`,
    round: 1,
    device: spec.phone.id,
    spec: spec.spec,
    journey: journey.title,
    package: journey.packageName,
    startMs,
    endMs: Date.now(),
    settleMs: clock.settleMs,
    drainMs: clock.drainMs,
    barriers: [],
    clockOffsetMs: clockOffset.failed === undefined ? clockOffset.value : 0,
    opening,
    closing,
    preconditions,
    blindSpots: blindSpots(spec.proxy),
    actions,
  };
}

/** What a proxy on the `http_proxy` setting cannot see, and what this phone adds to it. */
export function blindSpots(proxy: Pick<SpecRun['proxy'], 'caInstalled' | 'caDetail'>): readonly string[] {
  return [
    'traffic that ignores the http_proxy setting (raw TCP, UDP, DNS, QUIC)',
    ...(proxy.caInstalled ? [] : [`what TLS carries: ${proxy.caDetail}`]),
  ];
}

/** What performing the actions adds to, and how long each is listened after. */
interface Performing {
  readonly settleMs: number;
  readonly preconditions: Precondition[];
}

async function performActions(journey: PlannedJourney, tools: WindowTools, performing: Performing): Promise<readonly ActionRecord[]> {
  const { settleMs, preconditions } = performing;
  const opened = journey.onPhone(tools);
  const records = new Map<string, ActionRecord>();
  for (const [index, planned] of inOrder(journey.actions).entries()) {
    tools.onAction(planned.name, index);
    records.set(planned.name, await performAction({ planned, opened, index, settleMs }, tools));
    // A setting that was gone in between and came back would leave both ends of the window in order.
    const stillSet = await proxyStillSet(tools, `after "${planned.name}"`);
    if (!stillSet.held) preconditions.push(stillSet);
  }
  return journey.actions.map(({ name, plan }) => records.get(name) ?? neverReached(name, plan));
}

/** Shams first, so that what touching the screen causes is known; the control last, so that it vouches for all before it. */
function inOrder(actions: readonly PlannedAction[]): readonly PlannedAction[] {
  const ofKind = (kind: PlannedAction['plan']['kind']): readonly PlannedAction[] => actions.filter(({ plan }) => plan.kind === kind);
  return [...ofKind('sham'), ...ofKind('action'), ...ofKind('control')];
}

interface Turn {
  readonly planned: PlannedAction;
  readonly opened: OpenedJourney;
  readonly index: number;
  readonly settleMs: number;
}

async function performAction(turn: Turn, tools: WindowTools): Promise<ActionRecord> {
  const { planned, opened, settleMs } = turn;
  const { phone } = tools;
  const canaries = new Canaries();
  const record = neverReached(planned.name, planned.plan);
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
    spans.arrange = { startMs: arrangeStartMs, endMs: await quietSince(tools, Date.now(), settleMs) };

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
  const screenshots = await takeScreenshot(turn, tools);
  if (spans.act !== undefined) {
    spans.settle = { startMs: spans.act.endMs, endMs: await quietSince(tools, spans.act.endMs, settleMs) };
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

async function arrange(app: AppUnderTest, performance: Performance): Promise<void> {
  await app.open();
  await performance.arrange?.();
}

function neverReached(name: string, plan: PlannedAction['plan']): ActionRecord {
  return {
    name,
    kind: plan.kind,
    segment: 0,
    claims: plan.claims ?? [],
    subjects: plan.subjects ?? [],
    canaries: [],
    addressees: [],
    ...(plan.seenAt === undefined ? {} : { seenAt: plan.seenAt }),
    landed: false,
    steps: [],
    screenshots: [],
  };
}

function quietSince(tools: WindowTools, sinceMs: number, quietMs: number): Promise<number> {
  return waitForQuiet(tools.ledger, { sinceMs, quietMs, limitMs: quietMs * QUIET_LIMIT_FACTOR });
}

/** Does what makes SDKs send all they have kept (app to the background, screen off and on again), and listens for it. */
async function drain(tools: WindowTools, drainMs: number): Promise<Precondition> {
  const failures: string[] = [];
  for (const code of [KEYCODE_HOME, KEYCODE_SLEEP, KEYCODE_WAKEUP]) {
    const pressed = await attempt(() => tools.phone.shell.run(`input keyevent ${code}`));
    if (pressed.failed !== undefined) failures.push(pressed.failed);
  }
  // For the next window only: a phone without a lock screen may know no such command.
  await attempt(() => tools.phone.shell.run('wm dismiss-keyguard'));
  await quietSince(tools, Date.now(), drainMs);
  const [first] = failures;
  return {
    name: 'drain',
    held: first === undefined,
    detail: first === undefined ? 'the app was sent to the background, the screen turned off and on' : `SDKs may still hold events back: ${first}`,
  };
}

async function takeScreenshot(turn: Turn, tools: WindowTools): Promise<readonly string[]> {
  const file = `${String(turn.index + 1).padStart(2, '0')}-${turn.planned.name.replace(/[^a-z0-9]+/gi, '-')}.png`;
  const shot = await attempt(() => tools.phone.driver.takeScreenshot());
  if (shot.failed !== undefined) return [];
  mkdirSync(tools.spec.paths.evidence, { recursive: true });
  writeFileSync(join(tools.spec.paths.evidence, file), Buffer.from(shot.value, 'base64'));
  return [file];
}

async function proxyStillSet(tools: WindowTools, when: string): Promise<Precondition> {
  const name = `proxy setting ${when}`;
  const expected = tools.spec.proxy.setting;
  const found = await attempt(() => getSetting(tools.phone.shell, 'global', 'http_proxy'));
  if (found.failed !== undefined) return { name, held: false, detail: `the phone's http_proxy setting could not be read ${when}: ${found.failed}` };
  return {
    name,
    held: found.value === expected,
    detail: `the phone's http_proxy setting was ${found.value ?? 'not set'} ${when}, expected ${expected}`,
  };
}

type Attempt<T> = { readonly failed: undefined; readonly value: T } | { readonly failed: string };

/** What fails on the phone is a fact about the window, not an error of ours. */
async function attempt<T>(what: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { failed: undefined, value: await what() };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
