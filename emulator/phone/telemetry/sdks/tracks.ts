import { createHash } from 'node:crypto';
import type { QueuedEvent, Request } from '../queued-event.ts';
import { formRequest, type SdkHost, type SdkModel } from './sdk-model.ts';

/**
 * What MIUI apps sent before spock (XiaomiServer, public smali): a form with base64 of JSON, in clear on Chinese builds.
 * The keys are the published ones, what stands under the short ones is a guess; the salt of `s` is invented.
 */
export class TracksModel implements SdkModel {
  readonly isOpaque = false;
  readonly #host: SdkHost;

  constructor(host: SdkHost) {
    this.#host = host;
  }

  requests(batch: readonly QueuedEvent[]): Promise<readonly Request[]> {
    const lookUp = this.#host.lookUp(batch[0]?.packageName ?? '');
    const document = {
      imei: lookUp('id.imei') ?? '',
      _mod_: lookUp('property.ro.product.model') ?? '',
      _miuiver_: lookUp('property.ro.build.version.incremental') ?? '',
      _di_: lookUp('id.android_id') ?? '',
      _logs_: batch.map((event) => ({ _ei_: event.name, _et_: event.eventMs, _ev_: event.fields, _app_: event.packageName })),
    };
    const value = Buffer.from(JSON.stringify(document)).toString('base64');
    const s = createHash('md5').update(`miui_apps${value}`).digest('hex');
    return Promise.resolve([formRequest({ t: 'miui_apps', value, s })]);
  }
}
