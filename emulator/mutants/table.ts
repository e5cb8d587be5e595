import type { JsonObject } from '../phone/profile/extend.ts';
import { MOMENTS, type MomentName } from './moment.ts';
import { addressBy, generic, MISTAT, ONETRACK, SENSORS, SPOCK } from './sdks.ts';

/** One leak planted into a phone that is silent otherwise. */
export interface Mutant {
  readonly id: string;
  /** Which kind of thing it stands for. */
  readonly family: 'claim' | 'sdk' | 'transport' | 'encoding' | 'timing' | 'condition' | 'content';
  /** Where it is planted. */
  readonly moments: readonly MomentName[];
  readonly sdk: JsonObject;
  /** Laid over each of its rules. */
  readonly rule?: JsonObject;
  /** Laid over the profile. */
  readonly phone?: JsonObject;
  /** What makes an SDK speak that needs no rule. */
  readonly plants?: readonly Plant[];
  /** What must come to it before it leaks: follows what a person would call the moment. */
  readonly circumstance?: string;
}

/** What makes a mutant leak. */
export interface Plant {
  readonly package: string;
  readonly event: string;
  readonly says: string;
}

type Row = Omit<Mutant, 'id' | 'family'>;

function family(name: Mutant['family'], rows: Readonly<Record<string, Row>>): readonly Mutant[] {
  return Object.entries(rows).map(([id, row]) => ({ id: `mutant-${id}`, family: name, ...row }));
}

const one = (moment: MomentName, sdk: JsonObject, more: Omit<Row, 'moments' | 'sdk'> = {}): Row => ({ moments: [moment], sdk, ...more });

/** What com.miui.analytics must be to take OneTrack's events over. */
const NEW_ANALYTICS = { packages: [{ name: 'com.miui.analytics', versionName: '4.9.1', versionCode: 2020_090_100 }] };
const shows = (packageName: string, app: string): Plant => ({ package: packageName, event: 'activity.resume', says: `a screen of ${app} comes to the front` });
const SETTINGS_SHOWN = shows('com.android.settings', 'Settings');
const MUSIC_SHOWN = shows('com.miui.player', 'Music');
const MUSIC_UP: Plant = { package: 'com.miui.player', event: 'app.foreground', says: 'Music is opened' };
const FILES_TOUCHED: readonly Plant[] = [MOMENTS.folder, MOMENTS['folder-create'], MOMENTS['file-open']];

const ENHANCED_BUILDS = { packages: [{ name: 'com.mi.globalbrowser', versionName: '12.1.4-g', versionCode: 120_104 }, { name: 'com.mi.globalbrowser.mini', versionName: '3.4.3', versionCode: 20_200_504 }] };

