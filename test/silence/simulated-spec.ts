import type { Flow } from '../../src/flow/flow.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import type { ActionRecord, Span, WindowRecord } from '../../src/flow/window.ts';
import { judgeSpec, nextRound } from '../../src/silence/judge-spec.ts';
import type { Round, SpecRecord } from '../../src/silence/judge-spec.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { Bodies, CONTROL_HOST, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction } from './factories.ts';

const REGISTER = loadRegister();
const SETTLE_MS = 5_000;
const ARRANGE_MS = 2_000;
const TRIGGERS_MS = 3_000;
export const DRAIN_MS = 20_000;

/** An event that an action made an SDK note. */
interface Noted {
  readonly action: string;
  readonly atMs: number;
  /** When each window of the spec began, this one's last. */
  readonly startsMs: readonly number[];
  /** When the barriers of this window began, at each of which the app goes to the background. */
  readonly barriersMs: readonly number[];
}

/** A phone whose SDK tells of some actions in bodies nobody can read and without a time. */
export interface SimulatedSpec {
  readonly actions: readonly string[];
  readonly culprits: readonly string[];
  /** Actions whose arranging makes the SDK note an event as well. */
  readonly arrangers?: readonly string[];
  /** What is tapped to arrange an action; by default nothing, or taps of its own where there are `arrangers`. */
  readonly tapsOf?: (action: string) => string;
  /** Host the SDK speaks to; nobody knows how long it holds back what it sends, unless told. */
  readonly host?: string;
  /** Whether an action lands where a barrier stands between its arranging and its act; by default it does. */
  readonly landsApart?: boolean;
  /** When the SDK sends what it noted; undefined for never in this spec. */
  readonly sendsAt: (noted: Noted) => number | undefined;
  /** Windows it may take beyond its first; by default what the judge allows. */
  readonly windowBudget?: number;
  /** What comes besides, of each window. */
  readonly besides?: (window: WindowRecord) => readonly (Parameters<typeof aFlow>[0] & { readonly opaque?: Buffer })[];
  readonly bodyOf?: (action: string) => Buffer;
}

export interface Simulated {
  readonly verdicts: readonly Verdict[];
  readonly windows: readonly WindowRecord[];
  readonly flows: readonly Flow[];
}

/** Bytes that look like nothing. */
export function opaqueBytes(length: number, seed = 13): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 167 + (index * index * 31) + seed) % 256));
}

/** Performs a spec on a simulated phone, with every further window the judge asks for. */
export function simulate(spec: SimulatedSpec): Simulated {
  const bodies = new Bodies();
  const windows: WindowRecord[] = [];
  const flows: Flow[] = [];
  const record = (): SpecRecord => ({
    windows,
    recordedOf: (window) => ({ flows: flows.filter(({ startMs }) => startMs <= window.endMs) }),
    readBody: bodies.read,
    register: REGISTER,
    phone: aPhone(),
    requiredWitnesses: ['wire'],
  });
  let next: Round | undefined = { blocks: [spec.actions], isApart: false };
  while (next !== undefined && windows.length < 20) {
    const round = windows.length + 1;
    const window = performed(next, { round, startMs: (windows.at(-1)?.endMs ?? T0 - 10_000) + 10_000, landsApart: spec.landsApart ?? true, tapsOf: spec.tapsOf ?? ((name) => (spec.arrangers === undefined ? undefined : `prepares ${name}`)) });
    windows.push(window);
    flows.push(...instruments(window), ...(spec.besides?.(window) ?? []).map(({ opaque = opaqueBytes(96), ...over }) => aFlow({ url: 'https://x.unseen.example/u', method: 'POST', body: bodies.put(opaque), ...over })));
    const startsMs = windows.map(({ startMs }) => startMs);
    const barriersMs = window.barriers.map((barrier) => barrier.startMs);
    const noted = window.actions.flatMap(({ name, arrange, act, landed }) => [
      ...(arrange !== undefined && spec.arrangers?.includes(name) === true ? [{ action: name, atMs: arrange.startMs + 400 }] : []),
      ...(act !== undefined && landed && spec.culprits.includes(name) ? [{ action: name, atMs: act.startMs + 400 }] : []),
    ]);
    for (const { action, atMs } of noted) {
      const startMs = spec.sendsAt({ action, atMs, startsMs, barriersMs });
      if (startMs === undefined) continue;
      const body = bodies.put(spec.bodyOf?.(action) ?? opaqueBytes(96, action.length));
      flows.push(aFlow({ url: `https://${spec.host ?? 'x.unseen.example'}/u`, method: 'POST', body, startMs }));
    }
    next = nextRound(record(), spec.windowBudget);
  }
  return { verdicts: judgeSpec(record()).verdicts, windows, flows };
}

