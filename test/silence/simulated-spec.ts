import type { Flow } from '../../src/flow/flow.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import type { ActionRecord, Span, WindowRecord } from '../../src/flow/window.ts';
import { defaultBudget } from '../../src/silence/bisect.ts';
import { judgeSpec, nextRound } from '../../src/silence/judge-spec.ts';
import type { SpecRecord } from '../../src/silence/judge-spec.ts';
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
  /** When the SDK sends what it noted; undefined for never in this spec. */
  readonly sendsAt: (noted: Noted) => number | undefined;
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
  const budget = defaultBudget(spec.actions.length);
  const record = (): SpecRecord => ({
    windows,
    recordedOf: (window) => ({ flows: flows.filter(({ startMs }) => startMs <= window.endMs) }),
    readBody: bodies.read,
    register: REGISTER,
    phone: aPhone(),
    requiredWitnesses: ['wire'],
  });
  let segments: readonly (readonly string[])[] | undefined = [spec.actions];
  while (segments !== undefined && windows.length < 20) {
    const round = windows.length + 1;
    const window = performed(segments, round, (windows.at(-1)?.endMs ?? T0 - 10_000) + 10_000);
    windows.push(window);
    flows.push(...instruments(window), ...(spec.besides?.(window) ?? []).map(({ opaque = opaqueBytes(96), ...over }) => aFlow({ url: 'https://x.unseen.example/u', method: 'POST', body: bodies.put(opaque), ...over })));
    const startsMs = windows.map(({ startMs }) => startMs);
    for (const { name, act } of window.actions) {
      if (act === undefined || !spec.culprits.includes(name)) continue;
      const startMs = spec.sendsAt({ action: name, atMs: act.startMs + 400, startsMs, barriersMs: window.barriers.map((barrier) => barrier.startMs) });
      if (startMs === undefined) continue;
      const body = bodies.put(spec.bodyOf?.(name) ?? opaqueBytes(96, name.length));
      flows.push(aFlow({ url: 'https://x.unseen.example/u', method: 'POST', body, startMs }));
    }
    segments = nextRound(record(), budget);
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

/** The record of a window as the runner makes it: in the first one stretch, later the sham and the control apart. */
function performed(segments: readonly (readonly string[])[], round: number, startMs: number): WindowRecord {
  let nowMs = startMs;
  const barriers: Span[] = [];
  const actions: ActionRecord[] = [];
  const drain = (): void => {
    barriers.push({ startMs: nowMs, endMs: nowMs + TRIGGERS_MS + DRAIN_MS });
    nowMs += TRIGGERS_MS + DRAIN_MS + 100;
  };
  drain();
  const named = segments.map((segment) => segment.map((name) => ({ make: anAction, over: { name, canaries: [] } })));
  const [sham, control] = [{ make: aSham, over: {} }, { make: aControl, over: {} }];
  const stretches = round === 1 ? [[sham, ...named.flat(), control]] : [[sham], ...named, [control]];
  for (const [segment, stretch] of stretches.entries()) {
    for (const { make, over } of stretch) {
      const atMs = nowMs + ARRANGE_MS;
      const spans = { arrange: { startMs: nowMs, endMs: atMs }, act: { startMs: atMs, endMs: atMs + 1_000 }, settle: { startMs: atMs + 1_000, endMs: atMs + 1_000 + SETTLE_MS } };
      actions.push(make({ ...over, ...spans, segment }));
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
    purpose: round === 1 ? 'journey' : 'separate',
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
