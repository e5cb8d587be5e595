import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SdkOf } from '../../profile/profile.ts';
import { fill } from '../../profile/template.ts';
import { base64Url } from '../encodings/percent.ts';
import type { QueuedEvent, Request } from '../queued-event.ts';
import { formRequest, objectOf, type SdkHost, type SdkModel } from './sdk-model.ts';

// Above so many characters it tries gzip, and takes it where base64 of that is less than so much of the text.
const GZIP_ABOVE_CHARS = 100_000;
const GZIP_BELOW_RATIO = 0.3;

/**
 * com.miui.analytics before OneTrack (TrackingServer of about 2017): `value` is JSON `{H, B}` in base64 with the URL-safe
 * alphabet. The real signature is salted; this one is only as long.
 */
export class SpockModel implements SdkModel {
  readonly isOpaque = false;
  readonly #sdk: SdkOf<'spock'>;
  readonly #host: SdkHost;

  constructor(sdk: SdkOf<'spock'>, host: SdkHost) {
    this.#sdk = sdk;
    this.#host = host;
  }

  requests(batch: readonly QueuedEvent[]): Promise<readonly Request[]> {
    const lookUp = this.#host.lookUp(batch[0]?.packageName ?? '');
    const sendingMs = String(lookUp('time') ?? '');
    const document = {
      H: { ...objectOf(fill(this.#sdk.header, lookUp)), st: sendingMs },
      B: batch.map((event) => ({ H: { app: event.packageName, time: String(event.eventMs) }, B: { event: event.name, ...event.fields } })),
    };
    const { value, gzip } = spockValue(JSON.stringify(document));
    const nonce = randomBytes(8).toString('hex');
    return Promise.resolve([formRequest({ value, gzip, ts: sendingMs, nonce, sign: createHash('md5').update(value).digest('hex') })]);
  }
}

/** What stands in `value`, and whether it is compressed. */
export function spockValue(json: string): { readonly value: string; readonly gzip: '0' | '1' } {
  if (json.length > GZIP_ABOVE_CHARS) {
    const value = base64Url(gzipSync(json));
    if (value.length / json.length < GZIP_BELOW_RATIO) return { value, gzip: '1' };
  }
  return { value: base64Url(Buffer.from(json)), gzip: '0' };
}