function instruments(window: WindowRecord): readonly Flow[] {
  const control = window.actions.find(({ kind }) => kind === 'control');
  return [
    aFlow({ url: 'http://probe.earshot.invalid/open', probe: window.opening?.token ?? '', startMs: window.startMs + 100 }),
    aFlow({ url: 'http://probe.earshot.invalid/close', probe: window.closing?.token ?? '', startMs: window.endMs - 500 }),
    aFlow({ url: `https://${CONTROL_HOST}/all`, startMs: (control?.act?.startMs ?? window.endMs) + 500 }),
  ];
}

interface Performing {
  readonly round: number;
  readonly startMs: number;
  readonly landsApart: boolean;
  readonly tapsOf: (action: string) => string | undefined;
}

/** The record of a window as the runner makes it: in the first one stretch, later the sham and the control apart. */
function performed({ blocks, isApart }: Round, { round, startMs, landsApart, tapsOf }: Performing): WindowRecord {
  let nowMs = startMs;
  const barriers: Span[] = [];
  const actions: ActionRecord[] = [];
  const drain = (): void => {
    barriers.push({ startMs: nowMs, endMs: nowMs + TRIGGERS_MS + DRAIN_MS });
    nowMs += TRIGGERS_MS + DRAIN_MS + 100;
  };
  drain();
  const named = blocks.map((segment) => segment.map((name) => ({ make: anAction, over: { name, canaries: [] } })));
  const [sham, control] = [{ make: aSham, over: {} }, { make: aControl, over: {} }];
  const stretches = round === 1 ? [[sham, ...named.flat(), control]] : [[sham], ...named, [control]];
  for (const [segment, stretch] of stretches.entries()) {
    for (const { make, over } of stretch) {
      const arrangeMs = nowMs;
      nowMs += ARRANGE_MS;
      const isSetApart = isApart && make === anAction;
      if (isSetApart) drain();
      const apart = isSetApart ? { apart: barriers.at(-1)!, ...(landsApart ? {} : { landed: false, failure: 'it did not come back' }) } : {};
      const title = 'name' in over ? tapsOf(over.name) : undefined;
      const steps = title === undefined ? [] : [{ title, startMs: arrangeMs + 200, endMs: arrangeMs + 300 }];
      const atMs = nowMs;
      const spans = { arrange: { startMs: arrangeMs, endMs: atMs }, openedMs: arrangeMs + 100, act: { startMs: atMs, endMs: atMs + 1_000 }, settle: { startMs: atMs + 1_000, endMs: atMs + 1_000 + SETTLE_MS } };
      actions.push(make({ ...over, ...apart, ...spans, steps, segment }));
      nowMs = spans.settle.endMs + 100;
    }
    drain();
  }
  const base = aWindow();
  const probe = (token: string, atMs: number) => ({ token, answered: true, startMs: atMs, endMs: atMs + 50 });
  return {
    ...base,
    id: round === 1 ? base.id : `${base.id}#${round}`,
    round,
    purpose: isApart ? 'apart' : round === 1 ? 'journey' : 'separate',
    startMs,
    endMs: nowMs + 2_000,
    settleMs: SETTLE_MS,
    drainMs: DRAIN_MS,
    barriers,
    opening: probe(`open${round}`, startMs + 100),
    closing: probe(`close${round}`, nowMs + 1_500),
    actions,
  };
}
