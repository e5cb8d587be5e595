import { randomUUID } from 'node:crypto';
import type { AppEvent } from '../apps/app-event.ts';
import type { Connectivity, Network } from '../network/network.ts';
import type { Profile } from '../profile/profile.ts';
import type { Packages, Properties, Settings } from '../system/services.ts';
import type { Circumstances } from './rules.ts';
import type { TelemetryStore } from './telemetry-store.ts';

const SYSTEM_UI = 'com.android.systemui';

/** What rules and SDKs ask about the phone and the apps, gathered from what happens. */
export class PhoneState implements Circumstances {
  readonly settings: Settings;
  readonly properties: Properties;
  readonly packages: Packages;
  readonly #phone: { readonly monkey?: { readonly isRunning: boolean } };
  readonly #network: Network;
  readonly #store: TelemetryStore;
  #isScreenOn = true;

  constructor(
    profile: Profile,
    phone: { readonly settings: Settings; readonly properties: Properties; readonly packages: Packages; readonly monkey?: { readonly isRunning: boolean } },
    network: Network,
    store: TelemetryStore,
  ) {
    this.settings = phone.settings;
    this.properties = phone.properties;
    this.packages = phone.packages;
    this.#phone = phone;
    this.#network = network;
    this.#store = store;
    // Whoever agreed long ago has started the app before.
    for (const packageName of profile.consent) {
      if (store.get(packageName, 'consent') !== undefined || store.wasCleared(packageName)) continue;
      store.put(packageName, 'consent', 'yes');
      store.put(packageName, 'starts', '1');
    }
  }

  hear(event: AppEvent): void {
    if (event.name === 'consent') this.put(event.packageName, 'consent', String(event.data['given'] ?? ''));
    if (this.isScreenEvent(event)) this.#isScreenOn = event.name === 'screen.on';
  }

  /** A process of an app has begun. */
  began(packageName: string): void {
    this.put(packageName, 'starts', String(this.starts(packageName) + 1));
  }

  isScreenEvent(event: AppEvent): boolean {
    return event.packageName === SYSTEM_UI && (event.name === 'screen.on' || event.name === 'screen.off');
  }

  isMonkey(): boolean {
    return this.#phone.monkey?.isRunning ?? false;
  }

  isScreenOn(): boolean {
    return this.#isScreenOn;
  }

  connectivity(): Connectivity {
    return this.#network.connectivity();
  }

  hasConsent(packageName: string): boolean {
    return this.get(packageName, 'consent') === 'yes';
  }

  starts(packageName: string): number {
    return Number(this.get(packageName, 'starts') ?? '0');
  }

  /** What an SDK calls this installation of its app: a random number of its own. */
  instance(packageName: string): string {
    const known = this.get(packageName, 'instance');
    if (known !== undefined) return known;
    const instance = randomUUID();
    this.put(packageName, 'instance', instance);
    return instance;
  }

  get(packageName: string, name: string): string | undefined {
    return this.#store.get(packageName, name);
  }

  put(packageName: string, name: string, value: string): void {
    this.#store.put(packageName, name, value);
  }
}