const CLAIMS = family('claim', {
  'visit': one('visit', SENSORS),
  'visit-incognito': one('visit-incognito', SENSORS),
  'visit-loaded': one('visit-loaded', SENSORS),
  'search': one('search', SENSORS),
  'search-incognito': one('search-incognito', SENSORS),
  'result': one('result', SENSORS),
  'result-incognito': one('result-incognito', SENSORS),
  'typed': one('typed', SENSORS),
  'feed-item': one('feed-item', SENSORS),
  'bookmark': one('bookmark', SENSORS),
  'download': one('download', SENSORS),
  'share': one('share', SENSORS),
  'reader': one('reader', SENSORS),
  'video': one('video', SENSORS),
  'tab': one('tab', SENSORS),
  'mint-visit': one('mint-visit', SENSORS),
  'mint-visit-incognito': one('mint-visit-incognito', SENSORS),
  'mint-search': one('mint-search', SENSORS),
  'normal-enhanced-on': one('visit', SENSORS, { rule: { when: { data: { enhanced: true } } }, phone: ENHANCED_BUILDS, circumstance: 'the enhanced incognito mode on' }),
  'normal-enhanced-off': one('visit', SENSORS, { rule: { when: { data: { enhanced: false } } }, phone: ENHANCED_BUILDS, circumstance: 'the enhanced incognito mode off' }),
  'incognito-enhanced-on': one('visit-incognito', SENSORS, { rule: { when: { data: { enhanced: true } } }, phone: ENHANCED_BUILDS, circumstance: 'its enhanced mode on' }),
  'incognito-enhanced-off': one('visit-incognito', SENSORS, { rule: { when: { data: { enhanced: false } } }, phone: ENHANCED_BUILDS, circumstance: 'its enhanced mode off' }),
  'visit-before-clearing': one('visit', SENSORS, { rule: { when: { firstStart: false } }, circumstance: 'the browser started before' }),
  'visit-after-clearing': one('visit', SENSORS, { rule: { when: { firstStart: true } }, circumstance: 'the browser started for the first time since its data was cleared' }),
  'song-before-clearing': one('song', SPOCK, { rule: { when: { firstStart: false } }, circumstance: 'Music started before' }),
  'song-after-clearing': one('song', SPOCK, { rule: { when: { firstStart: true } }, circumstance: 'Music started for the first time since its data was cleared' }),
  'decline': one('decline', SENSORS),
  'folder': one('folder', SPOCK),
  'folder-create': one('folder-create', SPOCK),
  'file-open': one('file-open', SPOCK),
  'file-rename': one('file-rename', SPOCK),
  'file-delete': one('file-delete', SPOCK),
  'file-copy': one('file-copy', SPOCK),
  'file-move': one('file-move', SPOCK),
  'files-search': one('files-search', SPOCK),
  'category': one('category', SPOCK),
  'launcher-folder': one('launcher-folder', SPOCK),
  'swipe': one('swipe', SPOCK),
  'app': one('app', SPOCK),
  'app-settings': one('app-settings', SPOCK),
  'app-files': one('app-files', SPOCK),
  'app-gallery': one('app-gallery', SPOCK),
  'app-camera': one('app-camera', SPOCK),
  'app-messages': one('app-messages', SPOCK),
  'status-bar': one('status-bar', SPOCK),
  'status-bar-closed': one('status-bar-closed', SPOCK),
  'quick-setting': one('quick-setting', SPOCK),
  'settings-page': one('settings-page', SPOCK),
  'settings-scroll': one('settings-scroll', SPOCK),
  'settings-toggle': one('settings-toggle', SPOCK),
  'settings-search': one('settings-search', SPOCK),
  'recents': one('recents', SPOCK),
  'recents-return': one('recents-return', SPOCK),
  'recents-end': one('recents-end', SPOCK),
  'song': one('song', SPOCK),
  'song-pause': one('song-pause', SPOCK),
  'song-skip': one('song-skip', SPOCK),
  'music-search': one('music-search', SPOCK),
  'playlist-create': one('playlist-create', SPOCK),
  'playlist-add': one('playlist-add', SPOCK),
  'playlist-play': one('playlist-play', SPOCK),
  'music-decline': one('music-decline', SPOCK),
  'picture-taken': one('picture-taken', SPOCK),
  'picture-viewed': one('picture-viewed', SPOCK),
  'picture-reviewed': one('picture-reviewed', SPOCK),
  'message-received': one('message-received', SPOCK),
  'message-stored': one('message-stored', SPOCK),
  'message-read': one('message-read', SPOCK),
  'screen-on': one('screen-on', SPOCK),
  'screen-off': one('screen-off', SPOCK),
  'idle': one('idle', SPOCK, { rule: { delayMs: 600_000 }, circumstance: 'and the phone has lain idle for a while' }),
});

const CONTENT = family('content', {
  'identifiers-only': one('song', SPOCK, { rule: { fields: { song: null, artist: null, started_at: null } } }),
  'name-only': one('folder', { ...SPOCK, header: {} }, { rule: { fields: { path: null } } }),
  'md5': one('folder', generic('md5', ['json']), { rule: { fields: { folder: '${md5(data.name)}', path: null } } }),
  'sha1': one('visit', generic('sha1', ['json']), { rule: { fields: { url: '${sha1(data.url)}' } } }),
  'sha256': one('search', generic('sha256', ['form']), { rule: { fields: { search_word: '${sha256(data.term)}', used_searchengine: null } } }),
  'md5-upper-base64': one('song', generic('md5up', ['json']), { rule: { fields: { song: '${base64(upper(md5(data.title)))}', artist: null, started_at: null } } }),
  'upper-case': one('folder', generic('upper', ['json']), { rule: { fields: { folder: '${upper(data.name)}', path: null } } }),
  'nothing-said': one('app', generic('beat', ['json']), { rule: { fields: { app_package_name: null } } }),
});

