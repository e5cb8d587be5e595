import type { AppEvent, Cause } from '../../apps/app-event.ts';
import type { AppResponse, Connectivity } from '../../network/network.ts';
import type { LookUp } from '../../profile/template.ts';
import type { Clock, LogLevel, Packages, Properties, Settings } from '../../system/services.ts';
import type { Random } from '../random.ts';
import type { QueuedEvent, Request } from '../queued-event.ts';
import type { TellableFate } from '../telemetry-truth.ts';

/** Something an SDK says without being told to. */
export interface OwnEvent {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly level?: number;
  readonly basic?: boolean;
  /** Sent at once, apart from the others. */
  readonly lane?: string;
}

/** What becomes of an event that an app gave to its SDK. */
export type Acceptance =
  | {
      readonly kind: 'queued';
      readonly event: QueuedEvent;
      /** Package in whose database it lies and whose request it will be. */
      readonly holder: string;
      /** Events of one lane wait and go together. */
      readonly lane: string;
    }
  /** The SDK sends it by itself, from the process of this package, and tells what became of it. */
  | { readonly kind: 'taken'; readonly holder: string }
  | { readonly kind: 'dropped'; readonly reason: string };

/** What an SDK may use of the phone and of the app it is in. */
export interface SdkHost {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly properties: Properties;
  readonly packages: Packages;
  readonly random: Random;
  readonly timeScale: number;
  /** Names for templates, as things are now. */
  lookUp(packageName: string): LookUp;
  connectivity(): Connectivity;
  hasConsent(packageName: string): boolean;
  /** The app's preferences, in flash. */
  get(packageName: string, name: string): string | undefined;
  put(packageName: string, name: string, value: string): void;
  log(packageName: string, line: { readonly level: LogLevel; readonly tag: string; readonly message: string }): void;
  /** A request of the SDK's own: for a key, for its configuration. */
  ask(packageName: string, request: Request, what: { readonly purpose: string; readonly cause: Cause }): Promise<AppResponse>;
  /** Says something later than when it was heard of. */
  track(packageName: string, event: OwnEvent, cause: Cause): void;
  /** Writes down what became of an event that the SDK had taken. */
  tell(event: QueuedEvent, fate: TellableFate): void;
}

/** One SDK of the profile, in all apps that have it. */
export interface SdkModel {
  /** Nobody but its maker can read what it sends. */
  readonly isOpaque: boolean;
  /** Packages that take part beside the apps that have it. */
  readonly helpers?: readonly string[];
  /** A process with it in it begins. */
  start?(packageName: string): void;
  /** Package whose service it binds to when a process of an app begins; undefined where it does not. */
  bindsTo?(packageName: string): string | undefined;
  /** A process with it in it has ended. */
  end?(packageName: string): void;
  /** Something happened in an app that has it: what it says of that by itself. */
  hear?(event: AppEvent): readonly OwnEvent[];
  accept?(event: QueuedEvent): Acceptance;
  /** How long an event of a lane waits at most. */
  intervalMs?(lane: string, holder: string): number;
  /** The requests a batch makes; rejects when it cannot be sent now. */
  requests(batch: readonly QueuedEvent[], holder: string): Promise<readonly Request[]>;
  /** The collector has answered; false when the events are to be kept. Without it: 403, 404 and 5xx keep them. */
  isTaken?(response: AppResponse, holder: string): boolean;
  /** Events it has taken and not been done with. */
  waiting?(): number;
  /** The phone is switched off; resolves when nothing of it is under way any more. */
  close?(): Promise<void>;
}

/** Fields of a value that should be an object. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A form's body. */
export function formRequest(fields: Readonly<Record<string, string>>): Request {
  return { body: Buffer.from(new URLSearchParams(fields).toString()), isText: true, contentType: 'application/x-www-form-urlencoded' };
}
