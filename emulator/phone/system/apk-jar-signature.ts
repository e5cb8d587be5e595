import { createHash } from 'node:crypto';
import { readEntry, type ApkArchive } from './apk-archive.ts';
import type { Signed } from './apk-signing-block.ts';

const MANIFEST = 'META-INF/MANIFEST.MF';
const ALGORITHMS: readonly (readonly [attribute: string, hash: string])[] = [
  ['SHA-256-Digest', 'sha256'], ['SHA1-Digest', 'sha1'], ['SHA-512-Digest', 'sha512'],
];

/**
 * The v1 (JAR) signature of an APK: that there is a signature file with its block, that the manifest of digests has
 * `AndroidManifest.xml` as it is, and that no newer signature was stripped off. The block's own arithmetic is not done.
 *
 * https://source.android.com/docs/security/features/apksigning/v2#v1-verification
 */
export function readJarSignature(archive: ApkArchive, { path, apiLevel }: { readonly path: string; readonly apiLevel: number }): Signed {
  const blockName = [...archive.entries.keys()].find((name) => /^META-INF\/[^/]+\.(?:RSA|DSA|EC)$/i.test(name));
  if (blockName === undefined) return { problem: NO_CERTIFICATES };
  const signatureName = blockName.replace(/\.[A-Z]+$/i, '.SF');
  const signatureFile = readEntry(archive, signatureName)?.toString('utf8');
  const manifest = readEntry(archive, MANIFEST)?.toString('utf8');
  const certificate = certificateOf(readEntry(archive, blockName));
  if (signatureFile === undefined || manifest === undefined || certificate === undefined) return { problem: NO_CERTIFICATES };
  const stripped = /^X-Android-APK-Signed: *(.*)$/m.exec(signatureFile)?.[1]?.split(',').map((id) => id.trim()) ?? [];
  if (apiLevel >= 24 && stripped.includes('2')) {
    return { problem: `${signatureName} indicates ${path} is signed using APK Signature Scheme v2, but no such signature was found. Signature stripped?` };
  }
  if (!isListed(manifest, archive)) return { problem: `META-INF/MANIFEST.MF has invalid digest for AndroidManifest.xml` };
  return { signer: createHash('sha256').update(certificate).digest('hex') };
}

/** What Android 8 and 9 say of an APK that nobody signed. */
const NO_CERTIFICATES = 'Attempt to get length of null array';

function isListed(manifest: string, archive: ApkArchive): boolean {
  const content = readEntry(archive, 'AndroidManifest.xml');
  // Lines go on behind a line end and a blank.
  const sections = manifest.replace(/\r?\n /g, '').split(/\r?\n\r?\n/);
  const section = sections.find((text) => /^Name: AndroidManifest\.xml$/m.test(text));
  if (content === undefined || section === undefined) return false;
  return ALGORITHMS.some(([attribute, hash]) => {
    const digest = new RegExp(`^${attribute}: (\\S+)`, 'm').exec(section)?.[1];
    return digest === createHash(hash).update(content).digest('base64');
  });
}

/** The first certificate in a PKCS#7 `SignedData` (RFC 2315, section 9.1), as DER. */
function certificateOf(block: Buffer | undefined): Buffer | undefined {
  if (block === undefined) return undefined;
  try {
    const [, wrapped] = children(elements(block)[0]);
    const [signedData] = children(wrapped);
    const certificates = children(signedData).find((element) => element.tag === 0xa0);
    return children(certificates)[0]?.whole;
  } catch {
    return undefined;
  }
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
