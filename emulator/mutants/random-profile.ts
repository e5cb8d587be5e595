import { extendProfile, type JsonObject } from '../phone/profile/extend.ts';
import { encodeChainProblem } from '../phone/telemetry/encode-chain.ts';
import { between, createRandom, type Random } from '../phone/telemetry/random.ts';
import { MOMENTS, type Moment, type MomentName } from './moment.ts';
import { ruleOf } from './mutant-profile.ts';
import { addressBy, generic, MISTAT, ONETRACK, SENSORS, SPOCK } from './sdks.ts';

const MAX_LEAKS = 3;
const MAX_STEPS = 5;
const FIRST = ['json', 'ndjson', 'form', 'multipart', 'xml', 'protobuf', 'msgpack', 'cbor', 'jwt', 'jwt:HS256'];
const LATER = [
  'json', 'json:d', 'form:d', 'multipart:d', 'xml:d', 'protobuf', 'msgpack', 'cbor', 'jwt', 'url', 'base64', 'base64:nopad', 'base64:wrap', 'base64url',
  'base64url:nopad', 'hex', 'gzip', 'zlib', 'deflate', 'brotli', 'zstd', 'lz4', 'snappy', 'aes', 'utf16', 'reverse',
];
const PLACES = ['query:d', 'header:x-d', 'cookie:d', 'path', 'host'];
/** Scheme of the address → transports that take it, the usual ones more often. */
const WAYS: readonly (readonly [transport: string, scheme: string])[] = [
  ['proxy', 'https'], ['proxy', 'https'], ['proxy', 'https'], ['proxy', 'http'], ['direct', 'https'], ['direct', 'http'],
  ['tcp', 'tcp'], ['tls', 'tls'], ['udp', 'udp'], ['quic', 'quic'], ['websocket', 'wss'], ['websocket', 'ws'], ['dns', 'dns'],
];

/** They come about only in a run of their own, whose apps have just lost their data. */
const NEEDS_A_SETUP: readonly MomentName[] = ['decline', 'music-decline'];

/** A profile drawn over the whole of what a profile can say; the same seed gives the same one. */
export function randomProfile(seed: number): JsonObject {
  const random = createRandom(seed, 'profile');
  const names = (Object.keys(MOMENTS) as MomentName[]).filter((name) => !NEEDS_A_SETUP.includes(name));
  const leaks = Array.from({ length: between(random, 1, MAX_LEAKS) }, (_, index) => {
    const name = pick(random, names);
    return { name, sdk: `leak-${index}`, document: randomSdk(random, `r${seed}-${index}`) };
  });
  const delegates = leaks.some(({ document }) => document['preset'] === 'onetrack') && random() < 0.5;
  const moments = leaks.map(({ name }): Moment => MOMENTS[name]);
  return {
    id: `random-${seed}`,
    about: `The silent Redmi Note 8 with what seed ${seed} makes it send.`,
    plants: moments.map(({ package: packageName, event, says }) => ({ package: packageName, event, says })),
    ...(delegates ? { packages: [{ name: 'com.miui.analytics', versionName: '4.9.1', versionCode: 2020_090_100 }] } : {}),
    sdks: Object.fromEntries(leaks.map(({ sdk, document }) => [sdk, document])),
    rules: leaks.map(({ name, sdk, document }, index) => ({
      ...extendProfile(ruleOf(name), randomCircumstances(random)), name: `${name} ${index}`, sdk, fields: randomFields(random, MOMENTS[name]), ...(document['preset'] === 'onetrack' ? { level: between(random, 1, 2) } : {}),
    })),
  };
}

