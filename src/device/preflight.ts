import type { DeviceEntry } from '../farm/devices-file.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Precondition } from '../flow/window.ts';
import { measureClockOffset } from './clock-offset.ts';
import type { DeviceShell } from './device-shell.ts';
import { parsePackageDump } from './package-list.ts';
import { wakeScreen } from './screen.ts';
import { getSetting } from './settings.ts';

export { measureClockOffset } from './clock-offset.ts';

/** Larger offsets would put a phone's own event times into the wrong action. */
const CLOCK_LIMIT_MS = 1_000;

const FREE_LIMIT_KIB = 200 * 1_024;

const ANALYTICS = 'com.miui.analytics';

/** What a phone is checked against. */
export interface PreflightSubject {
  readonly entry: Pick<DeviceEntry, 'id' | 'build'>;
  readonly facts: Pick<PhoneFacts, 'build'>;
}

/**
 * Checks what would make a silence worthless: each is a way to be green by accident. Wakes the screen; changes nothing
 * else. A check that cannot be made does not hold.
 */
export async function preflight(shell: DeviceShell, subject: PreflightSubject): Promise<readonly Precondition[]> {
  const checks: readonly (readonly [name: string, check: () => Promise<Omit<Precondition, 'name'>>])[] = [
    ['provisioned', () => checkProvisioned(shell)],
    ['screen', () => wakeScreen(shell)],
    ['no monkey', () => checkMonkey(shell)],
    ['clock', () => checkClock(shell)],
    ['user experience program', () => checkUserExperienceProgram(shell)],
    ['analytics', () => checkAnalytics(shell)],
    ['free space', () => checkFreeSpace(shell)],
    ['build', () => checkBuild(shell, subject)],
  ];
  const preconditions: Precondition[] = [];
  for (const [name, check] of checks) preconditions.push({ name, ...await orFailed(check) });
  return preconditions;
}

/** Checks without which SDKs send nothing, or hand it to nobody: a silence says nothing about the taps then. */
const SILENCING: readonly string[] = ['provisioned', 'no monkey', 'analytics'];

/** Of what preflight found, that which makes any silence of the phone worthless. */
export function silencing(checks: readonly Precondition[]): readonly Precondition[] {
  return checks.filter(({ name, held }) => !held && SILENCING.includes(name));
}

async function orFailed(check: () => Promise<Omit<Precondition, 'name'>>): Promise<Omit<Precondition, 'name'>> {
  try {
    return await check();
  } catch (error) {
    return { held: false, detail: `could not be checked: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function checkProvisioned(shell: DeviceShell): Promise<Omit<Precondition, 'name'>> {
  const found = await getSetting(shell, 'global', 'device_provisioned');
  return { held: found === '1', detail: `device_provisioned is ${found ?? 'not set'}, expected 1: the set-up is done` };
}

/** Sensors Analytics and others keep silent while `isUserAMonkey()` holds. */
async function checkMonkey(shell: DeviceShell): Promise<Omit<Precondition, 'name'>> {
  const processes = await shell.run('ps -A');
  const isRunning = /\bcom\.android\.commands\.monkey\b/.test(processes);
  return { held: !isRunning, detail: `monkey is ${isRunning ? '' : 'not '}running, expected not: SDKs keep silent then` };
}

async function checkClock(shell: DeviceShell): Promise<Omit<Precondition, 'name'>> {
  const offsetMs = await measureClockOffset(shell);
  return {
    held: Math.abs(offsetMs) < CLOCK_LIMIT_MS,
    detail: `the phone's clock is ${offsetMs} ms ahead of the host's, expected less than ${CLOCK_LIMIT_MS} either way`,
  };
}

/** Either answer is a state a run may be about; an unknown one is not. */
async function checkUserExperienceProgram(shell: DeviceShell): Promise<Omit<Precondition, 'name'>> {
  const found = await getSetting(shell, 'secure', 'upload_log_pref');
  const state = found === '1' ? 'joined' : found === '0' ? 'declined' : 'unknown';
  return {
    held: state !== 'unknown',
    detail: `upload_log_pref is ${found ?? 'not set'}: the User Experience Program is ${state}, expected 1 or 0`,
  };
}

async function checkAnalytics(shell: DeviceShell): Promise<Omit<Precondition, 'name'>> {
  const dump = parsePackageDump((await shell.try(`dumpsys package ${ANALYTICS}`)).stdout, ANALYTICS);
  if (dump === undefined) return { held: false, detail: `${ANALYTICS} is not installed, expected it: apps hand events to it` };
  return {
    held: dump.enabled,
    detail: `${ANALYTICS} ${dump.versionName} is ${dump.enabled ? 'enabled' : 'disabled'}, expected enabled`,
  };
}

async function checkFreeSpace(shell: DeviceShell): Promise<Omit<Precondition, 'name'>> {
  const freeKib = parseFreeKib(await shell.run('df -k /data'));
  if (freeKib === undefined) return { held: false, detail: 'df says nothing of /data, expected its free space' };
  return {
    held: freeKib >= FREE_LIMIT_KIB,
    detail: `${Math.floor(freeKib / 1_024)} MiB are free on /data, expected at least ${FREE_LIMIT_KIB / 1_024}`,
  };
}

/** Free KiB out of what `df -k` prints for one file system; undefined when it says none. */
export function parseFreeKib(output: string): number | undefined {
  const columns = output.trim().split(/\r?\n/).at(-1)?.trim().split(/\s+/) ?? [];
  const used = columns.findIndex((column) => /^\d+%$/.test(column));
  const free = Number(columns[used - 1]);
  return used > 0 && Number.isInteger(free) ? free : undefined;
}

async function checkBuild(shell: DeviceShell, subject: PreflightSubject): Promise<Omit<Precondition, 'name'>> {
  const { entry, facts } = subject;
  if (entry.build === undefined) return { held: true, detail: `the build is ${facts.build}; devices.json expects none` };
  const incremental = (await shell.run('getprop ro.build.version.incremental')).trim();
  return {
    held: entry.build === facts.build || entry.build === incremental,
    detail: `the build is ${facts.build} (${incremental}), expected ${entry.build}`,
  };
}
