import { createHash, randomBytes } from 'node:crypto';
import type { SpockSdk } from '../profile/profile.ts';
import { fill, type LookUp } from '../profile/template.ts';
import { base64Url } from './encodings/percent.ts';
import type { QueuedEvent, Request } from './event-queue.ts';

/**
 * The request of com.miui.analytics before OneTrack: `value` is JSON `{H, B}` in base64 with the URL-safe alphabet, not
 * compressed below 100 000 characters (`gzip=0`). The real signature is salted; this one is only as long.
 */
export function spockRequest(sdk: SpockSdk, events: readonly QueuedEvent[], lookUp: LookUp): Request {
  const sendingMs = String(lookUp('time') ?? '');
  const document = {
    H: { ...objectOf(fill(sdk.header, lookUp)), st: sendingMs },
    B: events.map((event) => ({
      H: { app: event.packageName, time: String(event.eventMs) },
      B: { event: event.name, ...event.fields },
    })),
  };
  const value = base64Url(Buffer.from(JSON.stringify(document)));
  const form = new URLSearchParams({
    value,
    gzip: '0',
    ts: sendingMs,
    nonce: randomBytes(8).toString('hex'),
    sign: createHash('md5').update(value).digest('hex'),
  });
  return { body: Buffer.from(form.toString()), contentType: 'application/x-www-form-urlencoded' };
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
