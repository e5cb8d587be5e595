import { constants, createCipheriv, createHash, privateDecrypt } from 'node:crypto';
import { json, type SiteRequest, type SiteResponse } from '../site.ts';
import { COLLECTOR_PRIVATE_KEY } from './collector-key.ts';

/** A request whose key cannot be opened. */
const REFUSED = json({ code: -4, reason: 'bad key' });

/**
 * Answers an SDK that brings a key of its own, wrapped for the collector: a session key under the one it brought, and the
 * number it goes by. The same key gets the same session, so the server need not remember any.
 */
export function agreeOnKey(request: SiteRequest, field: string): SiteResponse {
  const wrapped = new URLSearchParams(request.body.toString()).get(field);
  const client = wrapped === null ? undefined : unwrap(wrapped);
  if (client?.length !== 16) return REFUSED;
  const digest = createHash('sha256').update(client).digest();
  const cipher = createCipheriv('aes-128-ecb', client, null);
  const key = Buffer.concat([cipher.update(digest.subarray(0, 16)), cipher.final()]).toString('base64');
  return json({ code: 0, data: { key, sid: digest.toString('hex', 16, 32) }, reason: 'success' });
}

/** PKCS#1 v1.5 taken off by hand: Node takes it off no more, for fear of those who would measure how long that takes. */
function unwrap(wrapped: string): Buffer | undefined {
  try {
    // Either alphabet: Node reads both.
    const block = privateDecrypt({ key: COLLECTOR_PRIVATE_KEY, padding: constants.RSA_NO_PADDING }, Buffer.from(wrapped, 'base64'));
    const end = block.indexOf(0, 2);
    return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : undefined;
  } catch {
    return undefined;
  }
}
