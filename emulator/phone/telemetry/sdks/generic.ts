import type { SdkOf } from '../../profile/profile.ts';
import { encodeChain } from '../encode-chain.ts';
import type { QueuedEvent, Request } from '../queued-event.ts';
import type { SdkModel } from './sdk-model.ts';

/** An SDK that is described by its chain of encodings. */
export class GenericModel implements SdkModel {
  readonly #sdk: SdkOf<'generic'>;

  constructor(sdk: SdkOf<'generic'>) {
    this.#sdk = sdk;
  }

  get isOpaque(): boolean {
    return this.#sdk.encode.includes('aes');
  }

  async requests(batch: readonly QueuedEvent[]): Promise<readonly Request[]> {
    const { list, encode, contentType } = this.#sdk;
    const said = batch.map((event) => ({ event: event.name, time: event.eventMs, ...event.fields }));
    const encoded = await encodeChain(list ? said : said[0], encode);
    return encoded.map((piece) => {
      if (piece.place === 'body') return { body: piece.bytes, isText: piece.isText, contentType: contentType ?? piece.contentType };
      if (piece.place === 'header') return { headers: piece.headers };
      return { [piece.place]: piece.text };
    });
  }
}