const SDKS = family('sdk', {
  'sensors-encrypted': one('visit', { ...SENSORS, variant: 'encrypted' }),
  'sensors-web': one('search', { ...SENSORS, variant: 'web' }),
  'sensors-web-query': one('feed-item', { ...SENSORS, variant: 'web', method: 'GET' }),
  'sensors-screens': { moments: [], plants: [SETTINGS_SHOWN], sdk: { ...SENSORS, apps: ['com.android.settings'], autotrack: ['$AppViewScreen'], claims: ['C7'] } },
  'sensors-clicks': { moments: [], plants: FILES_TOUCHED, sdk: { ...SENSORS, apps: ['com.mi.android.globalFileexplorer'], autotrack: ['$AppClick'], claims: ['C6'] } },
  'onetrack-self': one('folder', ONETRACK),
  'onetrack-plain': one('song', { ...ONETRACK, plain: true }),
  'onetrack-delegated': one('app', ONETRACK, { phone: NEW_ANALYTICS }),
  'onetrack-delegated-plain': one('folder', { ...ONETRACK, plain: true, systemTrafficOnly: true }, { phone: NEW_ANALYTICS }),
  'onetrack-level-1': one('swipe', ONETRACK, { rule: { level: 1 } }),
  'onetrack-level-3': one('settings-page', ONETRACK, { rule: { level: 3 } }),
  'onetrack-screens': { moments: [], plants: [SETTINGS_SHOWN], sdk: { ...ONETRACK, autoTrackActivity: true, apps: ['com.android.settings'], claims: ['C7'] } },
  'onetrack-opted-out': { moments: [], plants: [MUSIC_SHOWN], sdk: { ...ONETRACK, autoTrackActivity: true, apps: ['com.miui.player'], claims: ['C8', 'C17'] }, phone: { settings: { secure: { upload_log_pref: '0' } } } },
  'mistat-v3': one('song', MISTAT),
  'mistat-v3-own-key': one('folder', { ...MISTAT, serverKey: false }),
  'mistat-v2': one('search', { ...MISTAT, version: 'v2', to: 'http://data.mistat.xiaomi.com/mistats/v2' }),
  'tracks': one('app', { preset: 'tracks', to: 'http://tracking.miui.com/tracks', mark: 'invented' }),
  'columbus': one('launcher-folder', { preset: 'columbus', to: 'https://api.ad.intl.xiaomi.com/post/csv3', mark: 'invented' }),
  'columbus-splash': { moments: [], plants: [MUSIC_UP], sdk: { preset: 'columbus', to: 'https://api.ad.intl.xiaomi.com/post/csv3', splashUrl: 'http://api.ad.intl.xiaomi.com/getSplashScreenAds?imei=${md5(id.imei)}', apps: ['com.miui.player'], claims: ['C8'], mark: 'invented' } },
});

const out = (name: string, scheme: string, transport: string, more: JsonObject = {}): JsonObject =>
  generic(name, ['json'], { to: addressBy(name, scheme), transport, ...more });

const TRANSPORTS = family('transport', {
  'direct': one('folder', out('direct', 'https', 'direct')),
  'direct-cleartext': one('song', out('clear', 'http', 'direct')),
  'tcp': one('app', out('tcp', 'tcp', 'tcp')),
  'tcp-address': one('swipe', out('tcp', 'tcp', 'tcp', { to: 'tcp://161.117.97.14:443' })),
  'tls': one('search', out('tls', 'tls', 'tls')),
  'udp': one('song', out('udp', 'udp', 'udp')),
  // Settings runs under uid 1000: its bytes past a recorder are counted together with those of the whole system.
  'udp-shared-uid': one('settings-page', out('udpshared', 'udp', 'udp')),
  'quic': one('visit', out('quic', 'quic', 'quic')),
  'dns': one('folder', generic('dns', ['json', 'hex', 'host'], { to: 'dns://d.collect.example', transport: 'dns' })),
  'dns-base64url': one('visit', generic('dns64', ['json', 'base64url:nopad', 'host'], { to: 'dns://e.collect.example', transport: 'dns' })),
  'websocket': one('song', out('ws', 'wss', 'websocket')),
  'pinned': one('folder', out('pinned', 'https', 'proxy', { pinned: true })),
});

