import type { Flow } from '../flow/flow.ts';
import type { ExaminedFlow } from './examine.ts';
import { OF_ONE_SENDING_MS } from './sendings.ts';

/** A key is asked for when an upload is about to go, and the upload goes as soon as the answer is there. */
const UPLOADED_WITHIN_MS = 2_000;

/** A key of 2048 bits wrapped for the collector in base64, and a signature. */
const MOST_BYTES = 512;

/**
 * Whether a flow asks for the key of the uploads that follow it: the same sender posts what nobody can read to the same host, and some of
 * that is held against somebody. They are of one sending, so the key is of whoever the uploads are of. It is asked for once and kept, so it
 * does not come again, and by itself could not be told apart from what other actions send.
 */
export function isForUpload({ flow, owner }: ExaminedFlow, all: readonly ExaminedFlow[]): boolean {
  const { endMs: answeredMs } = flow;
  if (!asksForKey(flow) || answeredMs === undefined) return false;
  const uploads = all.filter(({ flow: { kind, host, port, startMs, request } }) => kind === 'http' && request?.method === 'POST' && host === flow.host && port === flow.port && startMs >= answeredMs && startMs - answeredMs <= UPLOADED_WITHIN_MS);
  const following = uploads
    .filter((other) => !asksForKey(other.flow) && (owner.socket === undefined || other.owner.socket === undefined || owner.socket.uid === other.owner.socket.uid))
    .sort((one, other) => one.flow.startMs - other.flow.startMs);
  const [first] = following;
  const sending = following.filter((other) => other.flow.startMs - (first?.flow.startMs ?? 0) <= OF_ONE_SENDING_MS);
  return first?.isOpaque === true && sending.some(({ isOpaque, credits }) => isOpaque && credits.length > 0);
}

function asksForKey({ kind, request, response }: Flow): boolean {
  if (kind !== 'http' || request?.method !== 'POST' || response?.status !== 200) return false;
  const byteCount = request.body?.byteCount ?? 0;
  return byteCount > 0 && byteCount <= MOST_BYTES && /^[a-z]+:\/\/[^/?]+(\/[^/?]+)?\/key_get$/.test(request.url);
}
