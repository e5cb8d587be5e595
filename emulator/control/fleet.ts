import { join, resolve } from 'node:path';
import { bootPhone } from '../phone/phone.ts';
import type { Phone } from '../phone/phone.ts';
import { loadProfile } from '../phone/profile/load-profile.ts';
import type { Profile } from '../phone/profile/profile.ts';
import type { KeyOwner } from '../phone/system/authorisation.ts';
import { noTruthLog, openTruthLog } from '../phone/telemetry/truth-log.ts';
import type { World } from '../world/world.ts';
import { ActiveFaults } from './active-faults.ts';
import type { PlannedFault } from './fault-argument.ts';

/** What all phones of a fleet have in common. */
export interface FleetOptions {
  readonly world: World;
  readonly timeScale: number;
  readonly seed: number;
  /** adbd's port of the first phone; the others follow two apart, as emulators do. Default: any free ones. */
  readonly firstPort?: number;
  /** Folder for the truth logs. */
  readonly truth?: string;
  readonly trustedKeys: readonly string[];
  readonly keyOwner: KeyOwner;
  /** Faults of each phone, from its boot on. */
  readonly faults: readonly PlannedFault[];
  /** Told of faults that were planned and could not be made. */
  warn(message: string): void;
}

/** A phone of the fleet. */
export interface FleetPhone {
  /** Counts from 1. */
  readonly id: number;
  readonly phone: Phone;
  readonly faults: ActiveFaults;
}

/** `adb devices` looks at the odd ports from 5555 to 5585; a console, which is not emulated, has the even one before. */
const PORTS_APART = 2;

/** The phones of one emulator, in the order in which they were booted. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #phones: FleetPhone[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Phones that were begun, whether their boot came to an end or not. */
  #begun = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  phones(): readonly FleetPhone[] {
    return this.#phones;
  }

  /**
   * Boots one more phone from a profile's file.
   *
   * @throws {ProfileError} when the profile has faults.
   */
  async bootFrom(path: string): Promise<FleetPhone> {
    return this.boot(await loadProfile(resolve(path)));
  }

  /** Boots one more phone. */
  async boot(profile: Profile): Promise<FleetPhone> {
    const { world, timeScale, seed, firstPort, trustedKeys, keyOwner } = this.#options;
    const id = (this.#begun += 1);
    const phone = await bootPhone({
      profile, internet: world, timeScale, trustedKeys, keyOwner,
      truth: this.#truthLog(profile, id),
      warn: (message) => this.#options.warn(`Phone ${id}: ${message}`),
      seed: seed + id - 1,
      ...(firstPort === undefined || firstPort === 0 ? {} : { port: firstPort + (id - 1) * PORTS_APART }),
    });
    const entry = { id, phone, faults: new ActiveFaults(phone) };
    this.#phones.push(entry);
    for (const planned of this.#options.faults) this.#plan(entry, planned);
    return entry;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { phone, faults } of [...this.#phones].reverse()) {
      faults.close();
      await phone.close();
    }
  }

  #truthLog(profile: Profile, id: number): ReturnType<typeof openTruthLog> {
    const { truth } = this.#options;
    return truth === undefined ? noTruthLog : openTruthLog(join(truth, `${id}-${profile.id}.ndjson`));
  }

  #plan(entry: FleetPhone, { fault, parameters, afterMs }: PlannedFault): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      entry.faults.begin(fault, parameters).catch((error: unknown) => {
        this.#options.warn(`Phone ${entry.id}: ${error instanceof Error ? error.message : String(error)}`);
      });
    }, afterMs);
    this.#timers.add(timer);
  }
}
