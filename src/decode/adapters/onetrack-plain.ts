import type { Adapter } from './adapter.ts';

/** OneTrack without its encryption. */
export const oneTrackPlain: Adapter = {
  name: 'onetrack-plain',
  title: 'OneTrack, not encrypted',
  source: 'XiaomiMiMo/MiMo-Code, metrics/client.ts, for the path; public smali of com.xiaomi.onetrack 2.0.4 for the fields; read 2026-11-21',
  signs: [
    { hosts: ['tracking.miui.com', 'tracking.*.miui.com'], paths: ['/track/v4/o'] },
    { keys: ['H', 'B', 'event', 'e_ts', 'app_id'] },
  ],
  fields: {
    H: 'what is common to events: who, where, when',
    B: 'what the event itself tells',
  },
  opaque: [],
  checks: [{ kind: 'format', is: 'json' }],
};
