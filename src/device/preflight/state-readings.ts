import type { Answer } from './ask.ts';
import { firstLine } from './readings.ts';
import { found, shown, type Found } from './check.ts';

const FREE_LIMIT_KIB = 200 * 1_024;

const value = ({ output }: Answer): string => output.trim();

/** Holds when the set-up is done; SDKs say nothing before. */
export function readProvisioned(setting: Answer): Found {
  return found(value(setting) === '1', `device_provisioned is ${shown(value(setting))}, expected 1: the set-up is done`);
}

/** Either answer is a state a run may be about; an unknown one is not. OneTrack takes an absent key for joined. */
export function readUserExperienceProgram(setting: Answer): Found {
  const state = { 1: 'joined', 0: 'declined' }[value(setting)] ?? 'unknown';
  return found(state !== 'unknown', `upload_log_pref is ${shown(value(setting))}: the User Experience Program is ${state}, expected 1 or 0`);
}

/** A state that runs are compared by; a phone without the key has MIUI's default. */
export function readPersonalisedAds(setting: Answer): Found {
  const state = { 1: 'on', 0: 'off' }[value(setting)] ?? 'unknown';
  return found(true, `personalized_ad_enabled is ${shown(value(setting))}: personalised ads are ${state}`);
}

/** Holds when the network the apps are given was found to lead to the internet. */
export function readNetwork(connectivity: Answer): Found {
  const network = /Active default network: (\d+|none)/.exec(connectivity.output)?.[1];
  if (network === undefined) return found(false, `dumpsys connectivity names no default network (found ${shown(firstLine(connectivity.output))})`);
  if (network === 'none') return found(false, 'there is no default network, expected one: SDKs wait for it');
  // The agent's heading has been `NetworkAgentInfo [WIFI () - 100]` and, since Android 11, `NetworkAgentInfo{network{100}`.
  const agent = connectivity.output.split('\n').find((line) => line.includes('NetworkAgentInfo') && new RegExp(String.raw`- ${network}\]|network\{${network}\}`).test(line));
  const transport = /Transports: (\w+)/.exec(agent ?? '')?.[1] ?? 'of unknown kind';
  const isValidated = /Capabilities:[^\]]*\bVALIDATED\b/.test(agent ?? '');
  return found(isValidated, `the default network (${transport}) is ${isValidated ? '' : 'not '}validated, expected validated: SDKs wait for a network that is`);
}

/** Holds unless names are looked up over TLS at a resolver of somebody's choice: no recorder sees them then. */
export function readPrivateDns(mode: Answer, host: Answer): Found {
  const chosen = value(mode);
  return found(chosen !== 'hostname', `private_dns_mode is ${shown(chosen)}${chosen === 'hostname' ? ` (${value(host)})` : ''}, expected no host of its own: names looked up there cannot be seen`);
}

/** Holds while the system does not put apps' work off to save the battery. */
export function readBatterySaver(setting: Answer): Found {
  return found(value(setting) !== '1', `low_power is ${shown(value(setting))}, expected 0: the battery saver delays what SDKs send`);
}

/** Holds while apps in the background may use the network; a phone before Android 7 has no such switch. */
export function readDataSaver(policy: Answer): Found {
  const state = /Restrict background status: (\w+)/.exec(policy.output)?.[1];
  return found(state !== 'enabled', `the data saver is ${state ?? `unknown (${shown(firstLine(policy.output))})`}, expected disabled: it keeps apps in the background from sending`);
}

/** Holds when there is room for what SDKs keep until they send it. */
export function readFreeSpace(table: Answer): Found {
  const freeKib = parseFreeKib(table.output);
  if (freeKib === undefined) return found(false, 'df says nothing of /data, expected its free space');
  return found(freeKib >= FREE_LIMIT_KIB, `${Math.floor(freeKib / 1_024)} MiB are free on /data, expected at least ${FREE_LIMIT_KIB / 1_024}`);
}

/** Free KiB out of what `df -k` prints for one file system; undefined when it says none. */
export function parseFreeKib(output: string): number | undefined {
  const columns = output.trim().split(/\r?\n/).at(-1)?.trim().split(/\s+/) ?? [];
  const used = columns.findIndex((column) => /^\d+%$/.test(column));
  const free = Number(columns[used - 1]);
  return used > 0 && Number.isInteger(free) ? free : undefined;
}

/** Holds when the shell may touch the screen: Xiaomi phones allow it by "USB debugging (Security settings)" alone. */
export function readInput(key: Answer, property: Answer): Found {
  const isRefused = key.exitCode !== 0 || /SecurityException|INJECT_EVENTS|Error|Killed/.test(key.output);
  const setting = value(property) === '' ? '' : ` (persist.security.adbinput is ${value(property)})`;
  return found(!isRefused, isRefused
    ? `a key press was refused with ${shown(firstLine(key.output))} and exit code ${key.exitCode}${setting}, expected it to be taken: turn on "USB debugging (Security settings)" in the developer options and reboot`
    : 'a key press was taken');
}

/** Holds unless somebody left a switch set that changes when or where OneTrack sends. */
export function readSdkSwitches(upload: Answer, test: Answer): Found {
  const left = [['debug.onetrack.upload', upload], ['debug.onetrack.test', test]] as const;
  const set = left.filter(([, answer]) => value(answer) !== '').map(([name, answer]) => `${name} is ${shown(value(answer))}`);
  return found(set.length === 0, set.length === 0
    ? 'no switch of OneTrack changes when or where it sends'
    : `${set.join(' and ')}, expected not set: it changes when or where OneTrack sends (setprop it to "", or reboot)`);
}

/** The run sets this one itself before it listens to the log; what somebody left is told. */
export function readSdkLog(log: Answer): Found {
  return found(value(log) === '', `debug.onetrack.log is ${shown(value(log))}, expected not set before a run`);
}

/** Holds unless an app waits for a debugger before it does anything. */
export function readDebugger(app: Answer, waits: Answer): Found {
  const isWaiting = shown(value(app)) !== 'not set' && value(waits) === '1';
  return found(!isWaiting, `debug_app is ${shown(value(app))}${isWaiting ? ' and waits for a debugger' : ''}, expected no app that waits for one`);
}

/** Another session may press keys into ours. */
export function readAutomation(processes: Answer): Found {
  const others = [...new Set([...processes.output.matchAll(/\b(io\.appium\.uiautomator2\.server|com\.android\.commands\.uiautomator\.\w+)\b/g)].map(([name]) => name))];
  return found(others.length === 0, others.length === 0 ? 'no UiAutomator session is active' : `${others.join(', ')} is running before the run began, expected no other session`);
}

/** Activities that end as soon as they are left make other events than those of a phone in use. */
export function readKeepsActivities(setting: Answer): Found {
  return found(value(setting) !== '1', `always_finish_activities is ${shown(value(setting))}, expected 0: "Don't keep activities" is off`);
}

/** Told for comparison: without animations some screens are left before they are drawn. */
export function readAnimations(window: Answer, transition: Answer, animator: Answer): Found {
  const scales = [window, transition, animator].map((answer) => shown(value(answer)).replaceAll('"', ''));
  return found(true, `animation scales are ${scales.join(', ')} (window, transition, animator)`);
}
