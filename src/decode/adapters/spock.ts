import type { Adapter } from './adapter.ts';

/** What com.miui.analytics itself sent before OneTrack. */
export const spock: Adapter = {
  name: 'spock',
  title: 'MIUI Analytics (spock)',
  source: 'public smali of com.miui.analytics of about 2017, class TrackingServer, read 2026-11-21',
  signs: [
    { hosts: ['tracking.miui.com', 'tracking.*.miui.com'], paths: ['/track/spock'] },
    { paths: ['/track/spock'] },
    { fields: ['value', 'ts', 'nonce', 'sign'] },
  ],
  fields: {
    value: 'the events: base64url of JSON, an envelope H with a list B of events, each of H and B again',
    gzip: '1 when the JSON was compressed before base64url, which long ones are',
    ts: 'when it was sent',
    nonce: 'a number used once',
    sign: 'signature with a salt that is in the app',
  },
  opaque: [],
  checks: [{ kind: 'compressed', said: 'gzip', when: '1', of: 'value' }],
};
