import type { Adapter } from './adapter.ts';

/** Sensors Analytics: the SDK of Mi Browser and Mint Browser in 2020. */
export const sensorsAnalytics: Adapter = {
  name: 'sensors-analytics',
  title: 'Sensors Analytics',
  source: 'sensorsdata/sa-sdk-android@82b48007 (2025-07-18), AnalyticsMessages.java, EncryptDataOperation.java and TransportEncryption.java; palant.info on Mint Browser (2020) for the host',
  signs: [
    { fields: ['data_list', 'gzip'] },
    { fields: ['data_list', 'crc'] },
    { fields: ['data_list', 'ext'] },
    { fields: ['data', 'ext'] },
    { hosts: ['sa.api.*miui.com', 'sensorsdata.cn'] },
    { hosts: ['sa.*'], paths: ['/sa', '/sa.gif', '/debug', '/config/Android.conf'] },
    { hosts: ['sa.*'], fields: ['data_list'] },
  ],
  fields: {
    data_list: 'the events: base64 of gzip of a JSON array, at most 50 of them',
    data: 'one event: base64 of JSON, from the SDK for web pages',
    crc: 'checksum of data_list before it was percent-encoded: Java\'s String.hashCode',
    ext: 'checksum of the data, as crc=…, from the SDK for web pages',
    gzip: '1 compressed, 9 events encrypted in store, 13 encrypted for transport',
    instant_event: 'true: events that are sent without waiting for the interval',
    sink_name: 'where the receiver passes it on to',
    project: 'project at the collector',
    _track_id: 'number of the event',
    time: 'when the event happened',
    _flush_time: 'when it was sent',
    distinct_id: 'user: an identifier made by the app, or the account once signed in',
    anonymous_id: 'identifier made by the app',
    login_id: 'account',
  },
  opaque: [
    { field: 'gzip', says: ['9'], because: 'the events in data_list were encrypted in store, under a key wrapped with the collector\'s public key' },
    { field: 'gzip', says: ['13'], because: 'the events in data_list were encrypted for transport, under a key wrapped with the collector\'s public key' },
    { keys: ['ekey', 'payloads'], because: 'events stand in payloads, encrypted under ekey, which only the collector can open' },
  ],
  checks: [
    { kind: 'java-hash', said: 'crc', of: 'data_list' },
    { kind: 'java-hash', said: 'ext', after: 'crc=', of: 'data' },
    { kind: 'java-hash', said: 'ext', after: 'crc=', of: 'data_list' },
    { kind: 'compressed', said: 'gzip', when: '1', of: 'data_list' },
  ],
};
