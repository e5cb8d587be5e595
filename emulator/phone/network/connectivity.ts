import type { SettingChange } from '../system/settings.ts';
import type { Settings } from '../system/services.ts';
import type { Connectivity } from './network.ts';

/** A settings provider that may tell its observers; without it changes are noticed when somebody asks. */
export type ConnectivitySettings = Settings & { observe?(observer: (change: SettingChange) => void): () => void };

const KEYS = new Set(['airplane_mode_on', 'wifi_on', 'mobile_data']);
// Settings.Global.WIFI_ON: 1 enabled, 2 enabled although aeroplane mode is on, 3 disabled because it is.
const WIFI_ON_IN_AEROPLANE_MODE = '2';

/** ConnectivityService, in small: which network the phone is on, by the switches its owner sees. */
export class ConnectivityService {
  readonly #settings: ConnectivitySettings;
  readonly #listeners = new Set<(connectivity: Connectivity) => void>();
  readonly #stop: () => void;
  #last: Connectivity;

  constructor(settings: ConnectivitySettings) {
    this.#settings = settings;
    this.#last = this.#bySettings();
    this.#stop = settings.observe?.(({ namespace, key }) => {
      if (namespace === 'global' && KEYS.has(key)) this.#update();
    }) ?? (() => undefined);
  }

  current(): Connectivity {
    return this.#last;
  }

  onChange(listener: (connectivity: Connectivity) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  #update(): void {
    const now = this.#bySettings();
    if (now === this.#last) return;
    this.#last = now;
    for (const listener of [...this.#listeners]) listener(now);
  }

  #bySettings(): Connectivity {
    const get = (key: string, preset: string): string => this.#settings.get('global', key) ?? preset;
    if (get('airplane_mode_on', '0') === '1') return get('wifi_on', '1') === WIFI_ON_IN_AEROPLANE_MODE ? 'wifi' : 'none';
    if (get('wifi_on', '1') === '1' || get('wifi_on', '1') === WIFI_ON_IN_AEROPLANE_MODE) return 'wifi';
    return get('mobile_data', '1') === '1' ? 'mobile' : 'none';
  }
}
