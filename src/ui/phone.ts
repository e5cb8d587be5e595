import type { Browser } from 'webdriverio';
import type { DeviceShell } from '../device/device-shell.ts';
import type { ConsentSetup } from '../flow/consent.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';

/** The phone in a page object's hands. */
export interface Phone {
  readonly facts: PhoneFacts;
  /** How agreements are to be answered: all but `declined` means that they are accepted. */
  readonly consent: ConsentSetup;
  readonly driver: Browser;
  readonly shell: DeviceShell;
  /** Ids that stand in for ones this phone does not have, where somebody found out: `earshot doctor` gets on by them. */
  readonly standIns?: ReadonlyMap<string, string>;
  /** Performs one gesture under a title; it becomes a step of the report. */
  act<T>(title: string, gesture: () => Promise<T>): Promise<T>;
  /**
   * Clears an app's data, as Settings does: its process ends, and consent, queued events and the ids it made up are gone.
   * A step of the report; what travels before and after it says which identifiers outlive it.
   *
   * @throws {EarshotError} PHONE_REFUSED when the phone does not say that it did.
   */
  clearData(packageName: string): Promise<void>;
  /** Says that an app's agreement is about to be accepted. */
  noteAgreement?(packageName: string): void;
}
