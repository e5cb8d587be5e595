import type { AppResponse, Network } from '../network/network.ts';
import type { Profile, Sdk } from '../profile/profile.ts';
import { fillString, type LookUp } from '../profile/template.ts';
import { EventQueue } from './event-queue.ts';
import type { QueuedEvent, Request } from './queued-event.ts';
import type { SdkModel } from './sdks/sdk-model.ts';
import { addressOf, send, type Way } from './sender.ts';
import type { StoredQueue, TelemetryStore } from './telemetry-store.ts';
import type { Fate, TellableFate, TelemetryTruth } from './telemetry-truth.ts';

// Sensors Analytics keeps its events on these and on every 5xx, and throws them away on other answers.
const KEEP_STATUSES = new Set([403, 404]);

/** What dispatching needs of its surroundings. */
export interface DispatchOptions {
  readonly profile: Profile;
  readonly store: TelemetryStore;
  readonly network: Network;
  readonly truth: TelemetryTruth;
  readonly timeScale: number;
  modelOf(sdk: string): SdkModel;
  lookUp(packageName: string): LookUp;
}

/** The queues of all SDKs, and their way out. */
export class Dispatch {
  readonly #options: DispatchOptions;
  readonly #queues = new Map<StoredQueue, EventQueue>();

  constructor(options: DispatchOptions) {
    this.#options = options;
  }

  /** Queues an event; the process of its holder is alive. */
  add(sdk: string, to: { readonly holder: string; readonly lane: string }, event: QueuedEvent): void {
    const stored = this.#options.store.queue(sdk, to.holder, to.lane);
    const queue = this.#queueOf(stored);
    queue.resume();
    queue.add(event);
  }

  /** The process of a holder has begun: what lies there waits again, or goes at once where the SDK starts with that. */
  resume(holder: string): void {
    for (const stored of this.#options.store.queues()) {
      if (stored.holder !== holder || stored.rows.length === 0) continue;
      const queue = this.#queueOf(stored);
      queue.resume();
      if (this.sdkOf(stored.sdk).flushOn.includes('start')) queue.flush();
    }
  }

  suspend(holder: string): void {
    for (const queue of this.#queues.values()) if (queue.stored.holder === holder) queue.suspend();
  }

  /** Sends what waits in the queues of one moment. */
  flushOn(moment: Sdk['flushOn'][number], isMeant: (stored: StoredQueue) => boolean = () => true): void {
    for (const queue of this.#queues.values()) {
      if (!this.sdkOf(queue.stored.sdk).flushOn.includes(moment) || !isMeant(queue.stored)) continue;
      if (moment === 'connectivity') queue.retryNow();
      else queue.flush();
    }
  }

  waiting(): number {
    return this.#options.store.queues().reduce((sum, { rows }) => sum + rows.length, 0);
  }

  /** Ends all timers and writes what is left into the truth log. */
  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    for (const { sdk, holder, rows } of this.#options.store.queues()) {
      for (const event of rows) this.tell(sdk, event, { outcome: 'kept', sender: holder });
    }
  }

  /** Writes down what became of an event that was not on its way, or not by these queues. */
  tell(key: string, event: QueuedEvent, fate: TellableFate): void {
    const sdk = this.sdkOf(key);
    const url = fillString(sdk.to, this.#options.lookUp(event.packageName));
    this.#options.truth.write(event, sdk, { url, sender: sdk.sender ?? event.packageName, isOpaque: this.#options.modelOf(key).isOpaque, ...fate });
  }

  /** Makes a request of an SDK's own, its way. */
  ask(key: string, packageName: string, request: Request, what: Pick<Way, 'purpose' | 'cause'>): Promise<AppResponse> {
    return this.#send(this.sdkOf(key), request, { packageName, ...what });
  }

  sdkOf(key: string): Sdk {
    const sdk = this.#options.profile.sdks[key];
    if (sdk === undefined) throw new Error(`sending telemetry: found sdk "${key}", expected a key of the profile's sdks`);
    return sdk;
  }

  #queueOf(stored: StoredQueue): EventQueue {
    const known = this.#queues.get(stored);
    if (known !== undefined) return known;
    const sdk = this.sdkOf(stored.sdk);
    const { timeScale } = this.#options;
    const model = this.#options.modelOf(stored.sdk);
    const queue = new EventQueue({
      stored,
      intervalMs: () => (model.intervalMs?.(stored.lane, stored.holder) ?? sdk.flushIntervalMs) * timeScale,
      bulkCount: sdk.bulkCount,
      maxBatchCount: (sdk.preset === 'generic' && !sdk.list) || (sdk.preset === 'sensors' && sdk.variant === 'web') ? 1 : sdk.maxBatchCount,
      retry: { firstMs: sdk.retry.firstMs * timeScale, capMs: sdk.retry.capMs * timeScale },
      send: (batch) => this.#sendBatch(stored, batch),
    });
    this.#queues.set(stored, queue);
    return queue;
  }

  async #sendBatch(stored: StoredQueue, batch: readonly QueuedEvent[]): Promise<boolean> {
    const [first] = batch;
    if (first === undefined) return true;
    const sdk = this.sdkOf(stored.sdk);
    const model = this.#options.modelOf(stored.sdk);
    const sender = stored.holder;
    let url = fillString(sdk.to, this.#options.lookUp(first.packageName));
    const tell = (fate: Omit<Fate, 'url' | 'sender' | 'isOpaque'>): void => {
      for (const event of batch) this.#options.truth.write(event, sdk, { ...fate, url, sender, isOpaque: model.isOpaque });
    };
    try {
      let status: number | undefined;
      for (const request of await model.requests(batch, sender)) {
        url = addressOf(fillString(sdk.to, this.#options.lookUp(first.packageName)), request);
        const response = await this.#send(sdk, request, { packageName: sender, lookUpFor: first.packageName, purpose: 'telemetry', cause: first.cause });
        status = response.status;
        if (!(model.isTaken?.(response, sender) ?? isTaken(response))) {
          tell({ outcome: 'failed', status });
          return false;
        }
      }
      tell({ outcome: 'sent', ...(status === undefined || !isHttp(sdk) ? {} : { status }) });
      return true;
    } catch (error) {
      tell({ outcome: 'failed', error: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }

  #send(sdk: Sdk, request: Request, what: Pick<Way, 'packageName' | 'purpose' | 'cause'> & { readonly lookUpFor?: string }): Promise<AppResponse> {
    const { packageName, purpose, cause } = what;
    const lookUp = this.#options.lookUp(what.lookUpFor ?? packageName);
    return send(this.#options.network, request, {
      packageName,
      transport: sdk.transport,
      url: addressOf(fillString(sdk.to, lookUp), request),
      method: request.method ?? sdk.method,
      headers: Object.fromEntries(Object.entries(sdk.headers).map(([name, text]) => [name, fillString(text, lookUp)])),
      pinned: sdk.pinned,
      http2: sdk.http2,
      purpose,
      cause,
    });
  }
}

function isTaken({ status }: AppResponse): boolean {
  return status < 500 && !KEEP_STATUSES.has(status);
}

function isHttp(sdk: Sdk): boolean {
  return sdk.transport === 'proxy' || sdk.transport === 'direct';
}
