import { createCipheriv, createDecipheriv, createHash, publicEncrypt, randomBytes, constants } from 'node:crypto';
import type { Cause } from '../../apps/app-event.ts';
import { base64Url } from '../encodings/percent.ts';
import { COLLECTOR_PUBLIC_KEY } from './collector-public-key.ts';
import { formRequest, objectOf, type SdkHost } from './sdk-model.ts';

/** The key a collector and a sender have agreed on, and its number. */
export interface SessionKey {
  readonly key: Buffer;
  readonly sid: string;
}

const KEPT = 'onetrack session';

/**
 * The key under which a package uploads: made known to it by `/track/key_get`, wrapped under one it made itself, and kept.
 * Rejects when the collector gives none.
 */
export async function sessionKey(host: SdkHost, holder: string, collector: string, cause: Cause): Promise<SessionKey> {
  const name = `${KEPT} ${new URL(collector).host}`;
  const [sid, key] = host.get(holder, name)?.split(' ') ?? [];
  if (sid !== undefined && key !== undefined) return { sid, key: Buffer.from(key, 'base64') };
  const own = randomBytes(16);
  const secretKey = base64Url(publicEncrypt({ key: COLLECTOR_PUBLIC_KEY, padding: constants.RSA_PKCS1_PADDING }, own));
  // The salt of the real signature is not published.
  const sign = createHash('md5').update(`secretKey=${secretKey}`).digest('hex');
  const url = new URL('/track/key_get', collector).href;
  const { status, body } = await host.ask(holder, { ...formRequest({ secretKey, sign }), url, method: 'POST' }, { purpose: 'telemetry-key', cause });
  const answer = objectOf(parsed(body));
  const data = objectOf(answer['data']);
  if (status !== 200 || answer['code'] !== 0 || typeof data['key'] !== 'string' || typeof data['sid'] !== 'string') {
    throw new Error(`OneTrack asked ${url} for a key: found status ${status} and ${body.toString().slice(0, 80)}, expected code 0 with key and sid`);
  }
  const session = { sid: data['sid'], key: decipher(Buffer.from(data['key'], 'base64'), own) };
  host.put(holder, name, `${session.sid} ${session.key.toString('base64')}`);
  return session;
}

/** AES-128 in ECB mode with PKCS#5 padding, as the SDK has it. */
export function encipher(bytes: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

function decipher(bytes: Buffer, key: Buffer): Buffer {
  const opening = createDecipheriv('aes-128-ecb', key, null);
  return Buffer.concat([opening.update(bytes), opening.final()]);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
