import { createCipheriv, createDecipheriv, createHmac, type CipherGCMTypes } from 'node:crypto';

// RFC 8446, 5.1 and 5.2: a protected record claims to be application data; its last byte that is not zero is its type.
const APPLICATION_DATA = 23;
const HEADER_BYTES = 5;
const TAG_BYTES = 16;
const IV_BYTES = 12;

interface Suite {
  readonly cipher: CipherGCMTypes | 'chacha20-poly1305';
  readonly hash: 'sha256' | 'sha384';
  readonly keyBytes: number;
}

const SUITES: ReadonlyMap<number, Suite> = new Map([
  [0x1301, { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16 }],
  [0x1302, { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32 }],
  [0x1303, { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32 }],
]);

/** One direction of a TLS 1.3 connection under one traffic secret. */
export class RecordKeys {
  readonly #suite: Suite;
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #sequence = 0n;

  constructor(suiteId: number, secret: Buffer) {
    const suite = SUITES.get(suiteId);
    if (suite === undefined) throw new Error(`TLS 1.3: found cipher suite 0x${suiteId.toString(16)}, expected 0x1301, 0x1302 or 0x1303`);
    this.#suite = suite;
    this.#key = expandLabel(suite.hash, secret, 'key', suite.keyBytes);
    this.#iv = expandLabel(suite.hash, secret, 'iv', IV_BYTES);
  }

  /** Type and content of a whole record. @throws when it was not protected under this secret. */
  open(record: Buffer): { readonly type: number; readonly content: Buffer } {
    const header = record.subarray(0, HEADER_BYTES);
    const sealed = record.subarray(HEADER_BYTES, record.length - TAG_BYTES);
    const decipher = createDecipheriv(this.#suite.cipher as CipherGCMTypes, this.#key, this.#nonce(), { authTagLength: TAG_BYTES });
    decipher.setAAD(header);
    decipher.setAuthTag(record.subarray(record.length - TAG_BYTES));
    const inner = Buffer.concat([decipher.update(sealed), decipher.final()]);
    let end = inner.length - 1;
    while (end > 0 && inner[end] === 0) end -= 1;
    return { type: inner[end] ?? 0, content: inner.subarray(0, end) };
  }

  /** A protected record with this content. */
  seal(type: number, content: Buffer): Buffer {
    const inner = Buffer.concat([content, Buffer.from([type])]);
    const header = Buffer.from([APPLICATION_DATA, 0x03, 0x03, 0, 0]);
    header.writeUInt16BE(inner.length + TAG_BYTES, 3);
    const cipher = createCipheriv(this.#suite.cipher as CipherGCMTypes, this.#key, this.#nonce(), { authTagLength: TAG_BYTES });
    cipher.setAAD(header);
    return Buffer.concat([header, cipher.update(inner), cipher.final(), cipher.getAuthTag()]);
  }

  #nonce(): Buffer {
    const nonce = Buffer.from(this.#iv);
    const low = nonce.readBigUInt64BE(IV_BYTES - 8) ^ this.#sequence;
    nonce.writeBigUInt64BE(low, IV_BYTES - 8);
    this.#sequence += 1n;
    return nonce;
  }
}

/** HKDF-Expand-Label of RFC 8446, 7.1, for lengths of one hash at most. */
function expandLabel(hash: Suite['hash'], secret: Buffer, label: string, bytes: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, bytes, name.length]), name, Buffer.from([0])]);
  return createHmac(hash, secret).update(info).update(Buffer.from([1])).digest().subarray(0, bytes);
}
