import type { IFileSystem } from 'just-bash';
import type { Clock, Packages, Settings } from '../system/services.ts';
import type { Clipboard } from '../system/clipboard.ts';
import type { SmsStore } from '../system/sms-store.ts';
import type { Cause } from './app-event.ts';
import type { SongLibrary } from './media.ts';
import type { Row, Value } from './value.ts';
import type { AppNotification } from './notification.ts';
import type { WebEngine } from './web-engine.ts';

/** What an app's model may use of the phone. */
export interface AppContext {
  readonly packageName: string;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly files: IFileSystem;
  /** The shared storage as the file system knows it: `/storage/emulated/0`. */
  readonly storageRoot: string;
  /** `clearData` is `pm clear`. */
  readonly packages: Packages & { clearData?(name: string): string };
  /** Of the phone's modem; absent without one. */
  readonly imei?: string;
  readonly media: SongLibrary;
  /** The telephony provider. */
  readonly sms: SmsStore;
  readonly web: WebEngine;
  /** What was copied; absent where nobody can paste. */
  readonly clipboard?: Clipboard;
  /** `getprop`. */
  property(name: string): string;
  /** What stands under the icon of a package. */
  titleOf(packageName: string): string;
  /** The app's `state`, live. */
  readonly state: Readonly<Record<string, Value>>;
  setState(name: string, value: Value): void;
  emit(name: string, data: Row, cause: Cause): void;
  /** Shows a screen of this app, in front of its others. */
  go(screen: string, args: Row, cause: Cause): void;
  /** Starts an app by its package. */
  startApp(packageName: string, cause: Cause): void;
  /** Shows a short message over the screen. */
  toast(text: string): void;
  /** Posts a notification of this app, or replaces the one with its id. */
  notify(notification: AppNotification, cause: Cause): void;
  cancelNotification(id: string): void;
  /** Plays a file, opens a URL: hands data to the app that can show it; false when there is none. */
  view(uri: string, cause: Cause): boolean;
}

/** What an app knows and does beyond its screens. Lives as long as its process. */
export interface AppModel {
  /** `${model.<name>}`. */
  value?(name: string): Value | undefined;
  /** The rows of a list's source. */
  rows?(source: string): readonly Row[];
  /** An effect `call`, or data of an intent (`view` with `uri`). */
  call?(operation: string, args: Row, cause: Cause): void;
  /** The process ends: what runs in it stops. */
  end?(): void;
}

export type AppModelFactory = (context: AppContext) => AppModel;
