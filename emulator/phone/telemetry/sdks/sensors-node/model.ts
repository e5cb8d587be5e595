import type { SdkOf } from '../../../profile/profile.ts';
import type { QueuedEvent, Request } from '../../queued-event.ts';
import type { Acceptance, SdkHost, SdkModel } from '../sdk-model.ts';
import { SensorsNodeSession } from './session.ts';
import { loadVendorSdk, type VendorSdk } from './vendor.ts';

/** The vendor's own SDK for Node (sa-sdk-node 1.2.6) as the telemetry of apps: it queues and sends by itself. */
export class SensorsNodeModel implements SdkModel {
  readonly isOpaque = false;
  readonly #sdk: SdkOf<'sensors-node'>;
  readonly #host: SdkHost;
  readonly #vendor: VendorSdk;
  readonly #sessions = new Map<string, SensorsNodeSession>();
  readonly #ending = new Set<Promise<void>>();

  constructor(sdk: SdkOf<'sensors-node'>, host: SdkHost, vendor: VendorSdk = loadVendorSdk()) {
    this.#sdk = sdk;
    this.#host = host;
    this.#vendor = vendor;
  }

  get helpers(): readonly string[] {
    return this.#sdk.sender === undefined ? [] : [this.#sdk.sender];
  }

  start(packageName: string): void {
    if (packageName === (this.#sdk.sender ?? packageName)) this.#sessionOf(packageName);
  }

  end(packageName: string): void {
    const session = this.#sessions.get(packageName);
    if (session === undefined) return;
    this.#sessions.delete(packageName);
    const ending = session.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  accept(event: QueuedEvent): Acceptance {
    const holder = this.#sdk.sender ?? event.packageName;
    try {
      this.#sessionOf(holder).track(event);
      return { kind: 'taken', holder };
    } catch (error) {
      return { kind: 'dropped', reason: `sa-sdk-node does not take it: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  waiting(): number {
    return [...this.#sessions.values()].reduce((sum, session) => sum + session.waiting, 0);
  }

  /** Nothing comes into the phone's own queues. */
  requests(): Promise<readonly Request[]> {
    return Promise.resolve([]);
  }

  async close(): Promise<void> {
    for (const packageName of [...this.#sessions.keys()]) this.end(packageName);
    await Promise.all(this.#ending);
  }

  #sessionOf(holder: string): SensorsNodeSession {
    const session = this.#sessions.get(holder) ?? new SensorsNodeSession({ vendor: this.#vendor, sdk: this.#sdk, host: this.#host, holder });
    this.#sessions.set(holder, session);
    return session;
  }
}
