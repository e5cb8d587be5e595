import type { Adapter } from './adapter.ts';

/** App events of Facebook's SDK. */
export const facebook: Adapter = {
  name: 'facebook-app-events',
  title: 'Facebook app events',
  source: 'tweaselORG/TrackHAR@b0189485 (2025-10-22), src/adapters/facebook.ts; developers.facebook.com, Graph API, application/activities',
  signs: [
    { hosts: ['graph.facebook.com'], paths: ['/v*/*/activities', '/*/activities', '/v*', '/network_ads_common'] },
    { hosts: ['www.facebook.com', 'web.facebook.com'], paths: ['/adnw_sync', '/adnw_sync2'] },
    { fields: ['advertiser_id', 'extinfo', 'event'] },
    { fields: ['extinfo', 'anon_id'] },
    { keys: ['advertiser_id', 'extinfo', 'event'] },
    { keys: ['extinfo', 'anon_id'] },
    { keys: ['batch', 'batch_app_id'] },
  ],
  fields: {
    event: 'kind of event: MOBILE_APP_INSTALL, CUSTOM_APP_EVENTS',
    advertiser_id: 'advertising id of the phone',
    app_user_id: 'the app\'s own name for the user',
    anon_id: 'identifier of this installation',
    device_token: 'token for push messages',
    application_package_name: 'package of the app',
    extinfo: 'the phone as a list: package, versions, system, model, language, time zones, operator, screen, storage',
    custom_events: 'the events, as JSON',
    batch: 'several requests in one, as JSON',
    batch_app_id: 'the app, as Facebook knows it',
    payload: 'what is told, as JSON',
    VALPARAMS: 'state of the phone, as JSON',
    ANALOG: 'sensors, battery and memory, as JSON',
  },
  opaque: [],
  checks: [],
};
