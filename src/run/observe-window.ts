import { setTimeout as delay } from 'node:timers/promises';
import type { DeviceShell } from '../device/device-shell.ts';
import { measureClockOffset } from '../device/clock-offset.ts';
import { clockSteadiness, recheckPreconditions, type Recheck } from '../device/preflight/recheck.ts';
import { sendProbe } from '../device/probe.ts';
import { getSetting } from '../device/settings.ts';
import type { Storage } from '../device/storage.ts';
import type { SpecRun } from '../flow/spec-run.ts';
import type { ActionRecord, Precondition, ProbeRecord, Repetition, Span, WindowClock, WindowPurpose, WindowRecord } from '../flow/window.ts';
import { blindSpotsOf, type WatchedPhone } from '../record/blind-spots.ts';
import { windowClock } from '../silence/window-clock.ts';
import type { RecordingPhone } from '../ui/recording-phone.ts';
import { attempt } from './attempt.ts';
import { idleMs } from './idle.ts';
import { drain, listenOut, pullTriggers, usableTriggers, type Barrier, type BarrierTools } from './barrier.ts';
import { neverReached, performAction } from './perform-action.ts';
import type { PlannedJourney } from './planned-journey.ts';
import type { FlowSource } from './quiet.ts';
import { randomToken } from './random-token.ts';
import type { Segments } from './window-order.ts';
import { beginWitnesses, type Watching, type WindowWitnesses } from './window-witnesses.ts';

/** What opening a window works with: the phone's driver is not needed yet. */
export interface OpeningTools {
  readonly spec: SpecRun;
  readonly shell: DeviceShell;
  readonly ledger: FlowSource;
  readonly witnesses?: WindowWitnesses;
  /** Looks again at what can change under a run; `recheckPreconditions` unless told otherwise. */
  readonly recheck?: (when: string) => Promise<Recheck>;
}

/** What observing a window works with. */
export interface WindowTools extends OpeningTools {
  readonly phone: RecordingPhone;
  readonly storage: Storage;
  /** Called when the window's first action is about to come. */
  readonly onWindow?: (window: OpenedWindow) => void;
  /** Called before each action, for progress. */
  readonly onAction: (name: string, index: number) => void;
}

/** A window that was opened: what came from before it is being listened out. */
export interface OpenedWindow {
  readonly round: number;
  readonly startMs: number;
  readonly clock: WindowClock;
  readonly clockOffsetMs: number;
  readonly preconditions: readonly Precondition[];
  readonly found: Recheck;
  readonly opening: ProbeRecord;
  readonly barrierTools: BarrierTools;
  readonly watching: Watching;
  /** The opening barrier, once what was held back from before has come. Never rejects. */
  readonly barrier: Promise<Span>;
}

/**
 * Opens a window: proves the way to the recorder, has the witnesses begin, and makes SDKs send what they hold back from
 * before. Does not wait until that has come, so that a driver may be started meanwhile.
 */
export async function openWindow(tools: OpeningTools, round: number): Promise<OpenedWindow> {
  const { spec, shell, ledger } = tools;
  const startMs = Date.now();
  const { triggers, leftOut } = await usableTriggers(shell, spec.phone);
  const clock = clockOf(tools, triggers, leftOut);
  const clockOffset = await attempt(() => measureClockOffset(shell));
  const found = await recheck(tools, 'at the start of the window');
  const opening = await sendProbe(shell, spec.proxy.setting, randomToken());
  const watching = await beginWitnesses(tools.witnesses, round);
  await watching.read();
  const barrierTools: BarrierTools = { shell, ledger, triggers, undoFolder: spec.paths.undo };
  const { startMs: barrierStartMs, drained } = await pullTriggers(barrierTools);
  const listened = attempt(() => listenOut(ledger, clock.settleMs));
  return {
    round,
    startMs,
    clock,
    clockOffsetMs: clockOffset.failed === undefined ? clockOffset.value : 0,
    preconditions: [
      ...spec.silencing,
      ...found.preconditions,
      ...(clockOffset.failed === undefined ? [] : [{ name: 'clock', held: false, detail: `the phone's clock could not be read: ${clockOffset.failed}` }]),
      ...(drained.held ? [] : [drained]),
    ],
    found,
    opening,
    barrierTools,
    watching,
    barrier: listened.then((end) => ({ startMs: barrierStartMs, endMs: end.failed === undefined ? end.value : Date.now() })),
  };
}

/** What a window is to perform. */
export interface WindowPlan {
  readonly window: OpenedWindow;
  readonly segments: Segments;
  /** A barrier stands between arranging and act of each action. */
  readonly isApart?: boolean;
  /** Present when the window repeats every action. */
  readonly repetition?: Repetition;
}

/**
 * Performs stretches of a journey between two liveness probes and writes down what was done and when. Between two
 * stretches, and after the last, the window drains. Whatever fails on the phone is part of the record; only a broken
 * tool throws.
 */
