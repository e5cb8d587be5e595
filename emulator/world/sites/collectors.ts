import { createHash } from 'node:crypto';
import { isWithin, json, type Site } from '../site.ts';
import { agreeOnKey } from './key-exchange.ts';

const DAY_SECONDS = 86_400;

/** Sensors Analytics: `/sa` takes events and answers an empty 200; its remote configuration leaves the SDK on. */
export const sensorsAnalytics: Site = {
  name: 'Sensors Analytics collectors',
  answersFor: (host) => host === 'sa.api.intl.miui.com',
  answer: ({ url }) =>
    url.pathname.startsWith('/config/') || url.pathname.endsWith('/Android.conf')
      ? json({ v: '1', configs: { disableDebugMode: false, disableSDK: false, autoTrackMode: -1 } })
      : { status: 200, headers: { 'content-type': 'text/plain' }, body: '' },
};

/** OneTrack and the older com.miui.analytics: `/track/v4`, `/track/v4/o`, `/track/key_get`, `/track/spock`, `/tracks`. */
export const trackingCollectors: Site = {
  name: 'com.miui.analytics and OneTrack collectors',
  answersFor: (host) => /^(?:staging\.)?tracking(?:\.[a-z]+)?\.miui\.com$/.test(host),
  answer: (request) =>
    request.url.pathname === '/track/key_get' ? agreeOnKey(request, 'secretKey') : json({ code: 0, reason: 'success', status: 'ok' }),
};

/** MiStat: uploads, its keys and its configuration. */
export const mistatCollectors: Site = {
  name: 'MiStat collectors',
  answersFor: (host) => /^(?:data|abtest)\.mistat(?:\.[a-z]+)?\.xiaomi\.com$/.test(host),
  answer: (request) => {
    const { pathname } = request.url;
    if (pathname.endsWith('/key_get')) return agreeOnKey(request, 'skey_rsa');
    return pathname.includes('config') ? json({ status: 'ok', data: { uploadInterval: DAY_SECONDS * 1000 } }) : json({ status: 'ok', data: { value: 1 } });
  },
};

/** OneTrack's configuration: the intervals it comes with, and no list of what to leave out. */
export const sdkConfigs: Site = {
  name: 'OneTrack configuration',
  answersFor: (host) => /^sdkconfig(?:\.ad)?(?:\.[a-z]+)?\.xiaomi\.com$/.test(host),
  answer: () => json({ code: 0, data: { levels: [{ l: 1, t: 1000 }, { l: 2, t: 15_000 }, { l: 3, t: 900_000 }], hash: '' } }),
};

/** Mi Push before its raw connection: registration, and the resolver that says where to connect. */
export const pushServices: Site = {
  name: 'Mi Push registration and resolver',
  answersFor: (host) => /^(?:register\.xmpush|resolver\.msg)(?:\.global)?\.xiaomi\.(?:com|net)$/.test(host),
  answer: ({ host }) =>
    host.startsWith('register') ? json({ code: 0, data: { regId: 'world' } }) : json({ R: { wap: [], wifi: ['app.chat.global.xiaomi.net:5222'] }, S: 'Ok' }),
};

/** Advertising: remote configuration, splash screens, `columbus`. Nothing is ever on offer. */
export const adServers: Site = {
  name: 'ad servers and their remote configuration',
  answersFor: (host) => isWithin(host, 'ad.xiaomi.com') || /\.ad\.(?:intl\.|india\.|rus\.|eu\.)?xiaomi\.com$/.test(host),
  answer: ({ url }) => (/\/(?:config|detail)/.test(url.pathname) ? json({ code: 0, data: {}, hash: '' }) : json({ code: 0, adInfos: [] })),
};

const seenOnce = new Set<string>();
const MAX_SEEN = 10_000;

/** `later.status.test` is overloaded when it first gets something, and takes it when it comes again. */
export const overloadedServer: Site = {
  name: 'a server that takes things the second time',
  answersFor: (host) => host === 'later.status.test',
  answer: ({ url, body }) => {
    const key = createHash('sha256').update(url.href).update('\n').update(body).digest('base64');
    if (seenOnce.delete(key)) return { status: 200 };
    if (seenOnce.size >= MAX_SEEN) seenOnce.clear();
    seenOnce.add(key);
    return { status: 503, headers: { 'retry-after': '10' } };
  },
};

/** `<code>.status.test` answers every request with that status, for whoever needs a server in trouble. */
export const troubledServers: Site = {
  name: 'servers in trouble',
  answersFor: (host) => /^[2-5]\d\d\.status\.test$/.test(host),
  answer: ({ host }) => ({ status: Number(host.slice(0, 3)) }),
};

/** Everybody else: takes what comes and says thank you. A collector nobody has described still collects. */
export const everybodyElse: Site = {
  name: 'every other name',
  answersFor: () => true,
  answer: () => json({ code: 0, status: 'ok' }),
};
