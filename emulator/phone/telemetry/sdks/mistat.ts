import { createCipheriv, createDecipheriv, createHash, publicEncrypt, randomBytes, constants } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SdkOf } from '../../profile/profile.ts';
import type { QueuedEvent, Request } from '../queued-event.ts';
import { COLLECTOR_PUBLIC_KEY } from './collector-public-key.ts';
import { formRequest, objectOf, type SdkHost, type SdkModel } from './sdk-model.ts';

// Both stand in the real APK; these are invented.
export const MISTAT_IV = Buffer.from('earmarked-for-iv');
export const MISTAT_WRAPPING_KEY = Buffer.from('wraps-client-key');
const KEY_LIFETIME_MS = 7 * 86_400_000;

/**
 * MiStat (com.xiaomi.stat 3.0.16; v2: public captures): v3 encrypts a document of all events under AES with a fixed IV, v2
 * leaves the frame of its form in clear. Without a server key the client's own travels along, wrapped with a constant.
 */
export class MistatModel implements SdkModel {
  readonly isOpaque = true;
  readonly #sdk: SdkOf<'mistat'>;
  readonly #host: SdkHost;

  constructor(sdk: SdkOf<'mistat'>, host: SdkHost) {
    this.#sdk = sdk;
    this.#host = host;
  }

  async requests(batch: readonly QueuedEvent[], holder: string): Promise<readonly Request[]> {
    return [this.#sdk.version === 'v2' ? this.#second(batch) : await this.#third(batch, holder)];
  }

  #second(batch: readonly QueuedEvent[]): Request {
    const lookUp = this.#host.lookUp(batch[0]?.packageName ?? '');
    const values = JSON.stringify(batch.map((event) => ({ event: event.name, time: event.eventMs, ...event.fields })));
    return formRequest({
      app_id: this.#sdk.appId,
      channel: '',
      device_id: createHash('sha1').update(String(lookUp('id.imei') ?? lookUp('id.android_id') ?? '')).digest('hex'),
      id_type: 'IMEI',
      policy: '0',
      interval: String(this.#sdk.flushIntervalMs),
      version: String(lookUp('app.versionName') ?? ''),
      stat_value: encrypt(Buffer.from(values), randomBytes(16)).toString('base64'),
      mistatv: '2.0',
      size: String(batch.length),
    });
  }

  async #third(batch: readonly QueuedEvent[], holder: string): Promise<Request> {
    const lookUp = this.#host.lookUp(batch[0]?.packageName ?? '');
    const { key, sid } = (this.#sdk.serverKey ? await this.#serverKey(holder, batch[0]) : undefined) ?? this.#ownKey(holder);
    const document = {
      id: this.#host.lookUp(holder)('instance') ?? '', aii: batch[0]?.packageName ?? '', av: lookUp('app.versionName') ?? '', ac: lookUp('app.versionCode') ?? 0,
      os: lookUp('property.ro.build.version.release') ?? '', rd: lookUp('property.ro.product.model') ?? '', st: lookUp('time') ?? 0, n: lookUp('network') ?? '',
      ia: createHash('md5').update(String(lookUp('id.imei') ?? '')).digest('hex'), ai: lookUp('id.gaid') ?? '',
      es: batch.map((event) => ({ e: event.name, eg: event.packageName, tp: 'track', ts: event.eventMs, ps: event.fields })),
    };
    return formRequest({
      ai: this.#sdk.appId, sv: '3.0.16', pv: '3.0', rg: String(lookUp('property.ro.miui.region') ?? ''),
      p: encrypt(gzipSync(JSON.stringify(document)), key).toString('base64'), fc: '0', sid,
    });
  }

  #ownKey(holder: string): { readonly key: Buffer; readonly sid: string } {
    const key = this.#clientKey(holder);
    const wrapping = createCipheriv('aes-128-ecb', MISTAT_WRAPPING_KEY, null);
    return { key, sid: Buffer.concat([wrapping.update(key), wrapping.final()]).toString('base64') };
  }

  #clientKey(holder: string): Buffer {
    const kept = this.#host.get(holder, 'mistat client key');
    if (kept !== undefined) return Buffer.from(kept, 'base64');
    const key = randomBytes(16);
    this.#host.put(holder, 'mistat client key', key.toString('base64'));
    return key;
  }

  async #serverKey(holder: string, first: QueuedEvent | undefined): Promise<{ readonly key: Buffer; readonly sid: string } | undefined> {
    const kept = this.#host.get(holder, 'mistat session')?.split(' ') ?? [];
    const [sid, key, untilMs] = kept;
    if (sid !== undefined && key !== undefined && this.#host.clock.now() < Number(untilMs)) return { sid, key: Buffer.from(key, 'base64') };
    if (first === undefined) return undefined;
    try {
      const client = this.#clientKey(holder);
      const skey = publicEncrypt({ key: COLLECTOR_PUBLIC_KEY, padding: constants.RSA_PKCS1_PADDING }, client).toString('base64');
      const url = new URL('/key_get', this.#sdk.to).href;
      const { status, body } = await this.#host.ask(holder, { ...formRequest({ skey_rsa: skey }), url, method: 'POST' }, { purpose: 'telemetry-key', cause: first.cause });
      const data = objectOf(objectOf(JSON.parse(body.toString()))['data']);
      if (status !== 200 || typeof data['key'] !== 'string' || typeof data['sid'] !== 'string') return undefined;
      const decipher = createDecipheriv('aes-128-ecb', client, null);
      const session = Buffer.concat([decipher.update(Buffer.from(data['key'], 'base64')), decipher.final()]);
      this.#host.put(holder, 'mistat session', `${data['sid']} ${session.toString('base64')} ${this.#host.clock.now() + KEY_LIFETIME_MS}`);
      return { key: session, sid: data['sid'] };
    } catch {
      // No key to be had: the SDK goes on with its own.
      return undefined;
    }
  }
}

function encrypt(bytes: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key, MISTAT_IV);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}
