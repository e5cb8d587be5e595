import { createHash, X509Certificate } from 'node:crypto';

/**
 * The name a CA has in Android's store: `<subject_hash_old>.0`, the first four bytes of the MD5 of the DER subject,
 * little-endian. https://docs.openssl.org/3.0/man1/openssl-x509/ (`-subject_hash_old`)
 */
export function caFileName(pem: string): string {
  const digest = createHash('md5').update(subjectOf(new X509Certificate(pem).raw)).digest();
  return `${digest.readUInt32LE(0).toString(16).padStart(8, '0')}.0`;
}

/** The DER of a certificate's subject: the sixth field of a v3 `tbsCertificate`, the fifth of a v1 one. */
function subjectOf(certificate: Buffer): Buffer {
  const tbs = elements(elements(certificate)[0]?.body ?? certificate)[0];
  const fields = elements(tbs?.body ?? Buffer.alloc(0));
  const subject = fields[fields[0]?.tag === 0xa0 ? 5 : 4];
  if (subject === undefined) throw new Error('reading a CA: its tbsCertificate has no subject; expected an X.509 certificate');
  return subject.whole;
}

interface Element {
  readonly tag: number;
  readonly whole: Buffer;
  readonly body: Buffer;
}

function elements(der: Buffer): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 2 <= der.length;) {
    const first = der[at + 1] ?? 0;
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const length = lengthBytes === 0 ? first : der.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    found.push({ tag: der[at] ?? 0, whole: der.subarray(at, start + length), body: der.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
