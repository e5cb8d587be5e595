import type { AppEvent, AppEvents, Cause } from '../apps/app-event.ts';
import type { Network } from '../network/network.ts';
import type { Profile, Rule } from '../profile/profile.ts';
import { fill, fillString, type LookUp } from '../profile/template.ts';
import type { Clock, Logcat } from '../system/services.ts';
import { Dispatch } from './dispatch.ts';
import { eventLookUp, phoneLookUp, type Facts } from './look-up.ts';
import { PhoneState } from './phone-state.ts';
import { ProcessLives, type ObservableProcesses } from './process-lives.ts';
import type { QueuedEvent } from './queued-event.ts';
import { between, createRandom } from './random.ts';
import { RuleJudge } from './rules.ts';
import { createSdk } from './sdks/create-sdk.ts';
import type { Acceptance, OwnEvent, SdkHost, SdkModel } from './sdks/sdk-model.ts';
import { TelemetryStore, type HeldEvent } from './telemetry-store.ts';
import { TelemetryTruth } from './telemetry-truth.ts';
import type { TruthLog } from './truth-log.ts';
import { WaitingRoom } from './waiting-room.ts';

/** What telemetry uses of the phone; without a process table every app's process lives for good. */
export interface TelemetryPhone extends Omit<Facts, 'identifiers' | 'network' | 'instance'> {
  readonly clock: Clock;
  readonly processes?: ObservableProcesses;
  readonly logcat?: Logcat;
  readonly monkey?: { readonly isRunning: boolean };
}

export interface TelemetryOptions {
  readonly profile: Profile;
  readonly phone: TelemetryPhone;
  readonly events: AppEvents;
  readonly network: Network;
  readonly truth: TruthLog;
  /** Shortens the SDKs' delays; 1 is as on a phone. */
  readonly timeScale: number;
  /** The same seed gives the same draws. Default 1. */
  readonly seed?: number;
  /** What the SDKs kept in flash before the phone was switched off. */
  readonly store?: TelemetryStore;
}

/** The telemetry SDKs of all apps on the phone. */
export interface Telemetry {
  /** What outlives this boot. */
  readonly store: TelemetryStore;
  /** Events not delivered yet. */
  waiting(): number;
  /** Ends all timers and writes what is left into the truth log. */
  close(): Promise<void>;
}

