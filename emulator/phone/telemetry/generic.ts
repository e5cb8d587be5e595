import type { GenericSdk } from '../profile/profile.ts';
import { encodeChain } from './encode-chain.ts';
import type { QueuedEvent, Request } from './event-queue.ts';

/** The request of an SDK that is described by its chain of encodings. */
export function genericRequest(sdk: GenericSdk, events: readonly QueuedEvent[]): Request {
  const said = events.map((event) => ({ event: event.name, time: event.eventMs, ...event.fields }));
  const encoded = encodeChain(sdk.list ? said : said[0], sdk.encode);
  switch (encoded.place) {
    case 'body':
      return { body: encoded.bytes, contentType: sdk.contentType ?? encoded.contentType };
    case 'query':
      return { query: { name: encoded.name, text: encoded.text } };
    case 'header':
      return { headers: { [encoded.name]: encoded.text } };
    case 'path':
      return { path: encoded.text };
  }
}

/** Whether nobody but its maker can read what the SDK sends. */
export function isOpaque(sdk: GenericSdk): boolean {
  return sdk.encode.includes('aes');
}
