import type { JsonObject } from '../phone/profile/extend.ts';

const INVENTED = { mark: 'invented' } as const;
/** Who it was: what a collector needs to tell one phone from every other. */
const IDENTITY = { android_id: '${id.android_id}', imei_md5: '${md5(id.imei)}', serial: '${id.serial}' };

/** Address of an invented collector, of its own for each mutant. */
export function collector(name: string, scheme = 'https'): string {
  return `${scheme}://${name}.collect.example`;
}

/** Address of an invented collector by a way out of the phone: QUIC has its port, what is not HTTP one of nobody's. */
export function addressBy(name: string, scheme: string): string {
  if (scheme.startsWith('http') || scheme.startsWith('ws')) return `${collector(name, scheme)}/c`;
  return `${collector(name, scheme)}:${scheme === 'quic' ? 443 : 4430}`;
}

/** Sensors Analytics, readable. */
export const SENSORS: JsonObject = {
  preset: 'sensors', to: 'https://sa.api.intl.miui.com/sa?project=global_browser&r=SG', distinctId: '${instance}', properties: IDENTITY, ...INVENTED,
};

/** com.miui.analytics before OneTrack, readable. */
export const SPOCK: JsonObject = { preset: 'spock', to: 'https://tracking.intl.miui.com/track/spock', sender: 'com.miui.analytics', header: IDENTITY, ...INVENTED };

/** OneTrack that says nothing by itself, so that only what a rule plants is sent. */
export const ONETRACK: JsonObject = { preset: 'onetrack', to: 'https://tracking.intl.miui.com/track/v4', autoTrackActivity: false, dau: false, ...INVENTED };

/** MiStat, opaque. */
export const MISTAT: JsonObject = { preset: 'mistat', to: 'https://data.mistat.intl.xiaomi.com/mistats/v3', ...INVENTED };

/** An SDK that is nothing but a chain of encodings; sent after two seconds, so that it is about one moment. */
export function generic(name: string, encode: readonly string[], more: JsonObject = {}): JsonObject {
  return { preset: 'generic', to: `${collector(name)}/c`, encode, flushIntervalMs: 2000, ...INVENTED, ...more };
}
