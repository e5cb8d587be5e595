import type { GenericSdk } from '../profile/profile.ts';
import { encodeChain } from './encode-chain.ts';
import type { QueuedEvent, Request } from './event-queue.ts';

/** The requests of an SDK that is described by its chain of encodings. */
export async function genericRequests(sdk: GenericSdk, events: readonly QueuedEvent[]): Promise<readonly Request[]> {
  const said = events.map((event) => ({ event: event.name, time: event.eventMs, ...event.fields }));
  const encoded = await encodeChain(sdk.list ? said : said[0], sdk.encode);
  return encoded.map((piece) => {
    if (piece.place === 'body') return { body: piece.bytes, contentType: sdk.contentType ?? piece.contentType };
    if (piece.place === 'header') return { headers: piece.headers };
    return { [piece.place]: piece.text };
  });
}

/** Whether nobody but its maker can read what the SDK sends. */
export function isOpaque(sdk: GenericSdk): boolean {
  return sdk.encode.includes('aes');
}
