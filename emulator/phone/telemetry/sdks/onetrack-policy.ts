import type { SdkOf } from '../../profile/profile.ts';
import type { QueuedEvent } from '../queued-event.ts';
import type { SdkHost } from './sdk-model.ts';

/** The package that uploads for others, and the first version of it that can. */
export const ANALYTICS = 'com.miui.analytics';
const SERVICE = `${ANALYTICS}.onetrack.OneTrackService`;
const FIRST_SYSTEM_VERSION = 2_020_062_900;
const POLICY_CACHE_MS = 900_000;
const BASIC_EVENTS = ['onetrack_dau', 'onetrack_pa'];

/** Whether an event may be said at all, and who says it (OneTrack 2.0.4: `util/v`, `util/q`, `api/an`). */
export class OneTrackPolicy {
  readonly #sdk: SdkOf<'onetrack'>;
  readonly #host: SdkHost;
  readonly #experience = new Map<string, { readonly isOn: boolean; readonly readMs: number }>();

  constructor(sdk: SdkOf<'onetrack'>, host: SdkHost) {
    this.#sdk = sdk;
    this.#host = host;
  }

  /** A process has ended: what it remembered of the switch went with it. */
  forget(packageName: string): void {
    this.#experience.delete(packageName);
  }

  /** As `H.ot_privacy_policy` says it, misspelt as there. */
  name(packageName: string): string {
    if (this.#sdk.policy !== 'experience') return this.#sdk.policy === 'custom-open' ? 'custom_open' : 'custom_close';
    return this.#isExperienceOn(packageName) ? 'exprience_open' : 'exprience_close';
  }

  /** Why nothing is said of an event; undefined when it may be said. */
  refusal(event: QueuedEvent): string | undefined {
    if (this.#host.settings.get('global', 'device_provisioned') === '0') return 'not provisioned';
    if (this.#sdk.needsConsent && !this.#host.hasConsent(event.packageName)) return 'cta';
    const isBasic = event.basic === true || BASIC_EVENTS.includes(event.name);
    return isBasic || this.name(event.packageName).endsWith('_open') ? undefined : 'privacy policy is not permitted';
  }

  /** Whether com.miui.analytics takes the app's events over Binder. */
  delegates(): boolean {
    const service = this.#host.packages.get(ANALYTICS);
    const isMiui = this.#host.properties.get('ro.miui.ui.version.code') !== '';
    const takes = service?.enabled === true && service.disabledComponents?.includes(SERVICE) !== true;
    return this.#sdk.delegates && isMiui && takes && service.versionCode >= FIRST_SYSTEM_VERSION;
  }

  /** `upload_log_pref`, absent is on; looked at once in a while only. */
  #isExperienceOn(packageName: string): boolean {
    const nowMs = this.#host.clock.now();
    const known = this.#experience.get(packageName);
    if (known !== undefined && nowMs - known.readMs < POLICY_CACHE_MS * this.#host.timeScale) return known.isOn;
    const isOn = this.#host.settings.get('secure', 'upload_log_pref') !== '0';
    this.#experience.set(packageName, { isOn, readMs: nowMs });
    return isOn;
  }
}
