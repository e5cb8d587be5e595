import { X509Certificate } from 'node:crypto';
import { RecordKeys } from './tls13-records.ts';

// RFC 8446: record and handshake types.
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;
const CERTIFICATE = 11;
const FINISHED = 20;
// Sent in the clear before the first protected record, for middleboxes that expect TLS 1.2 (appendix D.4).
const CHANGE_CIPHER_SPEC_RECORD = Buffer.from([CHANGE_CIPHER_SPEC, 0x03, 0x03, 0, 1, 1]);
// Fatal, certificate_unknown: what a phone's Conscrypt says when it does not believe a chain.
const CERTIFICATE_UNKNOWN = Buffer.from([2, 46]);

/**
 * Reads the server's protected side of a TLS 1.3 handshake up to its certificates, with the secret of the client's own
 * TLS library; a phone judges a chain at that point, where Node does only when the handshake is over.
 */
export class SealedCertificateWatch {
  readonly #server: RecordKeys;
  #handshake = Buffer.alloc(0);

  constructor(suiteId: number, serverSecret: Buffer) {
    this.#server = new RecordKeys(suiteId, serverSecret);
  }

  /** Reads one whole record: the chain once it is there, `over` when none will come, undefined when more is needed. */
  read(record: Buffer): readonly X509Certificate[] | 'over' | undefined {
    if (record[0] === CHANGE_CIPHER_SPEC) return undefined;
    const { type, content } = this.#server.open(record);
    if (type !== HANDSHAKE) return 'over';
    this.#handshake = Buffer.concat([this.#handshake, content]);
    while (this.#handshake.length >= MESSAGE_HEADER_BYTES) {
      const end = MESSAGE_HEADER_BYTES + this.#handshake.readUIntBE(1, 3);
      if (this.#handshake.length < end) return undefined;
      const message = this.#handshake[0];
      const body = this.#handshake.subarray(MESSAGE_HEADER_BYTES, end);
      if (message === CERTIFICATE) return certificatesIn(body);
      if (message === FINISHED) return 'over';
      this.#handshake = this.#handshake.subarray(end);
    }
    return undefined;
  }
}

/** What a client sends in place of its Finished when it does not believe the chain. */
export function sealedRefusal(suiteId: number, clientSecret: Buffer): Buffer {
  return Buffer.concat([CHANGE_CIPHER_SPEC_RECORD, new RecordKeys(suiteId, clientSecret).seal(ALERT, CERTIFICATE_UNKNOWN)]);
}

function certificatesIn(body: Buffer): readonly X509Certificate[] {
  const certificates: X509Certificate[] = [];
  try {
    // A context, the list's length, then each certificate with its extensions.
    let offset = 1 + body.readUInt8(0) + 3;
    while (offset + 3 <= body.length) {
      const end = offset + 3 + body.readUIntBE(offset, 3);
      certificates.push(new X509Certificate(body.subarray(offset + 3, end)));
      offset = end + 2 + body.readUInt16BE(end);
    }
    return certificates;
  } catch {
    // A certificate that cannot be read vouches for nobody: the empty chain is refused.
    return [];
  }
}

/** The cipher suite of a ServerHello that chose TLS 1.3; undefined for any other record. */
export function tls13Suite(record: Buffer): number | undefined {
  const SERVER_HELLO = 2;
  const SUPPORTED_VERSIONS = 43;
  const TLS_1_3 = 0x0304;
  if (record[0] !== HANDSHAKE || record[HEADER_BYTES] !== SERVER_HELLO) return undefined;
  try {
    const sessionId = HEADER_BYTES + MESSAGE_HEADER_BYTES + 34;
    const suite = sessionId + 1 + record.readUInt8(sessionId);
    let offset = suite + 5;
    while (offset + 4 <= record.length) {
      const bytes = record.readUInt16BE(offset + 2);
      if (record.readUInt16BE(offset) === SUPPORTED_VERSIONS && record.readUInt16BE(offset + 4) === TLS_1_3) return record.readUInt16BE(suite);
      offset += 4 + bytes;
    }
  } catch {
    // Cut short or rubbish: TLS itself will say so.
  }
  return undefined;
}
