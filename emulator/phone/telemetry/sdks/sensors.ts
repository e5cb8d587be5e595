import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { AppEvent } from '../../apps/app-event.ts';
import type { SdkOf } from '../../profile/profile.ts';
import { fill, fillString, type LookUp } from '../../profile/template.ts';
import { percentEncode } from '../encodings/percent.ts';
import type { QueuedEvent, Request } from '../queued-event.ts';
import { fetchConfig } from './remote-config.ts';
import { objectOf, type Acceptance, type OwnEvent, type SdkHost, type SdkModel } from './sdk-model.ts';
import { SensorsAutotrack } from './sensors-autotrack.ts';

type SensorsSdk = SdkOf<'sensors'>;

// `HttpURLConnection` adds this by itself when a body is written without a type.
const FORM = 'application/x-www-form-urlencoded';

/** Java's `String.hashCode`, which the SDK sends along as a checksum. */
export function javaHashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** The form a batch of items travels in: `crc`, `gzip=1`, and the items as JSON in gzip in base64. */
export function sensorsForm(items: readonly unknown[]): string {
  const data = gzipSync(Buffer.from(JSON.stringify(items))).toString('base64');
  return `crc=${javaHashCode(data)}&gzip=1&data_list=${percentEncode(Buffer.from(data))}`;
}

/**
 * The Sensors Analytics SDK for Android (sensorsdata/sa-sdk-android, `AnalyticsMessages.sendData`): `_flush_time` is the
 * sending, `time` the happening.
 */
export class SensorsModel implements SdkModel {
  readonly #sdk: SensorsSdk;
  readonly #host: SdkHost;
  readonly #autotrack: SensorsAutotrack;
  readonly #disabled = new Set<string>();
  #serverKey: KeyObject | undefined;

  constructor(sdk: SensorsSdk, host: SdkHost) {
    this.#sdk = sdk;
    this.#host = host;
    this.#autotrack = new SensorsAutotrack(sdk, host);
  }

  get isOpaque(): boolean {
    return this.#sdk.variant === 'encrypted';
  }

  start(packageName: string): void {
    this.#autotrack.start(packageName);
    if (this.#sdk.config !== undefined) void this.#configure(packageName, this.#sdk.config);
  }

  end(packageName: string): void {
    this.#autotrack.end(packageName);
  }

  hear(event: AppEvent): readonly OwnEvent[] {
    return this.#autotrack.hear(event);
  }

  accept(event: QueuedEvent): Acceptance {
    if (this.#disabled.has(event.packageName)) return { kind: 'dropped', reason: 'switched off by its remote configuration' };
    return { kind: 'queued', event, holder: this.#sdk.sender ?? event.packageName, lane: '' };
  }

  requests(batch: readonly QueuedEvent[]): Promise<readonly Request[]> {
    const [first] = batch;
    if (first === undefined) return Promise.resolve([]);
    const lookUp = this.#host.lookUp(first.packageName);
    const flushTime = lookUp('time');
    const cookie = this.#sdk.cookie === undefined ? {} : { cookie: fillString(this.#sdk.cookie, lookUp) };
    const items = batch.map((event) => ({ ...sensorsItem(this.#sdk, event, lookUp), _flush_time: flushTime }));
    switch (this.#sdk.variant) {
      case 'android':
        return Promise.resolve([{ body: Buffer.from(sensorsForm(items)), isText: true, contentType: FORM, ...cookie }]);
      case 'encrypted':
        return Promise.resolve([{ body: Buffer.from(this.#encrypted(items, flushTime)), isText: true, contentType: FORM, ...cookie }]);
      case 'web':
        return Promise.resolve(items.map((item) => ({ ...this.#webRequest(item), ...cookie })));
    }
  }

  /** sa-sdk-javascript: an event a request, its checksum in `ext`. */
  #webRequest(item: unknown): Request {
    const data = Buffer.from(JSON.stringify(item)).toString('base64');
    const text = `data=${percentEncode(Buffer.from(data))}&ext=${percentEncode(Buffer.from(`crc=${javaHashCode(data)}`))}`;
    return this.#sdk.method === 'GET' ? { query: text } : { body: Buffer.from(text), isText: true, contentType: FORM };
  }

  /** Items as the SDK's database holds them when it encrypts: gzip=9, under a key wrapped for the server. */
  #encrypted(items: readonly unknown[], flushTime: unknown): string {
    // Nobody keeps the server's half: what the real ones are is known to their owners alone.
    this.#serverKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const key = randomBytes(16);
    const payloads = items.map((item) => {
      const iv = randomBytes(16);
      const cipher = createCipheriv('aes-128-cbc', key, iv);
      return Buffer.concat([iv, cipher.update(gzipSync(JSON.stringify(item))), cipher.final()]).toString('base64');
    });
    const ekey = publicEncrypt({ key: this.#serverKey, padding: constants.RSA_PKCS1_PADDING }, key).toString('base64');
    const data = JSON.stringify([{ ekey, pkv: 1, payloads, flush_time: flushTime }]);
    return `crc=${javaHashCode(data)}&gzip=9&data_list=${percentEncode(Buffer.from(data))}`;
  }

  async #configure(packageName: string, config: NonNullable<SensorsSdk['config']>): Promise<void> {
    const answer = objectOf(await fetchConfig(this.#host, packageName, config));
    if (objectOf(answer['configs'])['disableSDK'] === true) this.#disabled.add(packageName);
    else if (answer['configs'] !== undefined) this.#disabled.delete(packageName);
  }
}

function sensorsItem(sdk: SensorsSdk, event: QueuedEvent, lookUp: LookUp) {
  const isWeb = sdk.variant === 'web';
  const lib = {
    $lib: isWeb ? 'js' : 'Android',
    $lib_version: sdk.libVersion,
    $lib_method: event.name.startsWith('$App') ? 'autoTrack' : 'code',
    $app_version: lookUp('app.versionName') ?? '',
  };
  return {
    _track_id: event.trackId,
    time: event.eventMs,
    type: 'track',
    event: event.name,
    distinct_id: fillString(sdk.distinctId, lookUp),
    lib,
    properties: { ...standardProperties(lookUp), ...lib, ...objectOf(fill(sdk.properties, lookUp)), ...event.fields },
  };
}

function standardProperties(lookUp: LookUp) {
  const network = lookUp('network') ?? 'wifi';
  return {
    $os: 'Android',
    $os_version: lookUp('property.ro.build.version.release') ?? '',
    $manufacturer: lookUp('property.ro.product.manufacturer') ?? '',
    $model: lookUp('property.ro.product.model') ?? '',
    $brand: lookUp('property.ro.product.brand') ?? '',
    $device_id: lookUp('id.android_id') ?? '',
    $app_id: lookUp('package') ?? '',
    $network_type: network === 'wifi' ? 'WIFI' : network === 'mobile' ? '4G' : 'NULL',
    $wifi: network === 'wifi',
  };
}
