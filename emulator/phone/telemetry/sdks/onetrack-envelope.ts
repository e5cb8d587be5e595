import { createHash } from 'node:crypto';
import type { SdkOf } from '../../profile/profile.ts';
import type { LookUp } from '../../profile/template.ts';
import type { QueuedEvent } from '../queued-event.ts';

const DAY_MS = 86_400_000;

/** What else the envelope says of an app. */
export interface AppFacts {
  readonly policy: string;
  readonly isTest: boolean;
  readonly firstDayMs: number;
  readonly sid: string;
}

/** OneTrack's names of what the phone is connected to. */
export function networkName(connectivity: unknown): string {
  if (connectivity === 'wifi') return 'WIFI';
  return connectivity === 'mobile' ? '4G' : 'NONE';
}

/**
 * An event as OneTrack writes it down: `H`, whose and what; `B`, the event's own. International builds carry the GAID,
 * Chinese ones IMEI and OAID; which digests are taken of them is not published.
 */
export function oneTrackItem(sdk: SdkOf<'onetrack'>, event: QueuedEvent, lookUp: LookUp, app: AppFacts): { readonly H: object; readonly B: object } {
  const region = String(lookUp('property.ro.miui.region') ?? '');
  const identifiers = region === 'CN'
    ? { imei: createHash('md5').update(String(lookUp('id.imei') ?? '')).digest('hex'), oaid: lookUp('id.oaid') ?? '' }
    : { gaid: lookUp('id.gaid') ?? '' };
  return {
    H: {
      event: event.name,
      ...identifiers,
      android_id: lookUp('id.android_id') ?? '',
      instance_id: lookUp('instance') ?? '',
      mfrs: lookUp('property.ro.product.manufacturer') ?? '',
      model: lookUp('property.ro.product.model') ?? '',
      market_name: lookUp('property.ro.product.marketname') ?? '',
      platform: 'Android',
      miui: lookUp('property.ro.miui.ui.version.name') ?? '',
      build: lookUp('property.ro.build.version.incremental') ?? '',
      os_ver: lookUp('property.ro.build.version.release') ?? '',
      app_id: sdk.appId,
      app_ver: lookUp('app.versionName') ?? '',
      pkg: event.packageName,
      channel: sdk.channel,
      e_ts: event.eventMs,
      tz: 'GMT+00:00',
      net: networkName(lookUp('network')),
      region,
      sdk_ver: sdk.sdkVersion,
      sid: app.sid,
      sdk_mode: 'app',
      ot_first_day: event.eventMs - app.firstDayMs < DAY_MS ? 'true' : 'false',
      ot_test_env: app.isTest,
      ot_privacy_policy: app.policy,
    },
    B: event.fields,
  };
}