/** A chain of encodings that makes sense, drawn step by step. */
export function randomChain(random: Random, mustEndIn?: string): readonly string[] {
  for (;;) {
    const steps = Array.from({ length: between(random, 0, MAX_STEPS - 1) }, () => pick(random, [...LATER, `xor:${between(random, 1, 255)}`, `text:${between(random, 0, 64)}`]));
    const place = mustEndIn ?? (random() < 0.3 ? pick(random, PLACES) : undefined);
    const split = random() < 0.1 ? [`split:${between(random, 2, 4)}`, ...(place === undefined || place === 'path' || place === 'host' ? ['form:p'] : [])] : [];
    const chain = [pick(random, FIRST), ...steps, ...split, ...(place === undefined ? [] : [place])];
    if (encodeChainProblem(chain) === undefined) return chain;
  }
}

function randomSdk(random: Random, name: string): JsonObject {
  const flush = { flushIntervalMs: between(random, 0, 15_000), flushOn: subset(random, ['background', 'screen', 'start', 'connectivity']) };
  const kind = random();
  if (kind < 0.15) return { ...SENSORS, ...flush, variant: pick(random, ['android', 'web', 'encrypted']) };
  if (kind < 0.25) return { ...SPOCK, ...flush };
  if (kind < 0.35) return { ...ONETRACK, plain: random() < 0.5 };
  if (kind < 0.4) return { ...MISTAT, ...flush, version: pick(random, ['v2', 'v3']), serverKey: random() < 0.5 };
  if (kind < 0.45) return { preset: 'tracks', to: 'http://tracking.miui.com/tracks', ...flush, mark: 'invented' };
  if (kind < 0.5) return { preset: 'columbus', to: 'https://api.ad.intl.xiaomi.com/post/csv3', ...flush, mark: 'invented' };
  return randomGeneric(random, name, flush);
}

function randomGeneric(random: Random, name: string, flush: JsonObject): JsonObject {
  const [transport, scheme] = pick(random, WAYS);
  const isHttp = scheme.startsWith('http');
  const to = scheme === 'dns' ? `dns://${name}.collect.example` : addressBy(name, scheme);
  for (;;) {
    const encode = randomChain(random, transport === 'dns' ? 'host' : undefined);
    const last = encode.at(-1)?.split(':')[0] ?? '';
    const isPlaced = ['query', 'header', 'cookie', 'path', 'host'].includes(last);
    if (isPlaced && !(isHttp || scheme === 'dns' || (scheme.startsWith('ws') && last !== 'host'))) continue;
    const http = isHttp ? { method: pick(random, ['POST', 'PUT', 'GET']), pinned: random() < 0.1 } : {};
    return generic(name, encode, { to, transport, ...flush, ...http, list: random() < 0.3 });
  }
}

/** What a rule says of its moment: some of it, some of it hashed, with or without who it was. */
function randomFields(random: Random, moment: Moment): JsonObject {
  const fields = Object.entries(moment.fields).filter((_, index) => index === 0 || random() < 0.6);
  const changed = fields.map(([name, template]) => [name, random() < 0.2 ? template.replace(/^\$\{(.+)\}$/, `\${${pick(random, ['md5', 'sha1', 'sha256', 'upper', 'base64'])}($1)}`) : template] as const);
  const identity = random() < 0.5 ? [['who', pick(random, ['${id.android_id}', '${md5(id.imei)}', '${id.uuid}'])] as const] : [];
  return Object.fromEntries([...changed, ...identity]);
}

function randomCircumstances(random: Random): JsonObject {
  const when: Record<string, unknown> = {};
  if (random() < 0.1) when['every'] = 2;
  if (random() < 0.1) when['once'] = pick(random, ['install', 'process']);
  if (random() < 0.1) when['network'] = pick(random, ['wifi', ['wifi', 'mobile']]);
  if (random() < 0.1) when['settings'] = { 'secure.upload_log_pref': ['1', null] };
  const delay = random() < 0.2 ? { delayMs: { minMs: 0, maxMs: between(random, 1, 30_000) } } : {};
  return { ...(Object.keys(when).length === 0 ? {} : { when }), ...delay };
}

function subset(random: Random, values: readonly string[]): readonly string[] {
  return values.filter(() => random() < 0.5);
}

function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('Picking one of several: found none, expected at least one.');
  return value;
}
