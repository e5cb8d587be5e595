import type { DeviceEntry } from '../farm/devices-file.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Precondition } from '../flow/window.ts';
import type { DeviceShell } from './device-shell.ts';
import { askPhone, refusedSettings, type Answers } from './preflight/ask.ts';
import { found, type CheckClass, type Found } from './preflight/check.ts';
import { ANALYTICS, readAnalytics, readAnalyticsService, readConsent } from './preflight/package-readings.ts';
import {
  DATE_QUESTION, DOZE_QUESTIONS, MONKEY_QUESTIONS, offsetBetween, readAirplane, readClock, readDoze, readFramework, readMonkey, readVpn, VPN_QUESTIONS,
} from './preflight/readings.ts';
import * as state from './preflight/state-readings.ts';
import { wakeScreen } from './screen.ts';
import { shellQuote } from './shell-quote.ts';

export { measureClockOffset } from './clock-offset.ts';

const KEYCODE_WAKEUP = 224;

/** Packages whose first-run screen stands between the run and what it wants to see. */
const APPS_WITH_CONSENT: readonly string[] = [
  'com.mi.globalbrowser', 'com.mi.globalbrowser.mini', 'com.android.browser', 'com.mi.android.globalFileexplorer',
  'com.android.fileexplorer', 'com.miui.player', 'com.miui.gallery', 'com.miui.securitycenter',
];

/** What a phone is checked against. */
export interface PreflightSubject {
  readonly entry: Pick<DeviceEntry, 'id' | 'build'>;
  readonly facts: Pick<PhoneFacts, 'build'> & Partial<Pick<PhoneFacts, 'packages'>>;
}

const QUESTIONS = {
  airplane: 'settings get global airplane_mode_on',
  ...VPN_QUESTIONS,
  privateDns: 'settings get global private_dns_mode',
  privateDnsHost: 'settings get global private_dns_specifier',
  provisioned: 'settings get global device_provisioned',
  ...MONKEY_QUESTIONS,
  analytics: `dumpsys package ${ANALYTICS}`,
  lowPower: 'settings get global low_power',
  dataSaver: 'cmd netpolicy get restrict-background',
  ...DOZE_QUESTIONS,
  disk: 'df -k /data',
  upload: 'getprop debug.onetrack.upload',
  test: 'getprop debug.onetrack.test',
  log: 'getprop debug.onetrack.log',
  debugApp: 'settings get global debug_app',
  waitForDebugger: 'settings get global wait_for_debugger',
  // The screen is on by then, so the key changes nothing.
  key: `input keyevent ${KEYCODE_WAKEUP}`,
  adbInput: 'getprop persist.security.adbinput',
  experience: 'settings get secure upload_log_pref',
  ads: 'settings get secure personalized_ad_enabled',
  finishActivities: 'settings get global always_finish_activities',
  windowScale: 'settings get global window_animation_scale',
  transitionScale: 'settings get global transition_animation_scale',
  animatorScale: 'settings get global animator_duration_scale',
} as const;

type PhoneAnswers = Answers<keyof typeof QUESTIONS>;

interface Check {
  readonly name: string;
  readonly class: CheckClass;
  readonly read: (answers: PhoneAnswers) => Found;
}

