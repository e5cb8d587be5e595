import { parseDate } from '../clock-offset.ts';
import { parseScreen } from '../screen.ts';
import type { Answer } from './ask.ts';
import { found, shown, type Found } from './check.ts';

/** Larger offsets would put a phone's own event times into the wrong action. */
export const CLOCK_LIMIT_MS = 1_000;

/** When the host asked for the phone's time, and when it had the answer; ms since the epoch. */
export interface Asked {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** What is asked for `readScreen`. Only the lines that count: `dumpsys window` alone is half a megabyte on a real phone. */
export const SCREEN_QUESTIONS = {
  power: 'dumpsys power | grep -E "mWakefulness=|Display Power"',
  policy: 'dumpsys window policy',
  focus: 'dumpsys window windows | grep -E "mCurrentFocus"',
} as const;

/** What the system lays over everything: of an app that hangs or broke. */
const FAULT_DIALOG = /\bApplication (?:Not Responding|Error): [\w.]+/;

/** Holds when apps can be touched: glass on, no lock screen and no dialog of a hanging or broken app over it. */
export function readScreen(power: Answer, policy: Answer, focus: Answer): Found {
  if (!/mWakefulness=\w|screenState=/.test(power.output + policy.output)) {
    return found(false, `neither dumpsys power nor dumpsys window says whether the screen is on (found ${shown(firstLine(power.output))})`);
  }
  const dialog = FAULT_DIALOG.exec(focus.output)?.[0];
  if (dialog !== undefined) return found(false, `the dialog "${dialog}" lies over everything, expected none`);
  const { isOn, isLocked } = parseScreen(power.output, `${policy.output}\n${focus.output}`);
  return found(isOn && !isLocked, `the screen is ${isOn ? 'on' : 'off'} and ${isLocked ? 'locked' : 'unlocked'}, expected on and unlocked`);
}

/** `date` of toybox knows nanoseconds; older ones leave them away. */
export const DATE_QUESTION = 'date +%s.%N';

/** Phone clock minus host clock, and within how much of it the truth lies; NaN when the phone told no time. */
export interface ClockOffset {
  readonly offsetMs: number;
  readonly looseMs: number;
}

/**
 * The offset by two readings of the phone's clock within one round trip, however long the phone worked in between: it
 * is at most the first reading minus the host's time before, and at least the second one minus the host's time after.
 */
export function offsetBetween(first: Answer, second: Answer, { beforeMs, afterMs }: Asked): ClockOffset {
  try {
    const highestMs = parseDate(first.output) - beforeMs;
    const lowestMs = parseDate(second.output) - afterMs;
    // Below 0 when a clock jumped in between, or `date` knows no fractions.
    const looseMs = Math.max(0, Math.ceil((highestMs - lowestMs) / 2));
    return { offsetMs: Math.round((highestMs + lowestMs) / 2), looseMs };
  } catch {
    return { offsetMs: NaN, looseMs: 0 };
  }
}

/** Holds when the truth is within one second for certain. */
export function readClock({ offsetMs, looseMs }: ClockOffset): Found {
  if (!Number.isFinite(offsetMs)) return found(false, 'the phone tells no time, expected seconds since 1970 of `date`');
  return found(
    Math.abs(offsetMs) + looseMs < CLOCK_LIMIT_MS,
    `the phone's clock is ${offsetMs} ms ahead of the host's (known within ${looseMs} ms), expected less than ${CLOCK_LIMIT_MS} either way`,
  );
}

/** Holds when the phone's framework answers: without it a setting that reads as nothing says nothing. */
export function readFramework(refused: readonly Answer[]): Found {
  const [first] = refused;
  return found(first === undefined, first === undefined
    ? 'the settings provider answers'
    : `the settings provider gave ${shown(firstLine(first.output))} and exit code ${first.exitCode}, expected a value`);
}

/** Marks of a program that plays random touches, and of builds that say of themselves that they are tested so. */
export const MONKEY_QUESTIONS = {
  processes: 'ps -A | grep -E "monkey|uiautomator"',
  monkeyProperty: 'getprop ro.monkey',
  testHarness: 'getprop ro.test_harness',
} as const;

/** `ActivityManager.isUserAMonkey()` and what apps take for it: Mi File Manager and others send nothing then. */
export function readMonkey(processes: Answer, monkeyProperty: Answer, testHarness: Answer): Found {
  const isRunning = /\bcom\.android\.commands\.monkey\b/.test(processes.output);
  const set = [['ro.monkey', monkeyProperty], ['ro.test_harness', testHarness]] as const;
  const flagged = set.filter(([, { output }]) => /^(?:1|true|y|yes|on)$/.test(output.trim())).map(([name]) => `${name} is set`);
  const marks = [...(isRunning ? ['monkey is running'] : []), ...flagged];
  return found(marks.length === 0, marks.length === 0 ? 'no monkey is at the phone' : `${marks.join(' and ')}, expected neither: SDKs keep silent then`);
}

/** Holds when the radio is not switched off: SDKs ask the system whether there is a network, and wait. */
export function readAirplane(setting: Answer): Found {
  const value = setting.output.trim();
  return found(value !== '1', `airplane_mode_on is ${shown(value)}, expected 0: SDKs wait for a network`);
}

/** Holds when the phone is led to the recorder. */
export function readProxy(setting: Answer, expected: string): Found {
  const value = setting.output.trim();
  return found(value === expected, `the phone's http_proxy setting is ${shown(value)}, expected ${expected}`);
}

/** Holds when no host is exempt from the proxy. */
export function readExclusions(setting: Answer): Found {
  const value = setting.output.trim();
  return found(
    value === '' || value === 'null',
    `global_http_proxy_exclusion_list is ${shown(value)}, expected nothing: what goes to these hosts passes by the recorder`,
  );
}

/** What is asked for `readVpn`. */
export const VPN_QUESTIONS = {
  alwaysOnVpn: 'settings get secure always_on_vpn_app',
  connectivity: 'dumpsys connectivity | grep -E "Active default network|NetworkAgentInfo"',
} as const;

/** Holds when no VPN carries apps' traffic away from the proxy, and none is ordered to. */
export function readVpn(alwaysOn: Answer, connectivity: Answer): Found {
  const app = alwaysOn.output.trim();
  if (app !== '' && app !== 'null') return found(false, `always_on_vpn_app is ${shown(app)}, expected none: it carries traffic past the recorder`);
  if (connectivity.output.trim() === '') return found(false, 'dumpsys connectivity tells of no network, expected to read whether a VPN is up');
  const isUp = /Transports:[^\n\]]*\bVPN\b/.test(connectivity.output);
  return found(!isUp, isUp ? 'a VPN is up, expected none: it carries traffic past the recorder' : 'no VPN is up or ordered');
}

/** What is asked for `readDoze`. */
export const DOZE_QUESTIONS = { idle: 'dumpsys deviceidle | grep -E "mState=|mLightState="' } as const;

/** Holds while the system does not hold jobs and network access of apps back. */
export function readDoze(idle: Answer): Found {
  const states = [...idle.output.matchAll(/\bm(?:Light)?State=(\w+)/g)].map(([, state = '']) => state);
  if (states.length === 0) return found(false, 'dumpsys deviceidle says no state, expected to read whether the phone dozes');
  const isDozing = states.some((state) => /^(?:IDLE|IDLE_MAINTENANCE|OVERRIDE)$/.test(state));
  return found(!isDozing, `the phone ${isDozing ? 'dozes' : 'does not doze'} (${states.join(', ')}), expected not: apps get no network then`);
}

export const firstLine = (text: string): string => text.trim().split('\n')[0]?.trim() ?? '';