/** Starts to listen to what happens in the apps, and to report it as the profile says. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const telemetry = new ProfiledTelemetry(options);
  options.events.on((event) => telemetry.hear(event));
  return telemetry;
}

class ProfiledTelemetry implements Telemetry {
  readonly store: TelemetryStore;
  readonly #options: TelemetryOptions;
  readonly #facts: Facts;
  readonly #state: PhoneState;
  readonly #judge: RuleJudge;
  readonly #models: ReadonlyMap<string, SdkModel>;
  readonly #dispatch: Dispatch;
  readonly #room: WaitingRoom;
  readonly #lives: ProcessLives;
  readonly #stops: (() => void)[];
  #isClosed = false;

  constructor(options: TelemetryOptions) {
    const { profile, phone, network, timeScale, seed = 1 } = options;
    this.#options = options;
    this.store = options.store ?? new TelemetryStore();
    this.#state = new PhoneState(profile, phone, network, this.store);
    this.#facts = {
      ...factsOf(phone), identifiers: profile.identifiers, network: () => network.connectivity(), instance: (packageName) => this.#state.instance(packageName),
    };
    this.#judge = new RuleJudge(this.#state, seed);
    const truth = new TelemetryTruth({ id: profile.id, clock: phone.clock, truth: options.truth });
    this.#dispatch = new Dispatch({
      profile, store: this.store, network, truth, timeScale,
      modelOf: (key) => this.#modelOf(key),
      lookUp: (packageName) => this.#lookUp(packageName),
    });
    this.#models = new Map(Object.entries(profile.sdks).map(([key, sdk]) => [key, createSdk(sdk, this.#hostFor(key, seed))]));
    this.#room = new WaitingRoom({ store: this.store, nowMs: () => phone.clock.now(), release: (held) => this.#give(held.sdk, held.event) });
    this.#lives = new ProcessLives(phone.processes, { began: (name) => this.#began(name), ended: (name) => this.#ended(name) });
    this.#stops = [
      () => this.#lives.close(),
      network.onConnectivity((connectivity) => { if (connectivity !== 'none') this.#dispatch.flushOn('connectivity'); }),
      phone.packages.observe?.((change) => { if ('packageName' in change) this.#cleared(change.packageName); }) ?? (() => undefined),
    ];
  }

  hear(event: AppEvent): void {
    if (this.#isClosed) return;
    this.#lives.begin(event.packageName);
    this.#state.hear(event);
    for (const rule of this.#options.profile.rules) if (this.#judge.applies(rule, event)) this.#report(rule, event);
    for (const [key, model] of this.#models) {
      if (!this.#has(key, event.packageName)) continue;
      for (const own of model.hear?.(event) ?? []) this.#track(key, event.packageName, own, event.cause);
    }
    this.#flushOn(event);
  }

  waiting(): number {
    return this.#dispatch.waiting() + this.store.held.length + [...this.#models.values()].reduce((sum, model) => sum + (model.waiting?.() ?? 0), 0);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    for (const packageName of this.#packages()) for (const model of this.#models.values()) model.end?.(packageName);
    this.#room.suspend();
    await Promise.all([this.#dispatch.close(), ...[...this.#models.values()].map((model) => model.close?.())]);
    for (const { sdk, event } of this.store.held) this.#dispatch.tell(sdk, event, { outcome: 'kept' });
  }

  #began(packageName: string): void {
    this.#state.began(packageName);
    for (const [key, model] of this.#models) {
      if (this.#has(key, packageName) || model.helpers?.includes(packageName) === true) model.start?.(packageName);
      const bound = this.#has(key, packageName) ? model.bindsTo?.(packageName) : undefined;
      if (bound !== undefined) this.#wake(bound);
    }
    this.#room.resume(packageName);
    this.#room.let('app-start', packageName);
    this.#dispatch.resume(packageName);
  }

  #ended(packageName: string): void {
    for (const [key, model] of this.#models) if (this.#has(key, packageName) || model.helpers?.includes(packageName) === true) model.end?.(packageName);
    this.#room.suspend(packageName);
    this.#dispatch.suspend(packageName);
  }

  #cleared(packageName: string): void {
    // Before the data go: what an SDK puts down at its end goes with them.
    this.#ended(packageName);
    for (const { sdk, event } of this.store.clear(packageName)) this.#dispatch.tell(sdk, event, { outcome: 'dropped', reason: 'the data of its app were cleared' });
  }

  #report(rule: Rule, event: AppEvent): void {
    const lookUp = eventLookUp(event, this.#facts);
    const { delayMs, holdUntil, statedEarlierMs = 0, level, basic } = rule;
    const queued: QueuedEvent = {
      rule: rule.name,
      claims: rule.claims,
      packageName: event.packageName,
      name: fillString(rule.event, lookUp),
      fields: Object.fromEntries(Object.entries(rule.fields).map(([name, value]) => [name, fill(value, lookUp)])),
      eventMs: event.atMs - statedEarlierMs,
      trackId: this.store.nextTrackId(),
      cause: event.cause,
      basic,
      ...(level === undefined ? {} : { level }),
    };
    const waitMs = (typeof delayMs === 'number' ? delayMs : between(this.#judge.randomOf(rule), delayMs.minMs, delayMs.maxMs)) * this.#options.timeScale;
    if (holdUntil !== undefined) this.#hold({ event: queued, sdk: rule.sdk, until: holdUntil });
    else if (waitMs > 0) this.#hold({ event: queued, sdk: rule.sdk, dueMs: this.#options.phone.clock.now() + waitMs });
    else this.#give(rule.sdk, queued);
  }

  #hold(held: HeldEvent): void {
    this.#room.hold(held);
  }

  /** Something an SDK says by itself. */
  #track(key: string, packageName: string, own: OwnEvent, cause: Cause): void {
    this.#give(key, {
      rule: `${key}: ${own.name}`,
      claims: this.#dispatch.sdkOf(key).claims,
      packageName,
      name: own.name,
      fields: own.fields,
      eventMs: this.#options.phone.clock.now(),
      trackId: this.store.nextTrackId(),
      cause,
      basic: own.basic ?? false,
      ...(own.level === undefined ? {} : { level: own.level }),
    });
  }

  /** Gives an event to its SDK, which queues it or throws it away. */
  #give(key: string, event: QueuedEvent): void {
    const sdk = this.#dispatch.sdkOf(key);
    const acceptance: Acceptance = sdk.offUnderMonkey && this.#state.isMonkey()
      ? { kind: 'dropped', reason: 'a monkey is at the phone' }
      : (this.#modelOf(key).accept?.(event) ?? { kind: 'queued', event, holder: sdk.sender ?? event.packageName, lane: '' });
    if (acceptance.kind === 'dropped') {
      this.#dispatch.tell(key, event, { outcome: 'dropped', reason: acceptance.reason });
      return;
    }
    this.#wake(acceptance.holder);
    if (acceptance.kind === 'queued') this.#dispatch.add(key, acceptance, acceptance.event);
  }

  /** Binding to a service of another package starts its process. */
  #wake(packageName: string): void {
    const { processes, packages } = this.#options.phone;
    const installed = packages.get(packageName);
    if (processes !== undefined && installed !== undefined && processes.byName(packageName) === undefined) processes.start(packageName, installed.uid);
    this.#lives.begin(packageName);
  }

  #flushOn(event: AppEvent): void {
    const isOwn = (stored: { readonly holder: string; readonly rows: readonly QueuedEvent[] }): boolean =>
      stored.holder === event.packageName || stored.rows.some(({ packageName }) => packageName === event.packageName);
    if (event.name === 'app.background') this.#dispatch.flushOn('background', isOwn);
    if (event.name === 'app.foreground') this.#dispatch.flushOn('start', isOwn);
    if (!this.#state.isScreenEvent(event)) return;
    if (event.name === 'screen.on') this.#room.let('screen-on');
    this.#dispatch.flushOn('screen');
    if (event.name === 'screen.on') this.#dispatch.flushOn('screen-on');
  }

  #modelOf(key: string): SdkModel {
    const model = this.#models.get(key);
    if (model === undefined) throw new Error(`sending telemetry: found sdk "${key}", expected a key of the profile's sdks`);
    return model;
  }

  /** Whether an app has an SDK in it. */
  #has(key: string, packageName: string): boolean {
    const { sdks, rules } = this.#options.profile;
    return sdks[key]?.apps.includes(packageName) === true || rules.some(({ sdk, when }) => sdk === key && when.package === packageName);
  }

  #packages(): readonly string[] {
    return this.#options.profile.packages.map(({ name }) => name);
  }

  #lookUp(packageName: string): LookUp {
    return phoneLookUp(this.#facts, packageName, this.#options.phone.clock.now());
  }

  #hostFor(key: string, seed: number): SdkHost {
    const { phone, network, timeScale } = this.#options;
    return {
      clock: phone.clock, settings: phone.settings, properties: phone.properties, packages: phone.packages, timeScale,
      random: createRandom(seed, `sdk ${key}`),
      lookUp: (packageName) => this.#lookUp(packageName),
      connectivity: () => network.connectivity(),
      hasConsent: (packageName) => this.#state.hasConsent(packageName),
      get: (packageName, name) => this.store.get(packageName, `${key} ${name}`),
      put: (packageName, name, value) => this.store.put(packageName, `${key} ${name}`, value),
      log: (packageName, line) => {
        const pid = phone.processes?.byName(packageName)?.pid ?? 0;
        phone.logcat?.write({ ...line, pid, tid: pid });
      },
      ask: (packageName, request, what) => this.#dispatch.ask(key, packageName, request, what),
      track: (packageName, own, cause) => this.#track(key, packageName, own, cause),
      tell: (event, fate) => this.#dispatch.tell(key, event, fate),
    };
  }
}

function factsOf({ properties, settings, packages }: TelemetryPhone): Pick<Facts, 'properties' | 'settings' | 'packages'> {
  return { properties, settings, packages };
}