/** Causes before what follows from them. */
const CHECKS: readonly Check[] = [
  { name: 'framework', class: 'silencing', read: (answers) => readFramework(refusedSettings(QUESTIONS, answers)) },
  { name: 'airplane mode', class: 'silencing', read: ({ airplane }) => readAirplane(airplane) },
  { name: 'network', class: 'silencing', read: ({ connectivity }) => state.readNetwork(connectivity) },
  { name: 'vpn', class: 'silencing', read: ({ alwaysOnVpn, connectivity }) => readVpn(alwaysOnVpn, connectivity) },
  { name: 'private dns', class: 'silencing', read: ({ privateDns, privateDnsHost }) => state.readPrivateDns(privateDns, privateDnsHost) },
  { name: 'provisioned', class: 'silencing', read: ({ provisioned }) => state.readProvisioned(provisioned) },
  { name: 'no monkey', class: 'silencing', read: ({ processes, monkeyProperty, testHarness }) => readMonkey(processes, monkeyProperty, testHarness) },
  { name: 'analytics', class: 'silencing', read: ({ analytics }) => readAnalytics(analytics) },
  { name: 'analytics service', class: 'silencing', read: ({ analytics }) => readAnalyticsService(analytics) },
  { name: 'battery saver', class: 'silencing', read: ({ lowPower }) => state.readBatterySaver(lowPower) },
  { name: 'data saver', class: 'silencing', read: ({ dataSaver }) => state.readDataSaver(dataSaver) },
  { name: 'doze', class: 'silencing', read: ({ idle }) => readDoze(idle) },
  { name: 'free space', class: 'silencing', read: ({ disk }) => state.readFreeSpace(disk) },
  { name: 'sdk switches', class: 'silencing', read: ({ upload, test }) => state.readSdkSwitches(upload, test) },
  { name: 'debugger', class: 'silencing', read: ({ debugApp, waitForDebugger }) => state.readDebugger(debugApp, waitForDebugger) },
  { name: 'input', class: 'silencing', read: ({ key, adbInput }) => state.readInput(key, adbInput) },
  { name: 'sdk log', class: 'recorded', read: ({ log }) => state.readSdkLog(log) },
  { name: 'user experience program', class: 'recorded', read: ({ experience }) => state.readUserExperienceProgram(experience) },
  { name: 'personalised ads', class: 'recorded', read: ({ ads }) => state.readPersonalisedAds(ads) },
  { name: 'ui automation', class: 'recorded', read: ({ processes }) => state.readAutomation(processes) },
  { name: 'keeps activities', class: 'recorded', read: ({ finishActivities }) => state.readKeepsActivities(finishActivities) },
  { name: 'animations', class: 'recorded', read: ({ windowScale, transitionScale, animatorScale }) => state.readAnimations(windowScale, transitionScale, animatorScale) },
];

/**
 * Checks what would make a silence worthless: each is a way to be green by accident. Wakes the screen; changes nothing
 * else. A check that cannot be made does not hold. The rest of the ledger is the windows' own: `recheckPreconditions`
 * for what can change, and the certificate for what only a decrypted request proves.
 */
export async function preflight(shell: DeviceShell, subject: PreflightSubject): Promise<readonly Precondition[]> {
  const screen = await orFailed(() => wakeScreen(shell));
  return [
    ...await asked(shell),
    { name: 'screen', class: 'silencing', ...screen },
    { name: 'clock', class: 'silencing', ...await orFailed(() => checkClock(shell)) },
    { name: 'build', class: 'recorded', ...await orFailed(() => checkBuild(shell, subject)) },
    ...await consents(shell, Object.keys(subject.facts.packages ?? {})),
  ];
}

/** Of what was checked, that which makes any silence of the phone worthless. */
export function silencing(checks: readonly Precondition[]): readonly Precondition[] {
  return checks.filter((check) => !check.held && check.class === 'silencing');
}

async function asked(shell: DeviceShell): Promise<readonly Precondition[]> {
  try {
    const answers = await askPhone(shell, QUESTIONS);
    return CHECKS.map(({ name, class: kind, read }) => ({ name, class: kind, ...read(answers) }));
  } catch (error) {
    return CHECKS.map(({ name, class: kind }) => ({ name, class: kind, ...notChecked(error) }));
  }
}

/** By itself: the shorter the way there and back, the surer the reading. */
async function checkClock(shell: DeviceShell): Promise<Found> {
  const beforeMs = Date.now();
  const { date } = await askPhone(shell, { date: DATE_QUESTION });
  return readClock(offsetBetween(date, date, { beforeMs, afterMs: Date.now() }));
}

async function consents(shell: DeviceShell, installed: readonly string[]): Promise<readonly Precondition[]> {
  const apps = APPS_WITH_CONSENT.filter((name) => installed.includes(name));
  const check = async (name: string): Promise<Found> => {
    const { stdout } = await shell.try(`dumpsys package ${shellQuote(name)}`);
    return readConsent(name, stdout);
  };
  return Promise.all(apps.map(async (name) => ({ name: `consent of ${name}`, class: 'recorded' as const, ...await orFailed(() => check(name)) })));
}

async function checkBuild(shell: DeviceShell, { entry, facts }: PreflightSubject): Promise<Found> {
  if (entry.build === undefined) return found(true, `the build is ${facts.build}; devices.json expects none`);
  const incremental = (await shell.run('getprop ro.build.version.incremental')).trim();
  const isExpected = entry.build === facts.build || entry.build === incremental;
  return found(isExpected, `the build is ${facts.build} (${incremental}), expected ${entry.build}`);
}

async function orFailed(check: () => Promise<Found>): Promise<Found> {
  try {
    return await check();
  } catch (error) {
    return notChecked(error);
  }
}

const notChecked = (error: unknown): Found => found(false, `could not be checked: ${error instanceof Error ? error.message : String(error)}`);
