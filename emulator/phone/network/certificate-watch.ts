import { X509Certificate } from 'node:crypto';

// RFC 5246: record and handshake types.
const RECORD_HANDSHAKE = 22;
const RECORD_HEADER_BYTES = 5;
const HANDSHAKE_HEADER_BYTES = 4;
const HANDSHAKE_CERTIFICATE = 11;
const HANDSHAKE_SERVER_HELLO_DONE = 14;

/**
 * Fatal alert 46, certificate_unknown, in a TLS 1.2 record: what a phone's Conscrypt says when it does not believe a
 * chain. In the clear, because in TLS 1.2 nothing is encrypted yet when the certificates come.
 */
export const CERTIFICATE_UNKNOWN_ALERT = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x2e]);

/**
 * Reads the server's side of a TLS 1.2 handshake up to its certificates. Node judges a chain only when the handshake is
 * over and sends no alert; a phone judges it at once and does, and whoever sits in between can tell by that.
 */
export class CertificateWatch {
  #records = Buffer.alloc(0);
  #handshake = Buffer.alloc(0);
  #isOver = false;

  /** The chain once it has been read whole; an empty one when the server sends none, or none that can be read. */
  read(chunk: Buffer): readonly X509Certificate[] | undefined {
    if (this.#isOver) return undefined;
    this.#records = Buffer.concat([this.#records, chunk]);
    while (this.#records.length >= RECORD_HEADER_BYTES) {
      const end = RECORD_HEADER_BYTES + this.#records.readUInt16BE(3);
      // Anything but a handshake record (an alert of the server's, say) is TLS's own affair.
      if (this.#records[0] !== RECORD_HANDSHAKE) return this.#over(undefined);
      if (this.#records.length < end) return undefined;
      this.#handshake = Buffer.concat([this.#handshake, this.#records.subarray(RECORD_HEADER_BYTES, end)]);
      this.#records = this.#records.subarray(end);
    }
    return this.#nextMessage();
  }

  /** Whether there is nothing left to wait for. */
  get isOver(): boolean {
    return this.#isOver;
  }

  #nextMessage(): readonly X509Certificate[] | undefined {
    while (this.#handshake.length >= HANDSHAKE_HEADER_BYTES) {
      const end = HANDSHAKE_HEADER_BYTES + this.#handshake.readUIntBE(1, 3);
      if (this.#handshake.length < end) return undefined;
      const type = this.#handshake[0];
      const body = this.#handshake.subarray(HANDSHAKE_HEADER_BYTES, end);
      if (type === HANDSHAKE_CERTIFICATE) return this.#over(certificatesIn(body));
      if (type === HANDSHAKE_SERVER_HELLO_DONE) return this.#over([]);
      this.#handshake = this.#handshake.subarray(end);
    }
    return undefined;
  }

  #over(chain: readonly X509Certificate[] | undefined): readonly X509Certificate[] | undefined {
    this.#isOver = true;
    return chain;
  }
}

function certificatesIn(body: Buffer): readonly X509Certificate[] {
  const certificates: X509Certificate[] = [];
  try {
    for (let offset = 3; offset + 3 <= body.length; ) {
      const length = body.readUIntBE(offset, 3);
      certificates.push(new X509Certificate(body.subarray(offset + 3, offset + 3 + length)));
      offset += 3 + length;
    }
    return certificates;
  } catch {
    // A certificate that cannot be read vouches for nobody: the empty chain is refused.
    return [];
  }
}
