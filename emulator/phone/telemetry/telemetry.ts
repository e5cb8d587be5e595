import type { AppEvent, AppEvents, Cause } from '../apps/app-event.ts';
import type { Network } from '../network/network.ts';
import type { Profile, Rule, Sdk } from '../profile/profile.ts';
import { fill, fillString } from '../profile/template.ts';
import type { Clock } from '../system/services.ts';
import { EventQueue, type QueuedEvent, type Request } from './event-queue.ts';
import { genericRequests, isOpaque } from './generic.ts';
import { eventLookUp, phoneLookUp, type Facts } from './look-up.ts';
import { applies } from './rules.ts';
import { sensorsRequest } from './sensors.ts';
import { spockRequest } from './spock.ts';
import type { TruthLine, TruthLog } from './truth-log.ts';

const SYSTEM_UI = 'com.android.systemui';
// Sensors Analytics keeps its events on these and on every 5xx, and throws them away on other answers.
const KEEP_STATUSES = new Set([403, 404]);

export interface TelemetryOptions {
  readonly profile: Profile;
  readonly phone: Omit<Facts, 'identifiers'> & { readonly clock: Clock };
  readonly events: AppEvents;
  readonly network: Network;
  readonly truth: TruthLog;
  /** Shortens the SDKs' delays; 1 is as on a phone. */
  readonly timeScale: number;
}

/** The telemetry SDKs of all apps on the phone. */
export interface Telemetry {
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

interface HeldQueue {
  readonly queue: EventQueue;
  readonly sdk: Sdk;
  /** Apps whose events went in. */
  readonly packages: Set<string>;
}

class ProfiledTelemetry implements Telemetry {
  readonly #options: TelemetryOptions;
  readonly #facts: Facts;
  /** By SDK and sender: each app has the SDK, and its queue, within itself, unless another package sends for it. */
  readonly #queues = new Map<string, HeldQueue>();
  readonly #delayed = new Map<NodeJS.Timeout, QueuedEvent>();
  #trackId = 0;
  #isClosed = false;

  constructor(options: TelemetryOptions) {
    this.#options = options;
    this.#facts = { ...options.phone, identifiers: options.profile.identifiers };
  }

