import type { PhoneServices } from '../../system/services.ts';
import type { Display, Toast } from '../view.ts';
import type { AttributeScope } from './attributes.ts';
import type { JsonObject } from './body.ts';
import { ElementStore } from './element-store.ts';
import { Schedule } from './schedule.ts';
import { takeScreen, type Screen } from './screen.ts';
import { ServerSettings } from './settings.ts';
import type { SourceOptions } from './source-xml.ts';

/** Passes time, as a finger that rests or moves does. */
export type Sleep = (durationMs: number) => Promise<void>;

/** The phone's clipboard: one text. */
export interface Clipboard {
  get(): string;
  set(text: string): void;
}

/** `TOAST_CLEAR_TIMEOUT` of the server's notification listener. */
const TOAST_REMEMBERED_MS = 3500;

/** What the server asks the battery: percent and `BATTERY_STATUS_*`. */
export interface Battery {
  state(): { readonly level: number; readonly status: number };
}

/** One driver's session with the server: what it knows of the phone, and what it remembers. */
export class Session {
  readonly id: string;
  readonly capabilities: JsonObject;
  readonly elements = new ElementStore();
  readonly settings = new ServerSettings();
  readonly display: Display;
  readonly services: PhoneServices;
  readonly clipboard: Clipboard;
  readonly sleep: Sleep;
  readonly battery: Battery | undefined;
  readonly schedule: Schedule;
  #toast: Toast | undefined;

  constructor(
    id: string,
    capabilities: JsonObject,
    phone: Pick<Session, 'display' | 'services' | 'clipboard' | 'sleep'> & { readonly battery?: Battery },
  ) {
    this.id = id;
    this.capabilities = capabilities;
    this.display = phone.display;
    this.services = phone.services;
    this.clipboard = phone.clipboard;
    this.sleep = phone.sleep;
    this.battery = phone.battery;
    this.schedule = new Schedule(() => phone.services.clock.now());
  }

  /** What shapes the page source now. */
  sourceOptions(): SourceOptions {
    const toast = this.settings.isOn('enableNotificationListener') ? this.#heardToast() : undefined;
    return {
      ...this.attributeScope(),
      rotation: this.display.rotation(),
      maxDepth: this.settings.number('snapshotMaxDepth'),
      normalizeTags: this.settings.isOn('normalizeTagNames'),
      ...(toast === undefined ? {} : { toast }),
    };
  }

  attributeScope(): AttributeScope {
    return {
      sdk: Number(this.services.properties.get('ro.build.version.sdk')),
      includeExtras: this.settings.isOn('includeExtrasInPageSource'),
      includeActions: this.settings.isOn('includeA11yActionsInPageSource'),
    };
  }

  /** The last toast, which the server remembers for a while after it has gone from the glass. */
  #heardToast(): string | undefined {
    const shown = this.display.toast();
    if (shown !== undefined) this.#toast = shown;
    const heard = this.#toast;
    return heard !== undefined && this.services.clock.now() - heard.shownAtMs <= TOAST_REMEMBERED_MS ? heard.text : undefined;
  }

  /** What is on the glass now. */
  look(): Screen {
    return takeScreen(
      this.display.root(),
      { widthPx: this.display.widthPx, heightPx: this.display.heightPx },
      { allowInvisible: this.settings.isOn('allowInvisibleElements'), ignoreUnimportant: this.settings.isOn('ignoreUnimportantViews') },
    );
  }

  /** Size of one density-independent pixel in pixels. */
  pixelRatio(): number {
    return this.display.densityDpi / 160;
  }
}
