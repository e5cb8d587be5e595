import type { Adapter } from './adapter.ts';

/** The predecessor of spock. */
export const miuiTracks: Adapter = {
  name: 'miui-tracks',
  title: 'MIUI Analytics (tracks)',
  source: 'public smali of com.miui.analytics of about 2016, class XiaomiServer, read 2026-11-21',
  signs: [
    { hosts: ['tracking.miui.com', 'tracking.*.miui.com'], paths: ['/tracks'] },
    { fields: ['value', 's'], values: { t: 'miui_apps' } },
  ],
  fields: {
    t: 'kind of upload: miui_apps',
    value: 'the events: base64 of JSON with _ei_, _mod_, _et_, _ev_, _app_, imei, _miuiver_, _di_ and _logs_',
    s: 'signature with a salt that is in the app',
    imei: 'IMEI of the phone',
    _ei_: 'id of the event',
    _mod_: 'model of the phone',
    _et_: 'time of the event',
    _app_: 'app the event is of',
    _miuiver_: 'version of MIUI',
    _di_: 'identifier of the phone',
    _logs_: 'the events',
  },
  opaque: [],
  checks: [],
};
