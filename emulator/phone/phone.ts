import { setTimeout as sleep } from 'node:timers/promises';
import type { Adbd } from './adbd/adbd.ts';
import { startUp } from './boot.ts';
import type { Boot } from './boot.ts';
import { Cable } from './cable.ts';
import type { Internet } from './network/phone-network.ts';
import type { Profile } from './profile/profile.ts';
import type { KeyOwner } from './system/authorisation.ts';
import type { PhoneServices } from './system/services.ts';
import { completeBoot } from './system/system.ts';
import type { TruthLog } from './telemetry/truth-log.ts';

export interface PhoneOptions {
  readonly profile: Profile;
  readonly internet: Internet;
  readonly truth: TruthLog;
  /** TCP port of adbd on 127.0.0.1. Default: any free one. */
  readonly port?: number;
  /** Shortens the delays of the software on the phone. Default 1: as on a phone. */
  readonly timeScale?: number;
  /** The same seed gives the same background traffic. */
  readonly seed?: number;
  /** Keys the owner accepted before, as lines of `adbkey.pub`. */
  readonly trustedKeys?: readonly string[];
  /** Who answers when a host with a new key connects. Default: accepts. */
  readonly keyOwner?: KeyOwner;
  /** Told when the phone did not come back from a reboot nobody waits for. */
  readonly warn?: (message: string) => void;
}

/** How long a reboot takes; a phone needs half a minute, this one is in less of a hurry only when asked. */
export interface RebootOptions {
  /** From the end of adbd to its answering again. Default 500. */
  readonly offMs?: number;
  /** From then to `sys.boot_completed`. Default 1000. */
  readonly bootMs?: number;
  /** What `sys.boot.reason` says of it. Default `reboot`. */
  readonly reason?: string;
}

/** A phone, on or off. */
export interface Phone {
  /** Where its adbd listens on 127.0.0.1, the same at each boot. */
  readonly port: number;
  readonly profile: Profile;
  /** `booting` until `sys.boot_completed`. */
  readonly state: 'on' | 'booting' | 'off';
  /** What hosts are connected by. */
  readonly cable: Cable;
  /** What runs on it now; another one after each boot. */
  readonly boot: Boot;
  readonly services: PhoneServices;
  readonly adbd: Adbd;
  /** Switches it off and on again; resolves once it has booted. */
  reboot(options?: RebootOptions): Promise<void>;
  /** Switches it off: connections break, adbd's port is closed; settings, files and packages stay. */
  powerOff(): Promise<void>;
  /** Switches it on again after `powerOff`. */
  powerOn(options?: RebootOptions): Promise<void>;
  /** Calls back each time adbd answers again after a boot, before the phone says that it has booted. */
  onBoot(listener: () => void | Promise<void>): void;
  /** Switches it off for good: what was not sent is written into the truth log. */
  close(): Promise<void>;
}

/** Switched off, or in a bootloader or a recovery: adb finds no phone there until somebody switches it on. */
const LEADS_ELSEWHERE = /^shutdown|bootloader|fastboot|recovery|sideload|edl/;

const DEFAULT_OFF_MS = 500;
const DEFAULT_BOOT_MS = 1000;

/** Boots a phone as its profile describes it; resolves once its adbd answers. */
export async function bootPhone(options: PhoneOptions): Promise<Phone> {
  return SwitchablePhone.fromFactory(options);
}

class SwitchablePhone implements Phone {
  readonly port: number;
  readonly cable: Cable;
  readonly #options: PhoneOptions;
  readonly #bootListeners: (() => void | Promise<void>)[] = [];
  #boot: Boot;
  #state: Phone['state'] = 'on';
  /** Switching is done in the order in which it was asked for. */
  #switching: Promise<void> = Promise.resolve();
  readonly #gone = new AbortController();

  private constructor(options: PhoneOptions, cable: Cable, first: Boot) {
    this.cable = cable;
    this.#options = options;
    this.#boot = first;
    this.port = first.adbd.port;
  }

  static async fromFactory(options: PhoneOptions): Promise<SwitchablePhone> {
    const reboot = (reason: string): void => phone.#obey(reason);
    const cable = new Cable();
    const phone: SwitchablePhone = new SwitchablePhone(options, cable, await startUp({ phone: options, port: options.port ?? 0, cable, reboot }));
    return phone;
  }

  get profile(): Profile {
    return this.#options.profile;
  }

  get state(): Phone['state'] {
    return this.#state;
  }

  get boot(): Boot {
    return this.#boot;
  }

  get services(): PhoneServices {
    return this.#boot.services;
  }

  get adbd(): Adbd {
    return this.#boot.adbd;
  }

  reboot(options: RebootOptions = {}): Promise<void> {
    return this.#switch(async () => {
      await this.#turnOff();
      await this.#wait(options.offMs ?? DEFAULT_OFF_MS);
      await this.#turnOn(options);
    });
  }

  powerOff(): Promise<void> {
    return this.#switch(() => this.#turnOff());
  }

  powerOn(options: RebootOptions = {}): Promise<void> {
    return this.#switch(() => this.#turnOn(options));
  }

  onBoot(listener: () => void | Promise<void>): void {
    this.#bootListeners.push(listener);
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await this.#switching.catch(() => undefined);
    await this.#turnOff();
    this.#options.truth.close();
  }

  /** What init does when `sys.powerctl` is set. */
  #obey(powerctl: string): void {
    const switched = LEADS_ELSEWHERE.test(powerctl) ? this.powerOff() : this.reboot({ reason: powerctl });
    switched.catch((error: unknown) => this.#options.warn?.(`${powerctl}: the phone stays off: ${error instanceof Error ? error.message : String(error)}`));
  }

  #switch(change: () => Promise<void>): Promise<void> {
    const done = this.#switching.catch(() => undefined).then(async () => {
      if (!this.#gone.signal.aborted) await change();
    });
    this.#switching = done;
    return done;
  }

  async #turnOff(): Promise<void> {
    if (this.#state === 'off') return;
    this.#state = 'off';
    await this.#boot.end();
  }

  async #turnOn({ bootMs = DEFAULT_BOOT_MS, reason = 'reboot' }: RebootOptions): Promise<void> {
    if (this.#state !== 'off' || this.#gone.signal.aborted) return;
    const before = this.#boot;
    const reboot = (why: string): void => this.#obey(why);
    this.#boot = await startUp({ phone: this.#options, port: this.port, cable: this.cable, before, reboot });
    this.#state = 'booting';
    this.#boot.system.properties.set('sys.boot.reason', reason);
    for (const listener of this.#bootListeners) await listener();
    await this.#wait(bootMs);
    completeBoot(this.#boot.system);
    this.#state = 'on';
  }

  /** Passes at once when the phone is taken away meanwhile. */
  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#gone.signal }).catch(() => undefined);
  }
}