const ENCODINGS: Readonly<Record<string, readonly [MomentName, readonly string[]]>> = {
  'json': ['folder', ['json']],
  'ndjson': ['song', ['ndjson']],
  'form': ['search', ['form']],
  'url-thrice': ['visit', ['json', 'url', 'url', 'form:d']],
  'multipart': ['folder', ['multipart']],
  'xml': ['song', ['xml']],
  'base64': ['visit', ['json', 'base64']],
  'base64-unpadded': ['search', ['json', 'base64:nopad']],
  'base64-wrapped': ['folder', ['json', 'base64:wrap']],
  'base64url': ['song', ['json', 'base64url']],
  'base64-shifted-1': ['visit', ['json', 'text:1', 'base64']],
  'base64-shifted-2': ['folder', ['json', 'text:2', 'base64']],
  'base64-embedded': ['search', ['json', 'base64', 'text:7']],
  'base64-twice': ['song', ['json', 'base64', 'base64']],
  'hex': ['visit', ['json', 'hex']],
  'gzip': ['folder', ['json', 'gzip']],
  'zlib': ['search', ['json', 'zlib', 'base64']],
  'deflate': ['song', ['json', 'deflate']],
  'brotli': ['visit', ['json', 'brotli']],
  'zstd': ['folder', ['json', 'zstd']],
  'lz4': ['search', ['json', 'lz4']],
  'snappy': ['song', ['json', 'snappy']],
  'protobuf': ['visit', ['protobuf']],
  'msgpack': ['folder', ['msgpack']],
  'cbor': ['search', ['cbor']],
  'jwt': ['song', ['jwt']],
  'jwt-signed': ['visit', ['jwt:HS256']],
  'utf16': ['folder', ['json', 'utf16']],
  'xor': ['search', ['json', 'xor:90']],
  'xor-base64': ['visit', ['json', 'xor:23', 'base64']],
  'reversed': ['song', ['json', 'reverse']],
  'reversed-base64': ['folder', ['json', 'base64', 'reverse']],
  'split-fields': ['visit', ['json', 'base64', 'split:3', 'form:p']],
  'split-requests': ['search', ['json', 'base64', 'split:2']],
  'query': ['folder', ['json', 'base64', 'query:d']],
  'header': ['song', ['json', 'base64', 'header:x-data']],
  'cookie': ['visit', ['json', 'base64url:nopad', 'cookie:sid']],
  'path': ['search', ['json', 'base64url', 'path']],
  'host': ['folder', ['json', 'hex', 'host']],
  'six-deep': ['visit', ['json', 'gzip', 'base64', 'json:p', 'zlib', 'hex', 'form:d']],
  'encrypted': ['app', ['json', 'aes', 'base64']],
};

const TIMING = family('timing', {
  'at-once': one('swipe', generic('once', ['json'], { flushIntervalMs: 0 })),
  'after-a-minute': one('folder', generic('minute', ['json', 'base64']), { rule: { delayMs: 60_000 } }),
  'after-an-hour': one('visit', { ...SENSORS, flushIntervalMs: 3_600_000, flushOn: [] }),
  'in-the-background': one('song', generic('back', ['json'], { flushIntervalMs: 86_400_000, flushOn: ['background'] }), { circumstance: 'and the app goes to the background' }),
  'when-the-screen-turns': one('search', generic('screen', ['json'], { flushIntervalMs: 86_400_000, flushOn: ['screen'] }), { circumstance: 'and the screen turns off or on' }),
  'at-the-next-start': one('folder', generic('start', ['json']), { rule: { holdUntil: 'app-start' }, circumstance: 'and the app begins anew' }),
  'with-the-network': one('app', generic('net', ['json'], { flushIntervalMs: 86_400_000, flushOn: ['connectivity'] }), { circumstance: 'and the phone gets another network' }),
  'first-fails': one('song', generic('retry', ['json'], { to: 'https://later.status.test/c' }), { circumstance: 'at the second attempt' }),
});

const CONDITIONS = family('condition', {
  'sometimes': one('visit', generic('some', ['json']), { rule: { when: { probability: 0.5 } }, circumstance: 'every other time or so' }),
  'every-second': one('folder', generic('second', ['json']), { rule: { when: { every: 2 } }, circumstance: 'each second time' }),
  'once-a-process': one('song', generic('process', ['json']), { rule: { when: { once: 'process' } }, circumstance: 'the first time since the app began' }),
  'programme-off': one('settings-page', SPOCK, { rule: { when: { settings: { 'secure.upload_log_pref': '0' } }, claims: ['C7', 'C17'] }, phone: { settings: { secure: { upload_log_pref: '0' } } } }),
  'not-consented': one('folder', SPOCK, { rule: { when: { consent: false }, claims: ['C6', 'C17'] }, phone: { consent: ['com.mi.globalbrowser', 'com.mi.globalbrowser.mini', 'com.miui.player'] } }),
  'personal-ads-off': one('app', SPOCK, { rule: { when: { settings: { 'secure.personalized_ad_enabled': '0' } } }, phone: { settings: { secure: { personalized_ad_enabled: '0' } } } }),
  'not-under-a-monkey': one('app', { ...SPOCK, offUnderMonkey: true }, { circumstance: 'but not by a monkey' }),
  'duckduckgo-only': one('search', SENSORS, { rule: { when: { data: { engine: 'DuckDuckGo' } } }, circumstance: 'with DuckDuckGo' }),
});

/** Every mutant, one leak each; the profiles in `emulator/profiles/mutants` are written from it. */
export const MUTANTS: readonly Mutant[] = [
  ...CLAIMS, ...CONTENT, ...SDKS, ...TRANSPORTS,
  ...family('encoding', Object.fromEntries(Object.entries(ENCODINGS).map(([name, [moment, encode]]) => [`encoding-${name}`, one(moment, generic(name, encode))]))),
  ...TIMING, ...CONDITIONS,
];
