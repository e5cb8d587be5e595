import type { Browser } from 'webdriverio';
import { clearData } from '../device/clear-data.ts';
import type { DeviceShell } from '../device/device-shell.ts';
import type { ConsentSetup } from '../flow/consent.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Step } from '../flow/window.ts';
import type { Phone } from './phone.ts';

/** A phone that writes down every gesture, so that the report can tell what was tapped and when. */
export class RecordingPhone implements Phone {
  readonly facts: PhoneFacts;
  readonly consent: ConsentSetup;
  readonly driver: Browser;
  readonly shell: DeviceShell;
  readonly #onAgreement: ((packageName: string) => void) | undefined;
  readonly #cleared = new Set<string>();
  #steps: Step[] = [];

  /** @param parts.onAgreement Called before an agreement is accepted that an app asked for as it was found, its data not cleared yet. */
  constructor(parts: { readonly facts: PhoneFacts; readonly consent?: ConsentSetup; readonly driver: Browser; readonly shell: DeviceShell; readonly onAgreement?: (packageName: string) => void }) {
    this.facts = parts.facts;
    this.consent = parts.consent ?? 'as-found';
    this.driver = parts.driver;
    this.shell = parts.shell;
    this.#onAgreement = parts.onAgreement;
  }

  async act<T>(title: string, gesture: () => Promise<T>): Promise<T> {
    return this.#record({ title }, gesture);
  }

  async clearData(packageName: string): Promise<void> {
    await this.#record({ title: `clears the data of ${packageName}`, clears: packageName }, () => clearData(this.shell, packageName));
    this.#cleared.add(packageName);
  }

  noteAgreement(packageName: string): void {
    if (!this.#cleared.has(packageName)) this.#onAgreement?.(packageName);
  }

  /** The steps since the last call, in order. */
  takeSteps(): readonly Step[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }

  async #record<T>(about: Pick<Step, 'title' | 'clears'>, gesture: () => Promise<T>): Promise<T> {
    const startMs = Date.now();
    try {
      const result = await gesture();
      this.#steps.push({ ...about, startMs, endMs: Date.now() });
      return result;
    } catch (error) {
      this.#steps.push({ ...about, startMs, endMs: Date.now(), error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }
}
