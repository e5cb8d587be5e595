import type { Adapter } from './adapter.ts';

/** MiStat 2: the format before the third. */
export const mistat2: Adapter = {
  name: 'mistat-2',
  title: 'MiStat 2',
  source: 'public smali of com.xiaomi.mistatistic, read 2026-11-21; nextdns/native-tracking-domains, domains/xiaomi, for the hosts',
  signs: [
    { hosts: ['data.mistat.xiaomi.com', 'data.mistat.*.xiaomi.com'], paths: ['/mistats', '/mistats/v2'] },
    { fields: ['stat_value', 'mistatv', 'device_id'] },
  ],
  fields: {
    stat_value: 'the events, encrypted',
    mistatv: 'version of the SDK',
    device_id: 'identifier of the phone',
    id_type: 'what that identifier was made of',
    channel: 'where the app was got from',
    version: 'version of the app',
    policy: 'when it is sent',
    interval: 'how often it is sent',
    size: 'length of the events',
  },
  opaque: [{ field: 'stat_value', because: 'the events in stat_value are encrypted' }],
  checks: [],
};
