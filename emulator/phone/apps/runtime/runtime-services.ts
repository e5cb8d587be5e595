import type { IFileSystem } from 'just-bash';
import type { Clipboard } from '../../system/clipboard.ts';
import type { SmsStore } from '../../system/sms-store.ts';
import type { Clock, Packages, Properties, Settings } from '../../system/services.ts';
import type { SongLibrary } from '../media.ts';
import type { WebEngine } from '../web-engine.ts';
import type { AppEvents } from '../app-event.ts';
import type { ProcessTable } from './process-table.ts';

/** What the app runtime uses of the phone. */
export interface RuntimeServices {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly files: IFileSystem;
  readonly storageRoot: string;
  readonly packages: Packages;
  readonly imei?: string;
  readonly properties: Properties;
  readonly processes: ProcessTable;
  readonly media: SongLibrary;
  readonly sms: SmsStore;
  readonly events: AppEvents;
  readonly web: WebEngine;
  readonly clipboard?: Clipboard;
  /** Without it the phone shows a full battery on its cable. */
  readonly battery?: { state(): { readonly level: number; readonly plugged: string } };
  /** The owner chose it in the power menu. */
  onPowerMenu?(what: 'reboot' | 'shutdown'): void;
}
