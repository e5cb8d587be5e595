import { createHash } from 'node:crypto';
import type { AppEvent } from '../../apps/app-event.ts';
import type { SdkOf } from '../../profile/profile.ts';
import { fillString } from '../../profile/template.ts';
import { leafText } from '../encodings/flatten.ts';
import type { QueuedEvent, Request } from '../queued-event.ts';
import type { Acceptance, OwnEvent, SdkHost, SdkModel } from './sdk-model.ts';

const SPLASH = 'getSplashScreenAds';

/**
 * The ad SDK: `/post/csv3` takes its events, and it asks for splash screens when an app comes up (kunalmhatre 2017, in
 * clear). That the events are lines of comma-separated values is a guess by the path's name.
 */
export class ColumbusModel implements SdkModel {
  readonly isOpaque = false;
  readonly #sdk: SdkOf<'columbus'>;
  readonly #host: SdkHost;

  constructor(sdk: SdkOf<'columbus'>, host: SdkHost) {
    this.#sdk = sdk;
    this.#host = host;
  }

  hear(event: AppEvent): readonly OwnEvent[] {
    return event.name === 'app.foreground' && this.#sdk.splashUrl !== undefined ? [{ name: SPLASH, fields: { package: event.packageName } }] : [];
  }

  accept(event: QueuedEvent): Acceptance {
    return { kind: 'queued', event, holder: this.#sdk.sender ?? event.packageName, lane: event.name === SPLASH ? SPLASH : '' };
  }

  intervalMs(lane: string): number {
    return lane === SPLASH ? 0 : this.#sdk.flushIntervalMs;
  }

  requests(batch: readonly QueuedEvent[]): Promise<readonly Request[]> {
    const [first] = batch;
    if (first === undefined) return Promise.resolve([]);
    const lookUp = this.#host.lookUp(first.packageName);
    const device = createHash('md5').update(String(lookUp('id.imei') ?? lookUp('id.android_id') ?? '')).digest('hex');
    if (first.name === SPLASH) {
      const query = new URLSearchParams({ imei: device, packageName: first.packageName, model: String(lookUp('property.ro.product.model') ?? ''), ts: String(lookUp('time') ?? '') });
      return Promise.resolve([{ method: 'GET', url: fillString(this.#sdk.splashUrl ?? this.#sdk.to, lookUp), query: query.toString() }]);
    }
    const rows = batch.map((event) => [device, event.packageName, event.name, event.eventMs, JSON.stringify(event.fields)].map(csvField).join(','));
    return Promise.resolve([{ body: Buffer.from(`${rows.join('\n')}\n`), isText: true, contentType: 'text/csv' }]);
  }
}

/** RFC 4180. */
function csvField(value: unknown): string {
  const text = leafText(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
