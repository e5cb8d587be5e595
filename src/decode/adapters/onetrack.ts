import type { Adapter } from './adapter.ts';

/** OneTrack: telemetry of Xiaomi's apps and system since 2020. Its oracle line is tied to it in `attribute`. */
export const oneTrack: Adapter = {
  name: 'onetrack',
  title: 'OneTrack',
  source: 'public smali of com.xiaomi.onetrack 2.0.2 and 2.0.4 (AyraHikari/XiaomiAppsPort@3d0c12f4), read 2026-11-21',
  signs: [
    { headers: ['OT_SID', 'OT_protocol'] },
    { headers: ['OT_protocol'], paths: ['/track/v4'] },
    { hosts: ['tracking.miui.com', 'tracking.*.miui.com'], paths: ['/track/v4'] },
  ],
  fields: {
    OT_SID: 'which key the events are encrypted with',
    OT_ts: 'when it was sent',
    OT_net: 'kind of network',
    OT_sender: 'package that sends, which may do so for another app',
    OT_protocol: 'version of the format',
  },
  opaque: [{ because: 'the body is under AES, with a key agreed upon at /track/key_get; the SDK\'s own log tells what is in it' }],
  checks: [{ kind: 'blocks', bytes: 16 }],
};