export async function observeWindow(journey: PlannedJourney, tools: WindowTools, plan: WindowPlan): Promise<WindowRecord> {
  const { window, repetition } = plan;
  const { spec, shell } = tools;
  const { clock, watching } = window;
  tools.onWindow?.(window);
  const preconditions: Precondition[] = [...window.preconditions];
  const barriers: Span[] = [await window.barrier];
  const actions = await performSegments(journey, tools, { ...plan, preconditions, barriers });
  const closing = await sendProbe(shell, spec.proxy.setting, randomToken());
  const found = await recheck(tools, 'at the end of the window');
  preconditions.push(...found.preconditions, clockSteadiness(window.found, found));
  await watching.read();
  const witnessed = await watching.stop();
  const id = `${spec.phone.id}/${spec.spec}`;
  return {
    id: window.round === 1 ? id : `${id}#${window.round}`,
    round: window.round,
    purpose: purposeOf(plan),
    ...(repetition === undefined ? {} : { repetition }),
    device: spec.phone.id,
    spec: spec.spec,
    journey: journey.title,
    package: journey.packageName,
    startMs: window.startMs,
    endMs: Date.now(),
    settleMs: clock.settleMs,
    drainMs: clock.drainMs,
    clock,
    barriers,
    clockOffsetMs: window.clockOffsetMs,
    opening: window.opening,
    closing,
    preconditions,
    blindSpots: blindSpotsOf(watchedPhone(spec, witnessed)),
    ...witnessed,
    actions,
  };
}

function purposeOf({ window, isApart, repetition }: WindowPlan): WindowPurpose {
  if (repetition !== undefined) return 'repeat';
  if (isApart === true) return 'apart';
  return window.round === 1 ? 'journey' : 'separate';
}

/** What is known of the ways this window was watched. */
function watchedPhone({ proxy }: SpecRun, { counters, oracle, sockets }: Pick<WindowRecord, 'counters' | 'oracle' | 'sockets'>): WatchedPhone {
  return {
    proxy: { kind: 'http_proxy', caInstalled: proxy.caInstalled, caDetail: proxy.caDetail },
    ...(counters?.model === undefined ? {} : { counters: counters.model }),
    oracle: oracle !== undefined && Object.values(oracle.packages).includes('on'),
    socketTables: sockets?.readable === true,
  };
}

function recheck({ spec, shell, ...tools }: OpeningTools, when: string): Promise<Recheck> {
  return tools.recheck?.(when) ?? recheckPreconditions(shell, { proxySetting: spec.proxy.setting, when });
}

interface Performing extends WindowPlan {
  readonly preconditions: Precondition[];
  readonly barriers: Span[];
}

async function performSegments(journey: PlannedJourney, tools: WindowTools, performing: Performing): Promise<readonly ActionRecord[]> {
  const { window, segments, preconditions, barriers, repetition } = performing;
  const { clock, watching, barrierTools, round } = window;
  const drainHere = async (): Promise<Barrier> => {
    const barrier = await drain(barrierTools, clock.drainMs);
    if (!barrier.drained.held) preconditions.push(barrier.drained);
    return barrier;
  };
  const letOut = async (): Promise<Barrier> => {
    const barrier = await drainHere();
    barriers.push(barrier.span);
    return barrier;
  };
  const stage = { ...tools, evidence: tools.spec.paths.evidence, settleMs: clock.settleMs, atEdge: () => watching.read(), letOut };
  const opened = journey.onPhone({ phone: tools.phone, storage: tools.storage, lieIdle: () => delay(idleMs(clock)) });
  const records = new Map<string, ActionRecord>();
  let index = 0;
  for (const [segment, actions] of segments.entries()) {
    for (const planned of actions) {
      tools.onAction(planned.name, index);
      const isApart = performing.isApart === true && planned.plan.kind === 'action';
      records.set(planned.name, await performAction({ planned, opened, segment, picture: pictureName(planned.name, index, round), isApart }, stage));
      index += 1;
      // A setting that was gone in between and came back would leave both ends of the window in order.
      const stillSet = await proxyStillSet(tools, `after "${planned.name}"`);
      if (!stillSet.held) preconditions.push(stillSet);
    }
    const { span } = await drainHere();
    const sinceMs = actions.map(({ name }) => records.get(name)?.act?.startMs).find((startMs) => startMs !== undefined);
    barriers.push(repetition === undefined || sinceMs === undefined ? span : await atLeastUntil(sinceMs + repetition.blockMs, span));
    await watching.read();
  }
  // In the journey's own order, as whoever reads the record knows it.
  return journey.actions.flatMap((planned) => {
    const segment = segments.findIndex((actions) => actions.includes(planned));
    return segment < 0 ? [] : [records.get(planned.name) ?? neverReached(planned, segment)];
  });
}

/** A barrier that goes on listening until a time: blocks that are compared are listened to for equally long. */
async function atLeastUntil(endMs: number, barrier: Span): Promise<Span> {
  await delay(Math.max(0, endMs - Date.now()));
  return { ...barrier, endMs: Math.max(endMs, barrier.endMs) };
}

/** `03-opens-a-folder`, of a later round `round-2-03-opens-a-folder`. */
function pictureName(action: string, index: number, round: number): string {
  const name = `${String(index + 1).padStart(2, '0')}-${action.replace(/[^a-z0-9]+/gi, '-')}`;
  return round === 1 ? name : `round-${round}-${name}`;
}

function clockOf({ spec, ledger }: OpeningTools, triggers: WindowClock['triggers'], leftOut: readonly string[]): WindowClock {
  const seenHosts = [...new Set(ledger.flows().map(({ host }) => host))];
  const clock = windowClock({ timeScale: spec.timeScale, triggers, seenHosts });
  return { ...clock, because: [...leftOut, ...clock.because] };
}

async function proxyStillSet({ spec, shell }: OpeningTools, when: string): Promise<Precondition> {
  const name = `proxy setting ${when}`;
  const expected = spec.proxy.setting;
  const found = await attempt(() => getSetting(shell, 'global', 'http_proxy'));
  if (found.failed !== undefined) return { name, held: false, detail: `the phone's http_proxy setting could not be read ${when}: ${found.failed}` };
  return {
    name,
    held: found.value === expected,
    detail: `the phone's http_proxy setting was ${found.value ?? 'not set'} ${when}, expected ${expected}`,
  };
}
