import type { Adapter } from './adapter.ts';

const HOSTS = ['adjust.com', 'adjust.net.in', 'adjust.world'] as const;

/** Adjust: which advertisement brought the user. */
export const adjust: Adapter = {
  name: 'adjust',
  title: 'Adjust',
  source: 'tweaselORG/TrackHAR@b0189485 (2025-10-22), src/adapters/adjust.ts; help.adjust.com on device identifiers',
  signs: [
    { hosts: HOSTS, paths: ['/session', '/event', '/sdk_click', '/sdk_info', '/third_party_sharing', '/ad_revenue', '/attribution', '/measurement_consent'] },
    { fields: ['app_token', 'environment', 'gps_adid'] },
    { fields: ['app_token', 'environment', 'android_uuid'] },
    { fields: ['app_token', 'environment', 'idfa'] },
    { fields: ['app_token', 'event_token'] },
  ],
  fields: {
    app_token: 'the app, as Adjust knows it',
    event_token: 'the event, as Adjust knows it',
    environment: 'production or sandbox',
    gps_adid: 'Google\'s advertising id',
    android_id: 'Android\'s identifier of the phone',
    android_uuid: 'identifier made by the SDK',
    idfa: 'Apple\'s advertising id',
    idfv: 'Apple\'s identifier of the vendor',
    fb_anon_id: 'Facebook\'s identifier of this installation',
    external_device_id: 'identifier given by the app',
    device_name: 'model of the phone',
    os_version: 'version of the operating system',
    installed_at: 'when the app was installed',
    partner_params: 'what is passed on to partners, as JSON',
    callback_params: 'what is passed on to the app\'s maker, as JSON',
  },
  opaque: [],
  checks: [],
};
