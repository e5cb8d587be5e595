import type { Browser } from 'webdriverio';
import type { PhoneFacts } from '../flow/phone-facts.ts';

/** A shell on the phone, over the adb server's socket. */
export interface DeviceShell {
  /** Standard output of a command that must succeed. @throws {EarshotError} PHONE_REFUSED with its exit code and stderr. */
  run(command: string): Promise<string>;
  /** Exit code and both streams; never throws for a command that failed. */
  try(command: string): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  push(content: Buffer, remotePath: string): Promise<void>;
}

/** The phone in a page object's hands. */
export interface Phone {
  readonly facts: PhoneFacts;
  readonly driver: Browser;
  readonly shell: DeviceShell;
  /** Performs one gesture under a title; it becomes a step of the report. */
  act<T>(title: string, gesture: () => Promise<T>): Promise<T>;
}