  hear(event: AppEvent): void {
    if (this.#isClosed) return;
    for (const rule of this.#options.profile.rules) {
      if (applies(rule, event, this.#facts.settings)) this.#report(rule, event);
    }
    this.#flushOn(event);
  }

  waiting(): number {
    const queued = [...this.#queues.values()].reduce((sum, { queue }) => sum + queue.waiting().length, 0);
    return queued + this.#delayed.size;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const [timer, event] of this.#delayed) {
      clearTimeout(timer);
      const sdk = this.#options.profile.sdks[event.rule.sdk];
      if (sdk !== undefined) this.#log(event, sdk, { outcome: 'kept' });
    }
    this.#delayed.clear();
    await Promise.all([...this.#queues.values()].map(({ queue }) => queue.close()));
    for (const { queue, sdk } of this.#queues.values()) {
      for (const event of queue.waiting()) this.#log(event, sdk, { outcome: 'kept' });
    }
  }

  #report(rule: Rule, event: AppEvent): void {
    const lookUp = eventLookUp(event, this.#facts);
    this.#trackId += 1;
    const queued: QueuedEvent = {
      rule,
      packageName: event.packageName,
      name: fillString(rule.event, lookUp),
      fields: Object.fromEntries(Object.entries(rule.fields).map(([name, value]) => [name, fill(value, lookUp)])),
      eventMs: event.atMs,
      trackId: this.#trackId,
      cause: event.cause,
    };
    if (rule.delayMs === 0) {
      this.#queueFor(rule, event.packageName).add(queued);
      return;
    }
    const timer = setTimeout(() => {
      this.#delayed.delete(timer);
      this.#queueFor(rule, event.packageName).add(queued);
    }, rule.delayMs * this.#options.timeScale);
    this.#delayed.set(timer, queued);
  }

  #queueFor(rule: Rule, packageName: string): EventQueue {
    const sdk = this.#sdkOf(rule);
    const holder = sdk.sender ?? packageName;
    const key = `${rule.sdk} ${holder}`;
    const known = this.#queues.get(key);
    known?.packages.add(packageName);
    if (known !== undefined) return known.queue;
    const { timeScale } = this.#options;
    const queue = new EventQueue({
      flushIntervalMs: sdk.flushIntervalMs * timeScale,
      bulkCount: sdk.bulkCount,
      maxBatchCount: sdk.preset === 'generic' && !sdk.list ? 1 : sdk.maxBatchCount,
      retry: { firstMs: sdk.retry.firstMs * timeScale, capMs: sdk.retry.capMs * timeScale },
      send: (batch) => this.#send(sdk, holder, batch),
    });
    this.#queues.set(key, { queue, sdk, packages: new Set([packageName]) });
    return queue;
  }

  #sdkOf(rule: Rule): Sdk {
    const sdk = this.#options.profile.sdks[rule.sdk];
    if (sdk === undefined) throw new Error(`rule "${rule.name}": found sdk "${rule.sdk}", expected a key of sdks`);
    return sdk;
  }

  #flushOn(event: AppEvent): void {
    for (const { queue, sdk, packages } of this.#queues.values()) {
      const isOwn = packages.has(event.packageName);
      const isScreen = event.packageName === SYSTEM_UI && (event.name === 'screen.on' || event.name === 'screen.off');
      const triggers =
        (isOwn && event.name === 'app.background' && sdk.flushOn.includes('background')) ||
        (isOwn && event.name === 'app.foreground' && sdk.flushOn.includes('start')) ||
        (isScreen && sdk.flushOn.includes('screen'));
      if (triggers) queue.flush();
    }
  }

  async #send(sdk: Sdk, sender: string, batch: readonly QueuedEvent[]): Promise<boolean> {
    const [first] = batch;
    if (first === undefined) return true;
    const lookUp = phoneLookUp(this.#facts, first.packageName, this.#options.phone.clock.now());
    const request = await requestOf(sdk, batch, lookUp);
    const url = addressOf(fillString(sdk.to, lookUp), request);
    const headers = Object.fromEntries(Object.entries(sdk.headers).map(([name, text]) => [name, fillString(text, lookUp)]));
    try {
      const { status } = await this.#options.network.request({
        packageName: sender,
        method: sdk.method,
        url,
        headers: {
          ...(request.contentType === undefined ? {} : { 'Content-Type': request.contentType }),
          ...request.headers,
          ...headers,
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        cause: first.cause,
        purpose: 'telemetry',
        direct: sdk.transport === 'direct',
      });
      const isTaken = status < 500 && !KEEP_STATUSES.has(status);
      for (const event of batch) this.#log(event, sdk, { outcome: isTaken ? 'sent' : 'failed', status, url });
      return isTaken;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const event of batch) this.#log(event, sdk, { outcome: 'failed', error: message, url });
      return false;
    }
  }

  #log(event: QueuedEvent, sdk: Sdk, what: Pick<TruthLine, 'outcome' | 'status' | 'error'> & { readonly url?: string }): void {
    const url = what.url ?? fillString(sdk.to, phoneLookUp(this.#facts, event.packageName, event.eventMs));
    const atMs = Date.now();
    const phoneMs = this.#options.phone.clock.now();
    this.#options.truth.write({
      atMs,
      phoneMs,
      phone: this.#options.profile.id,
      what: 'telemetry',
      outcome: what.outcome,
      rule: event.rule.name,
      package: event.packageName,
      sender: sdk.sender ?? event.packageName,
      event: event.name,
      fields: event.fields,
      method: sdk.method,
      url,
      host: new URL(url).hostname,
      transport: sdk.transport,
      ...(what.status === undefined ? {} : { status: what.status }),
      ...(what.error === undefined ? {} : { error: what.error }),
      cause: onHostClock(event.cause, phoneMs - atMs),
      claims: event.rule.claims,
      ...(sdk.preset === 'generic' && isOpaque(sdk) ? { opaque: true } : {}),
    });
  }
}

/** Causes carry the phone's clock; the truth log speaks of the host's. */
export function onHostClock(cause: Cause, clockOffsetMs: number): Cause {
  return { ...cause, atMs: cause.atMs - clockOffsetMs };
}

async function requestOf(sdk: Sdk, batch: readonly QueuedEvent[], lookUp: Parameters<typeof sensorsRequest>[2]): Promise<Request> {
  switch (sdk.preset) {
    case 'sensors':
      return sensorsRequest(sdk, batch, lookUp);
    case 'spock':
      return spockRequest(sdk, batch, lookUp);
    case 'generic':
      return (await genericRequests(sdk, batch))[0] ?? {};
  }
}

function addressOf(to: string, request: Request): string {
  const url = new URL(to);
  if (request.path !== undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/${request.path}`;
  if (request.query !== undefined) url.search = `${url.search === '' ? '?' : `${url.search}&`}${request.query}`;
  return url.href;
}
