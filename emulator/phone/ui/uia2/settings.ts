import { optionalObject } from './body.ts';
import { invalidArgument } from './errors.ts';
import type { Routes } from './route.ts';

/** A value of a driver setting. */
export type SettingValue = string | number | boolean;

/**
 * The settings the server knows, with the values a new session has.
 *
 * https://github.com/appium/appium-uiautomator2-server/tree/5412fdb3/app/src/main/java/io/appium/uiautomator2/model/settings
 */
const DEFAULTS: Readonly<Record<string, SettingValue>> = {
  actionAcknowledgmentTimeout: 3000,
  allowInvisibleElements: false,
  ignoreUnimportantViews: false,
  elementResponseAttributes: 'name,text',
  enableMultiWindows: false,
  enableNotificationListener: true,
  enableTopmostWindowFromActivePackage: false,
  keyInjectionDelay: 0,
  scrollAcknowledgmentTimeout: 200,
  shouldUseCompactResponses: true,
  waitForIdleTimeout: 10_000,
  waitForSelectorTimeout: 10_000,
  normalizeTagNames: false,
  enforceXPath1: false,
  disableIdLocatorAutocompletion: false,
  limitXPathContextScope: true,
  includeExtrasInPageSource: false,
  includeA11yActionsInPageSource: false,
  includeExtraRenderingInfo: false,
  shutdownOnPowerDisconnect: true,
  simpleBoundsCalculation: false,
  trackScrollEvents: true,
  wakeLockTimeout: 86_400_000,
  serverPort: 6790,
  mjpegServerPort: 7810,
  mjpegServerFramerate: 10,
  mjpegScalingFactor: 50,
  mjpegServerScreenshotQuality: 50,
  mjpegBilinearFiltering: false,
  useResourcesForOrientationDetection: false,
  snapshotMaxDepth: 70,
  currentDisplayId: 0,
  alwaysTraversableViewClasses: '',
  deferAccessibilityCacheReset: false,
  mapTestTagToResourceId: false,
};

/** Settings of one session. Unknown names are passed over, as the server does. */
export class ServerSettings {
  readonly #values = new Map<string, SettingValue>(Object.entries(DEFAULTS));

  all(): Readonly<Record<string, SettingValue>> {
    return Object.fromEntries(this.#values);
  }

  isOn(name: string): boolean {
    return this.#values.get(name) === true;
  }

  number(name: string): number {
    return Number(this.#values.get(name) ?? 0);
  }

  text(name: string): string {
    return String(this.#values.get(name) ?? '');
  }

  /** @throws Uia2Error `invalid argument` for a value of another type. */
  update(settings: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(settings)) {
      const known = this.#values.get(name);
      if (known === undefined) continue;
      if (typeof value !== typeof known || !isSettingValue(value)) {
        throw invalidArgument(`Invalid '${name}' setting value type. Got: ${javaClass(value)}. Expected: ${javaClass(known)}.`);
      }
      this.#values.set(name, typeof value === 'number' ? Math.trunc(value) : value);
    }
  }
}

function isSettingValue(value: unknown): value is SettingValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The class Gson makes of a JSON value, as the server's messages name it. */
function javaClass(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'number') return 'java.lang.Double';
  return typeof value === 'boolean' ? 'java.lang.Boolean' : 'com.google.gson.internal.LinkedTreeMap';
}

/** Reading and changing the session's settings. */
export const settingsRoutes: Routes = {
  'GET appium/settings': ({ session }) => session.settings.all(),
  'POST appium/settings': ({ session, body }) => {
    session.settings.update(optionalObject(body, 'settings') ?? {});
    return null;
  },
};
