import type { Precondition } from '../../flow/window.ts';
import type { DeviceShell } from '../device-shell.ts';
import { askPhone, refusedSettings, type Answers } from './ask.ts';
import type { Found } from './check.ts';
import {
  CLOCK_LIMIT_MS, DATE_QUESTION, DOZE_QUESTIONS, MONKEY_QUESTIONS, offsetBetween, readAirplane, readClock, readDoze, readExclusions, readFramework, readMonkey,
  readProxy, readScreen, readVpn, SCREEN_QUESTIONS, VPN_QUESTIONS, type Asked,
} from './readings.ts';

/** What a window's ends are checked against. */
export interface RecheckSubject {
  /** `127.0.0.1:<port>`, as the run set it. */
  readonly proxySetting: string;
  /** Ends each name: `at the start of the window`. */
  readonly when: string;
}

/** What one end of a window was like. */
export interface Recheck {
  readonly preconditions: readonly Precondition[];
  /** Phone clock minus host clock, ms; NaN when the phone told no time. */
  readonly clockOffsetMs: number;
  /** The offset is right within this, ms. */
  readonly clockLooseMs: number;
}

const QUESTIONS = {
  date: DATE_QUESTION,
  proxy: 'settings get global http_proxy',
  exclusions: 'settings get global global_http_proxy_exclusion_list',
  airplane: 'settings get global airplane_mode_on',
  ...SCREEN_QUESTIONS,
  ...MONKEY_QUESTIONS,
  ...VPN_QUESTIONS,
  ...DOZE_QUESTIONS,
  dateAfter: DATE_QUESTION,
} as const;

/**
 * Looks again, in one round trip, at what can change under a run: proxy, aeroplane mode, VPN, screen, Doze, monkey,
 * clock. For both ends of every window; each answer is a precondition of that window. Changes nothing and never throws:
 * a phone that cannot be asked is a precondition that does not hold.
 */
export async function recheckPreconditions(shell: DeviceShell, subject: RecheckSubject): Promise<Recheck> {
  const beforeMs = Date.now();
  try {
    const answers = await askPhone(shell, QUESTIONS);
    return readRecheck(answers, { beforeMs, afterMs: Date.now() }, subject);
  } catch (error) {
    const detail = `the phone could not be asked: ${error instanceof Error ? error.message : String(error)}`;
    return { clockOffsetMs: NaN, clockLooseMs: 0, preconditions: [{ name: `framework ${subject.when}`, held: false, detail }] };
  }
}

function readRecheck(answers: Answers<keyof typeof QUESTIONS>, asked: Asked, { proxySetting, when }: RecheckSubject): Recheck {
  const clock = offsetBetween(answers.date, answers.dateAfter, asked);
  const named = (name: string, { held, detail }: Found): Precondition => ({ name: `${name} ${when}`, held, detail });
  return {
    clockOffsetMs: clock.offsetMs,
    clockLooseMs: clock.looseMs,
    preconditions: [
      named('framework', readFramework(refusedSettings(QUESTIONS, answers))),
      named('airplane mode', readAirplane(answers.airplane)),
      named('vpn', readVpn(answers.alwaysOnVpn, answers.connectivity)),
      named('proxy setting', readProxy(answers.proxy, proxySetting)),
      named('proxy exclusions', readExclusions(answers.exclusions)),
      named('no monkey', readMonkey(answers.processes, answers.monkeyProperty, answers.testHarness)),
      named('doze', readDoze(answers.idle)),
      named('screen', readScreen(answers.power, answers.policy, answers.focus)),
      named('clock', readClock(clock)),
    ],
  };
}

/** Holds when the phone's clock ran as the host's did between the two ends of a window: no event time is right across a jump. */
export function clockSteadiness(opening: Recheck, closing: Recheck): Precondition {
  const movedMs = closing.clockOffsetMs - opening.clockOffsetMs;
  const looseMs = opening.clockLooseMs + closing.clockLooseMs;
  const isKnown = Number.isFinite(movedMs);
  return {
    name: 'clock during the window',
    held: isKnown && Math.abs(movedMs) + looseMs < CLOCK_LIMIT_MS,
    detail: isKnown
      ? `the phone's clock moved by ${movedMs} ms against the host's between the window's ends, expected less than ${CLOCK_LIMIT_MS} (known within ${looseMs} ms)`
      : 'the phone told no time at one end of the window, so nobody knows whether its clock jumped',
  };
}
