import { constants, publicDecrypt, randomBytes } from 'node:crypto';
import type { Authorisation } from '../system/services.ts';
import { parsePublicKey } from './public-key.ts';

/** Kinds of AUTH packets (their first argument). */
export const AUTH = { TOKEN: 1, SIGNATURE: 2, RSAPUBLICKEY: 3 } as const;

const TOKEN_BYTES = 20;

/** DER of a `DigestInfo` with SHA-1, up to the digest. RFC 8017, section 9.2, note 1. */
const SHA1_DIGEST_INFO = Buffer.from('3021300906052b0e03021a05000414', 'hex');

/** What the phone does after an AUTH packet: challenge again, let the host in, or wait for a person. */
export type AuthStep = { readonly kind: 'challenge'; readonly token: Buffer } | { readonly kind: 'accept' } | { readonly kind: 'wait' };

/** One host's way in: a token to sign, then, if no accepted key signed it, its public key to be shown to a person. */
export class AuthExchange {
  readonly #authorisation: Authorisation;
  #token: Buffer = Buffer.alloc(0);

  constructor(authorisation: Authorisation) {
    this.#authorisation = authorisation;
  }

  /** The first step: a fresh token. */
  begin(): AuthStep {
    this.#token = randomBytes(TOKEN_BYTES);
    return { kind: 'challenge', token: this.#token };
  }

  /** Judges a signature of the last token; a wrong one makes the host try its next key on a fresh token. */
  onSignature(signature: Buffer): AuthStep {
    const trusted = this.#authorisation.trusted().some((key) => isSignedBy(key, this.#token, signature));
    return trusted ? { kind: 'accept' } : this.begin();
  }

  /** Shows a key to the person; resolves to `wait` when it was refused, and perhaps never. */
  async onPublicKey(payload: Buffer): Promise<AuthStep> {
    const line = payload.toString('utf8').replace(/\0+$/, '').trim();
    return (await this.#authorisation.ask(line)) ? { kind: 'accept' } : { kind: 'wait' };
  }
}

/** Whether the key made the signature over the token, which adb passes off as a SHA-1 digest (PKCS#1 v1.5). */
export function isSignedBy(publicKeyLine: string, token: Buffer, signature: Buffer): boolean {
  try {
    const key = parsePublicKey(publicKeyLine);
    const opened = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return opened.equals(Buffer.concat([SHA1_DIGEST_INFO, token]));
  } catch {
    // An unreadable key or a signature of another key is simply not a match; adbd says no more either.
    return false;
  }
}
