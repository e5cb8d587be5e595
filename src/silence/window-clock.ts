import { isWithinHost } from '../flow/host.ts';
import type { FlushTrigger, WindowClock } from '../flow/window.ts';
import { SDK_CLOCKS, UNKNOWN_SDK, type SdkClock } from './sdk-clocks.ts';

/** What a window's clock is computed from. */
export interface ClockFacts {
  /** Below 1 only on emulated phones; shortens the delays of SDKs, nothing else. */
  readonly timeScale: number;
  /** What is done at this window's barriers. */
  readonly triggers: readonly FlushTrigger[];
  /** Hosts this phone has spoken to in the run so far. */
  readonly seenHosts?: readonly string[];
  /** What the packages of the UID group said of OneTrack at their start (`OracleRecord.packages`). */
  readonly oneTrack?: Readonly<Record<string, 'on' | 'off' | 'no SDK'>>;
}

/** Up to this interval events are waited for after each action; longer ones are made to come at the barriers. */
const SETTLE_INTERVAL_MS = 15_000;

/** Time for a request to leave the app and reach the sidecar: not the SDK's, so `timeScale` leaves it alone. */
const TRAVEL_MS = 500;

/**
 * How long to listen after each action and at each barrier. An SDK that answers a trigger in use need not be waited
 * for; one that answers none makes the barrier as long as its longest interval. What is not known to be absent is
 * taken to be there.
 */
export function windowClock(facts: ClockFacts): WindowClock {
  const { timeScale, triggers } = facts;
  const told = [...SDK_CLOCKS, UNKNOWN_SDK].map((clock) => ({ clock, presence: presenceOf(clock, facts), spared: clock.answers.find((trigger) => triggers.includes(trigger)) }));
  const there = told.filter(({ presence }) => presence.isThere);
  const settleMs = longest(there.flatMap(({ clock }) => clock.intervalsMs).filter((ms) => ms <= SETTLE_INTERVAL_MS));
  const drainMs = Math.max(settleMs, longest(there.filter(({ spared }) => spared === undefined).flatMap(({ clock }) => clock.intervalsMs)));
  const slower = there.map(({ clock: { hosts, intervalsMs } }) => ({ hosts, heldMs: longest(intervalsMs) })).filter(({ hosts, heldMs }) => hosts.length > 0 && heldMs > drainMs);
  return {
    settleMs: Math.ceil(settleMs * timeScale) + TRAVEL_MS,
    drainMs: Math.ceil(drainMs * timeScale) + TRAVEL_MS,
    triggers,
    heldBack: slower.map(({ hosts, heldMs }) => ({ hosts, heldMs: Math.ceil(heldMs * timeScale) + TRAVEL_MS })),
    because: [
      ...told.map(({ clock, presence, spared }) => explain(clock, presence, spared)),
      `${seconds(settleMs)} after each action, ${seconds(drainMs)} at each barrier, times ${timeScale}, plus ${TRAVEL_MS} ms to travel`,
    ],
  };
}

interface Presence {
  readonly isThere: boolean;
  readonly why: string;
}

function presenceOf(clock: SdkClock, { seenHosts = [], oneTrack }: ClockFacts): Presence {
  const seen = seenHosts.find((host) => clock.hosts.some((known) => isWithinHost(host, known)));
  if (seen !== undefined) return { isThere: true, why: `${seen} was spoken to` };
  if (clock.sdk !== 'OneTrack' || oneTrack === undefined) return { isThere: true, why: 'not known to be absent' };
  const states = Object.entries(oneTrack);
  const started = states.find(([, state]) => state !== 'no SDK');
  if (started !== undefined) return { isThere: true, why: `${started[0]} said at its start that it has it` };
  return states.length === 0 ? { isThere: true, why: 'not known to be absent' } : { isThere: false, why: `none of ${states.map(([name]) => name).join(', ')} said at its start that it has it` };
}

function explain({ sdk, intervalsMs, source }: SdkClock, { isThere, why }: Presence, spared: FlushTrigger | undefined): string {
  const name = sdk.charAt(0).toUpperCase() + sdk.slice(1);
  if (!isThere) return `${name}: absent, ${why}`;
  const intervals = intervalsMs.map(seconds).join(', ');
  const how = spared === undefined ? 'waited for, since it answers nothing that is done at the barriers' : `made to send by ${DONE[spared]}`;
  return `${name} (${why}): sends every ${intervals}; ${how} [${source}]`;
}

/** What a person reads of a trigger. */
const DONE: Readonly<Record<FlushTrigger, string>> = {
  background: 'sending the app to the background',
  screen: 'turning the screen off and on',
  connectivity: 'turning Wi-Fi off and on',
  restart: "beginning the app's process anew",
};

function longest(intervalsMs: readonly number[]): number {
  return Math.max(0, ...intervalsMs);
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
