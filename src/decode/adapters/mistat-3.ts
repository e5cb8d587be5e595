import type { Adapter } from './adapter.ts';

/** MiStat 3: statistics of Xiaomi's apps. */
export const mistat3: Adapter = {
  name: 'mistat-3',
  title: 'MiStat 3',
  source: 'public smali of com.xiaomi.stat 3.0.16, read 2026-11-21; nextdns/native-tracking-domains, domains/xiaomi, for the hosts',
  signs: [
    { hosts: ['data.mistat.xiaomi.com', 'data.mistat.*.xiaomi.com'], paths: ['/mistats/v3'] },
    { paths: ['/mistats/v3'], fields: ['p'] },
    { fields: ['ai', 'sv', 'pv', 'p', 'sid'] },
  ],
  fields: {
    ai: 'id of the app',
    sv: 'version of the SDK',
    pv: 'version of the format',
    rg: 'region',
    p: 'the events: base64 of AES/CBC of gzip of JSON',
    fc: '1 for the first contact of the app',
    sid: 'which key the events are encrypted with',
  },
  opaque: [{ field: 'p', because: 'the events in p are under AES, with a key agreed upon at /key_get' }],
  checks: [{ kind: 'blocks', of: 'p', bytes: 16 }],
};
