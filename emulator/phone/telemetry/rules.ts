import type { AppEvent } from '../apps/app-event.ts';
import type { Connectivity } from '../network/network.ts';
import type { Condition, Rule } from '../profile/profile.ts';
import type { Packages, Properties, Settings, SettingsNamespace } from '../system/services.ts';
import { createRandom, type Random } from './random.ts';

type Scalar = string | number | boolean | null;

/** How things are on the phone when something happens. */
export interface Circumstances {
  readonly settings: Settings;
  readonly properties: Properties;
  readonly packages: Packages;
  isMonkey(): boolean;
  isScreenOn(): boolean;
  connectivity(): Connectivity;
  hasConsent(packageName: string): boolean;
  /** How often the app's process has begun since it was installed or cleared. */
  starts(packageName: string): number;
  get(packageName: string, name: string): string | undefined;
  put(packageName: string, name: string, value: string): void;
}

/** Decides which rules speak of an event; remembers what they have spoken of. */
export class RuleJudge {
  readonly #circumstances: Circumstances;
  readonly #seed: number;
  readonly #randoms = new Map<string, Random>();

  constructor(circumstances: Circumstances, seed: number) {
    this.#circumstances = circumstances;
    this.#seed = seed;
  }

  /** Numbers of a rule's own, the same for the same seed. */
  randomOf(rule: Rule): Random {
    const random = this.#randoms.get(rule.name) ?? createRandom(this.#seed, rule.name);
    this.#randoms.set(rule.name, random);
    return random;
  }

  applies(rule: Rule, event: AppEvent): boolean {
    return applies(rule, event, this.#circumstances.settings) && this.#fits(rule, event.packageName) && this.#isItsTurn(rule, event.packageName);
  }

  #fits({ when }: Rule, packageName: string): boolean {
    const now = this.#circumstances;
    const property = (name: string): Scalar => now.properties.get(name) || null;
    return (
      Object.entries(when.properties).every(([name, condition]) => holds(condition, property(name))) &&
      (when.region === undefined || holds(when.region, property('ro.miui.region'))) &&
      (when.consent === undefined || when.consent === now.hasConsent(packageName)) &&
      (when.firstStart === undefined || when.firstStart === now.starts(packageName) <= 1) &&
      (when.version === undefined || isWithin(now.packages.get(packageName)?.versionName ?? '0', when.version)) &&
      (when.monkey === undefined || when.monkey === now.isMonkey()) &&
      (when.network === undefined || holds(when.network, now.connectivity())) &&
      (when.screen === undefined || (when.screen === 'on') === now.isScreenOn())
    );
  }

  /** Asked last: it counts. */
  #isItsTurn(rule: Rule, packageName: string): boolean {
    const { once, every, probability } = rule.when;
    const now = this.#circumstances;
    const key = `rule ${rule.name}`;
    const count = Number(now.get(packageName, key) ?? '0') + 1;
    if (every !== undefined) now.put(packageName, key, String(count));
    if (every !== undefined && count % every !== 0) return false;
    if (probability !== undefined && this.randomOf(rule)() >= probability) return false;
    if (once === undefined) return true;
    const period = once === 'install' ? 'install' : `process ${now.starts(packageName)}`;
    if (now.get(packageName, `${key} once`) === period) return false;
    now.put(packageName, `${key} once`, period);
    return true;
  }
}

/** Whether a rule speaks of this event, as the phone's settings are now. */
export function applies(rule: Rule, event: AppEvent, settings: Settings): boolean {
  const { when } = rule;
  return (
    when.package === event.packageName &&
    when.event === event.name &&
    Object.entries(when.data).every(([name, condition]) => holds(condition, event.data[name] ?? null)) &&
    Object.entries(when.settings).every(([name, condition]) => holds(condition, settingOf(name, settings)))
  );
}

/** Whether a value meets a condition: equal to it, to one of it, or to none of `not`. */
export function holds(condition: Condition, value: Scalar): boolean {
  if (Array.isArray(condition)) return condition.includes(value);
  if (typeof condition === 'object' && condition !== null) return !holds(condition.not, value);
  return condition === value;
}

/** Whether a version such as `12.1.4-g` lies between two others, the upper one left out; compared number by number. */
export function isWithin(version: string, range: { readonly from?: string | undefined; readonly below?: string | undefined }): boolean {
  return (range.from === undefined || compareVersions(version, range.from) >= 0) && (range.below === undefined || compareVersions(version, range.below) < 0);
}

function compareVersions(left: string, right: string): number {
  const numbers = (text: string): readonly number[] => (/^\d+(?:\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function settingOf(name: string, settings: Settings): string | null {
  const dot = name.indexOf('.');
  return settings.get(asNamespace(name.slice(0, dot)), name.slice(dot + 1)) ?? null;
}

function asNamespace(text: string): SettingsNamespace {
  return text === 'secure' || text === 'system' ? text : 'global';
}
