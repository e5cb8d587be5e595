import { parsePackageDump } from '../package-list.ts';
import type { Answer } from './ask.ts';
import { found, type Found } from './check.ts';

export const ANALYTICS = 'com.miui.analytics';
const ANALYTICS_SERVICE = '.onetrack.OneTrackService';
/** The first version that takes apps' events over Binder (OneTrack 2.0.4, public smali). */
const FIRST_BINDER_VERSION = 2_020_062_900;

/** Holds when the package is there and enabled to which apps hand their events; tells whether it takes them. */
export function readAnalytics(dump: Answer): Found {
  const facts = parsePackageDump(dump.output, ANALYTICS);
  if (facts === undefined) return found(false, `${ANALYTICS} is not installed, expected it: apps hand events to it`);
  const isNew = Number(facts.versionCode) >= FIRST_BINDER_VERSION;
  const route = isNew ? 'takes events of apps over Binder' : `is too old to take events of apps over Binder (before ${FIRST_BINDER_VERSION}): they send themselves`;
  return found(
    facts.enabled,
    `${ANALYTICS} ${facts.versionName} (${facts.versionCode}) is ${facts.enabled ? 'enabled' : 'disabled'}, expected enabled; it ${route}`,
  );
}

/** Holds unless somebody switched off the service that takes apps' events: apps that send by it alone fall silent then. */
export function readAnalyticsService(dump: Answer): Found {
  const off = disabledComponents(dump.output).filter((component) => component.endsWith(ANALYTICS_SERVICE));
  const name = `${ANALYTICS}/${ANALYTICS_SERVICE}`;
  return found(off.length === 0, `${name} is ${off.length === 0 ? 'not disabled' : 'disabled, expected not: apps that send by it alone fall silent'}`);
}

/** What stands below `disabledComponents:` of a package's dump; the list ends where the next heading begins. */
export function disabledComponents(dump: string): readonly string[] {
  const lines = dump.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() === 'disabledComponents:');
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !/^\s+[\w.$]+\s*$/.test(line));
  return rest.slice(0, end < 0 ? undefined : end).map((line) => line.trim());
}

/**
 * Whether an app's first-run screen is still to come. A package that was installed and never launched has it before it;
 * of one that was, nobody knows without starting it: the specs accept what they find.
 */
export function readConsent(packageName: string, dump: string): Found {
  const user = /User 0:[^\n]*/.exec(dump)?.[0];
  if (user === undefined) return found(true, `${packageName} is not installed: there is nothing to consent to`);
  const isNew = /\bnotLaunched=true\b/.test(user);
  return found(true, isNew
    ? `${packageName} was never launched: its first-run screen is still to come, and the specs accept it`
    : `unknown: ${packageName} may have been launched before; the specs accept its first-run screen if it comes`);
}
