import type { Adapter } from './adapter.ts';

/** AppsFlyer: which advertisement brought the user. */
export const appsFlyer: Adapter = {
  name: 'appsflyer',
  title: 'AppsFlyer',
  source: 'AppsFlyer\'s own guide to the debug log of its SDK (paths of version 6); public smali of its SDK 3 to 5 for t.appsflyer.com; read 2026-11-21',
  signs: [
    { hosts: ['appsflyer.com', 'appsflyersdk.com'], paths: ['/api/v*/androidevent', '/api/v*/iosevent'] },
    { hosts: ['appsflyersdk.com'] },
    { paths: ['/api/v*/androidevent', '/api/v*/iosevent'], fields: ['app_id', 'buildnumber'] },
    { keys: ['appsflyerKey', 'uid'] },
    { keys: ['af_timestamp', 'appsFlyerCount'] },
  ],
  fields: {
    app_id: 'package of the app',
    buildnumber: 'version of the SDK',
    appsflyerKey: 'the app\'s maker, as AppsFlyer knows it',
    uid: 'identifier made by the SDK',
    advertiserId: 'Google\'s advertising id',
    android_id: 'Android\'s identifier of the phone',
    operator: 'mobile operator',
  },
  opaque: [{ body: 'not text', because: 'the body is encrypted, as the SDK does since version 5; its own log under the tag AppsFlyer tells of the events' }],
  checks: [],
};
