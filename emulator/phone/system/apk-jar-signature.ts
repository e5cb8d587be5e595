import { createHash, verify, X509Certificate } from 'node:crypto';
import { readEntry, type ApkArchive } from './apk-archive.ts';
import type { Signed } from './apk-signing-block.ts';

const MANIFEST = 'META-INF/MANIFEST.MF';
const ALGORITHMS: readonly (readonly [attribute: string, hash: string])[] = [
  ['SHA-256-Digest', 'sha256'], ['SHA1-Digest', 'sha1'], ['SHA-512-Digest', 'sha512'],
];

/**
 * The v1 (JAR) signature of an APK: that the block's signature over the signature file is its certificate's, that the
 * signature file has the manifest of digests as it is, that this has every entry as it is, and that no newer signature
 * was stripped off.
 *
 * https://source.android.com/docs/security/features/apksigning/v2#v1-verification
 */
export function readJarSignature(archive: ApkArchive, { path, apiLevel }: { readonly path: string; readonly apiLevel: number }): Signed {
  const blockName = [...archive.entries.keys()].find((name) => /^META-INF\/[^/]+\.(?:RSA|DSA|EC)$/i.test(name));
  if (blockName === undefined) return { problem: NO_CERTIFICATES };
  const signatureName = blockName.replace(/\.[A-Z]+$/i, '.SF');
  const signatureFile = readEntry(archive, signatureName)?.toString('utf8');
  const manifest = readEntry(archive, MANIFEST)?.toString('utf8');
  const block = readBlock(readEntry(archive, blockName));
  if (signatureFile === undefined || manifest === undefined || block === undefined) return { problem: NO_CERTIFICATES };
  if (!isSigned(readEntry(archive, signatureName), block)) return { problem: `${path} failed verification of ${signatureName}` };
  const stripped = /^X-Android-APK-Signed: *(.*)$/m.exec(signatureFile)?.[1]?.split(',').map((id) => id.trim()) ?? [];
  if (apiLevel >= 24 && stripped.includes('2')) {
    return { problem: `${signatureName} indicates ${path} is signed using APK Signature Scheme v2, but no such signature was found. Signature stripped?` };
  }
  if (!hasDigest(signatureFile, '-Manifest', readEntry(archive, MANIFEST))) return { problem: `${signatureName} has invalid digest for ${MANIFEST} in ${path}` };
  const changed = [...archive.entries.keys()].find((name) => !/^META-INF\/|\/$/.test(name) && !isListed(manifest, name, archive));
  if (changed !== undefined) return { problem: `${MANIFEST} has invalid digest for ${changed} in ${path}` };
  return { signer: createHash('sha256').update(block.certificate).digest('hex') };
}

/** What Android 8 and 9 say of an APK that nobody signed. */
const NO_CERTIFICATES = 'Attempt to get length of null array';

function isListed(manifest: string, name: string, archive: ApkArchive): boolean {
  // Lines go on behind a line end and a blank.
  const sections = manifest.replace(/\r?\n /g, '').split(/\r?\n\r?\n/);
  const section = sections.find((text) => text.split(/\r?\n/).includes(`Name: ${name}`));
  return section !== undefined && hasDigest(section, '', readEntry(archive, name));
}

/** Whether one of the attributes `<algorithm>-Digest<suffix>` is the content's. */
function hasDigest(section: string, suffix: string, content: Buffer | undefined): boolean {
  if (content === undefined) return false;
  return ALGORITHMS.some(([attribute, hash]) => {
    const digest = new RegExp(`^${attribute}${suffix}: (\\S+)`, 'm').exec(section)?.[1];
    return digest === createHash(hash).update(content).digest('base64');
  });
}

/** What a PKCS#7 `SignedData` (RFC 2315, section 9.1) of one signer says. */
interface SignatureBlock {
  /** DER. */
  readonly certificate: Buffer;
  readonly hash: string;
  readonly signature: Buffer;
  /** Content of the signed attributes; absent where the signature is over the file itself. */
  readonly attributes?: Buffer;
}

/** Digest algorithms' object identifiers, as they stand in DER. */
const HASHES: Readonly<Record<string, string>> = {
  '2b0e03021a': 'sha1', '608648016503040201': 'sha256', '608648016503040202': 'sha384', '608648016503040203': 'sha512',
};
const MESSAGE_DIGEST = '2a864886f70d010904';
const TAG = { octets: 0x04, set: 0x31, context0: 0xa0 } as const;

function readBlock(bytes: Buffer | undefined): SignatureBlock | undefined {
  if (bytes === undefined) return undefined;
  try {
    const [, wrapped] = children(elements(bytes)[0]);
    const parts = children(children(wrapped)[0]);
    const [certificate] = children(parts.find((element) => element.tag === TAG.context0));
    // The signers come last: version, issuer and serial, digest algorithm, (attributes,) encryption algorithm, signature.
    const signer = children(children(parts.at(-1))[0]);
    const hash = HASHES[children(signer[2])[0]?.content.toString('hex') ?? ''];
    const signature = signer.slice(3).find((element) => element.tag === TAG.octets)?.content;
    const attributes = signer[3]?.tag === TAG.context0 ? signer[3].content : undefined;
    if (certificate === undefined || hash === undefined || signature === undefined) return undefined;
    return { certificate: certificate.whole, hash, signature, ...(attributes === undefined ? {} : { attributes }) };
  } catch {
    return undefined;
  }
}

/** Whether the certificate's key signed the file, or attributes that have the file's digest. */
function isSigned(file: Buffer | undefined, { certificate, hash, signature, attributes }: SignatureBlock): boolean {
  if (file === undefined) return false;
  try {
    const { publicKey } = new X509Certificate(certificate);
    if (attributes === undefined) return verify(hash, file, publicKey, signature);
    const stated = elements(attributes).map(children).find(([type]) => type?.content.toString('hex') === MESSAGE_DIGEST)?.[1];
    const digest = children(stated)[0]?.content;
    return digest?.equals(createHash(hash).update(file).digest()) === true && verify(hash, derOf(TAG.set, attributes), publicKey, signature);
  } catch {
    // A certificate or a key that nobody can read has signed nothing.
    return false;
  }
}

function derOf(tag: number, content: Buffer): Buffer {
  const length = content.length < 0x80 ? Buffer.from([content.length]) : Buffer.from([0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

interface DerElement {
  readonly tag: number;
  readonly whole: Buffer;
  readonly content: Buffer;
}

const children = (element: DerElement | undefined): readonly DerElement[] => (element === undefined ? [] : elements(element.content));

function elements(bytes: Buffer): readonly DerElement[] {
  const found: DerElement[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const contentAt = at + 2 + lengthBytes;
    found.push({ tag: bytes.readUInt8(at), whole: bytes.subarray(at, contentAt + length), content: bytes.subarray(contentAt, contentAt + length) });
    at = contentAt + length;
  }
  return found;
}
