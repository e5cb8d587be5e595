import { createHash, X509Certificate } from 'node:crypto';
import { readEntry, type Zip } from './zip-entries.ts';

const MAGIC = Buffer.from('APK Sig Block 42', 'latin1');

/** Newest first: a phone goes by the newest it knows, and an APK names the same signers in all (but for a rotated key). */
const SCHEMES: readonly (readonly [id: number, name: string])[] = [[0x1b93ad61, 'v3.1'], [0xf05368c0, 'v3'], [0x7109871a, 'v2']];

const MOST_SIGNATURE_BYTES = 1 << 20;

/** Who an APK says signed it, and by which scheme that was read. */
export interface Signers {
  /** `v1`, `v2`, `v3` or `v3.1`. */
  readonly scheme: string;
  /** SHA-256 of each certificate. */
  readonly certificates: readonly string[];
}

/**
 * Reads the signers' certificates from the signing block, or from `META-INF` where there is none. That they signed these very bytes is
 * not verified here: the phone did when it installed the app.
 *
 * https://source.android.com/docs/security/features/apksigning
 */
export function readSigners(zip: Zip): Signers | undefined {
  const block = findBlock(zip);
  for (const [id, scheme] of SCHEMES) {
    const value = block.get(id);
    if (value !== undefined) return { scheme, certificates: prefixed(onlyPart(value)).map(certificateOfSigner) };
  }
  const certificates = zip.entries.filter(({ name }) => /^META-INF\/[^/]+\.(?:RSA|DSA|EC)$/i.test(name))
    .map((entry) => certificateOfPkcs7(readEntry(zip, entry, MOST_SIGNATURE_BYTES)));
  return certificates.length === 0 ? undefined : { scheme: 'v1', certificates };
}

/** The signing block's values by their ids; none where there is no block. */
function findBlock({ bytes, directoryAt }: Zip): ReadonlyMap<number, Buffer> {
  const values = new Map<number, Buffer>();
  if (directoryAt < 32 || !bytes.subarray(directoryAt - MAGIC.length, directoryAt).equals(MAGIC)) return values;
  const at = directoryAt - Number(bytes.readBigUInt64LE(directoryAt - 24)) - 8;
  if (at < 0) return values;
  for (let pair = at + 8; pair + 12 <= directoryAt - 24;) {
    const length = Number(bytes.readBigUInt64LE(pair));
    if (length < 4 || pair + 8 + length > directoryAt - 24) throw new Error('its signing block is damaged');
    values.set(bytes.readUInt32LE(pair + 8), bytes.subarray(pair + 12, pair + 8 + length));
    pair += 8 + length;
  }
  return values;
}

/** Of a signer of v2 and v3: signed data, in it digests, then certificates, the signer's own first. */
function certificateOfSigner(signer: Buffer): string {
  const [, certificates] = prefixed(onlyPart(signer), 2);
  return sha256(onlyPart(certificates ?? Buffer.alloc(0)));
}

function prefixed(bytes: Buffer, most = 16): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length && parts.length < most;) {
    const part = onlyPart(bytes.subarray(at));
    parts.push(part);
    at += 4 + part.length;
  }
  return parts;
}

function onlyPart(bytes: Buffer): Buffer {
  const length = bytes.readUInt32LE(0);
  if (length > bytes.length - 4) throw new Error('its signing block is damaged');
  return bytes.subarray(4, 4 + length);
}

const TAG = { integer: 0x02, context0: 0xa0 } as const;

interface DerElement {
  readonly tag: number;
  readonly whole: Buffer;
  readonly content: Buffer;
}

/** Of PKCS #7 `SignedData` (RFC 2315, section 9.1): the certificate with the serial number that the signer names. */
function certificateOfPkcs7(bytes: Buffer): string {
  const [, wrapped] = children(elements(bytes)[0]);
  const parts = children(children(wrapped)[0]);
  const certificates = children(parts.find(({ tag }) => tag === TAG.context0));
  // The signers come last: version, issuer and serial number, …
  const [, issuerAndSerial] = children(children(parts.at(-1))[0]);
  const serial = children(issuerAndSerial).find(({ tag }) => tag === TAG.integer)?.content.toString('hex').replace(/^0+/, '');
  const named = certificates.find(({ whole }) => new X509Certificate(whole).serialNumber.toLowerCase().replace(/^0+/, '') === serial);
  const certificate = named ?? (certificates.length === 1 ? certificates[0] : undefined);
  if (certificate === undefined) throw new Error('its signature does not say who signed');
  return sha256(certificate.whole);
}

const children = (element: DerElement | undefined): readonly DerElement[] => (element === undefined ? [] : elements(element.content));

function elements(bytes: Buffer): readonly DerElement[] {
  const found: DerElement[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    if (lengthBytes > 4) throw new Error('its signature is damaged');
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const contentAt = at + 2 + lengthBytes;
    found.push({ tag: bytes.readUInt8(at), whole: bytes.subarray(at, contentAt + length), content: bytes.subarray(contentAt, contentAt + length) });
    at = contentAt + length;
  }
  return found;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
