import type SensorsAnalytics from 'sa-sdk-node';
import type { AppResponse } from '../../../network/network.ts';
import type { SdkOf } from '../../../profile/profile.ts';
import { fill, fillString } from '../../../profile/template.ts';
import type { QueuedEvent } from '../../queued-event.ts';
import { objectOf, type SdkHost } from '../sdk-model.ts';
import { LoopbackBridge, type BridgedRequest } from './loopback-bridge.ts';
import type { VendorSdk } from './vendor.ts';

/** What a session of the vendor's SDK is begun with. */
export interface SessionOptions {
  readonly vendor: VendorSdk;
  readonly sdk: SdkOf<'sensors-node'>;
  readonly host: SdkHost;
  /** The package whose process it is. */
  readonly holder: string;
}

/** One request of the SDK's, with what redirects made of it. */
interface Batch {
  readonly envelopes: readonly object[];
  readonly events: readonly QueuedEvent[];
  /** How it went, as far as the phone's network knows. */
  attempt?: { readonly status: number } | { readonly error: string };
}

/**
 * The vendor's SDK in one process of one app. It batches, sends and gives up by itself; the phone only carries its
 * requests, and writes down what became of its events.
 */
export class SensorsNodeSession {
  readonly #options: SessionOptions;
  readonly #analytics: SensorsAnalytics;
  readonly #subscriptions: readonly { dispose(): void }[];
  /** Events it has taken and not been done with. */
  readonly #waiting = new Map<object, QueuedEvent>();
  readonly #to: string;
  readonly #submitter: Promise<{ readonly onNext: (batch: object | readonly object[]) => void; readonly bridge: LoopbackBridge }>;
  #tracking: QueuedEvent | undefined;
  /** What its requests are made for; it makes them one after the other. */
  #underWay: Batch | undefined;
  #sending: Promise<unknown> = Promise.resolve();
  #isEnded = false;

  constructor(options: SessionOptions) {
    const { vendor, sdk, host, holder } = options;
    this.#options = options;
    this.#to = fillString(sdk.to, host.lookUp(holder));
    this.#analytics = new vendor();
    this.#submitter = this.#openSubmitter();
    // `submitTo` does the same with a Submitter of its own, but once in a process, for whichever instance came first.
    this.#subscriptions = [
      this.#analytics.subscribe((envelope: object) => { if (this.#tracking !== undefined) this.#waiting.set(envelope, this.#tracking); }),
      this.#analytics.inBatch(batchOf(sdk, host.timeScale)).subscribe((batch) => void this.#submitter.then(({ onNext }) => { onNext(batch); })),
    ];
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Tracks an event. @throws what the SDK throws at an event it does not take */
  track(event: QueuedEvent): void {
    const { sdk, host } = this.#options;
    const lookUp = host.lookUp(event.packageName);
    // It says which line of which file called it: a file of this machine, not of the phone.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 3;
    this.#tracking = event;
    try {
      this.#analytics.registerSuperProperties({ ...objectOf(fill(sdk.properties, lookUp)) });
      this.#analytics.track(fillString(sdk.distinctId, lookUp), event.name, { ...event.fields, $time: event.eventMs });
    } finally {
      this.#tracking = undefined;
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  /** Its process ends: what is on its way may arrive, what waits is lost. Resolves when nothing is under way any more. */
  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const [envelope, event] of this.#waiting) {
      if (this.#underWay?.envelopes.includes(envelope) === true) continue;
      this.#waiting.delete(envelope);
      this.#options.host.tell(event, { outcome: 'dropped', reason: 'its process ended first, and sa-sdk-node keeps nothing', sender: this.#options.holder });
    }
    const { bridge } = await this.#submitter;
    await this.#sending;
    bridge.close();
  }

  async #openSubmitter() {
    const { vendor, sdk } = this.#options;
    const bridge = await LoopbackBridge.open((request) => this.#forward(request));
    const observe = (envelopes: readonly object[], submit: () => Promise<void>): Promise<void> => this.#observe(envelopes, submit);
    // Its own word on a request is believed: subclassing is the only way to hear it more than once.
    class Submitter extends vendor.Submitter {
      override submit(envelopes: readonly object[]): Promise<void> {
        return observe(envelopes, () => super.submit(envelopes));
      }
    }
    const submitter = new Submitter({ url: bridge.addressFor(this.#to), gzip: sdk.gzip });
    return { bridge, onNext: (batch: object | readonly object[]) => { submitter.onNext(batch); } };
  }

  /** One request of the SDK's, from its making to what it thinks of the answer. */
  #observe(envelopes: readonly object[], submit: () => Promise<void>): Promise<void> {
    // What its process left behind has been told of.
    if (this.#isEnded) return Promise.resolve();
    const batch: Batch = { envelopes, events: envelopes.flatMap((envelope) => this.#waiting.get(envelope) ?? []) };
    this.#underWay = batch;
    const sending = this.#submit(batch, submit).finally(() => {
      for (const envelope of envelopes) this.#waiting.delete(envelope);
    });
    this.#sending = sending.catch(() => undefined);
    return sending;
  }

  async #submit(batch: Batch, submit: () => Promise<void>): Promise<void> {
    const { host, holder } = this.#options;
    const whereTo = { url: this.#to, sender: holder };
    try {
      await submit();
      for (const event of batch.events) host.tell(event, { ...whereTo, outcome: 'sent', ...batch.attempt });
    } catch (error) {
      const how = batch.attempt ?? { error: await this.#asMeant(error) };
      for (const event of batch.events) host.tell(event, { ...whereTo, outcome: 'failed', ...how, reason: 'not kept: sa-sdk-node tries once' });
      throw error;
    }
  }

  async #forward(request: BridgedRequest): Promise<AppResponse> {
    const { host, holder } = this.#options;
    const batch = this.#underWay;
    const [event] = batch?.events ?? [];
    if (batch === undefined || event === undefined) throw new Error(`carrying a request of sa-sdk-node to ${request.url}: found no batch on its way, expected one`);
    try {
      const { method, ...rest } = request;
      const answer = await host.ask(holder, { ...rest, method: method === 'GET' ? 'GET' : 'POST' }, { purpose: 'telemetry', cause: event.cause });
      batch.attempt = { status: answer.status };
      return answer;
    } catch (error) {
      batch.attempt = { error: error instanceof Error ? error.message : String(error) };
      throw error;
    }
  }

  /** The SDK's own words, which name the bridge for the collector. */
  async #asMeant(error: unknown): Promise<string> {
    const { bridge } = await this.#submitter;
    return (error instanceof Error ? error.message : String(error)).replaceAll(bridge.addressFor(this.#to), this.#to);
  }
}

/** How it is told to batch; told nothing, it sends each event at once. */
function batchOf(sdk: SdkOf<'sensors-node'>, timeScale: number): { readonly count?: number; readonly timeSpan?: number } {
  if (sdk.bulkCount === 1) return {};
  return { count: sdk.bulkCount, ...(sdk.flushIntervalMs === 0 ? {} : { timeSpan: Math.max(1, Math.round(sdk.flushIntervalMs * timeScale)) }) };
}
