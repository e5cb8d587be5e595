import { constants, createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import type { ApkArchive } from './apk-archive.ts';

/** Who signed an APK, or why nobody did as far as the phone can tell. */
export type Signed = { readonly signer: string } | { readonly problem: string };

const MAGIC = Buffer.from('APK Sig Block 42', 'latin1');
const SCHEME_V2 = 0x7109871a;
const SCHEME_V3 = 0xf05368c0;
const CHUNK_BYTES = 1 << 20;

interface Algorithm {
  readonly hash: 'sha256' | 'sha512';
  readonly padding?: 'pkcs1' | 'pss';
}

/** Signature algorithm ids, weakest first. https://source.android.com/docs/security/features/apksigning/v2 */
const ALGORITHMS: ReadonlyMap<number, Algorithm> = new Map<number, Algorithm>([
  [0x0301, { hash: 'sha256' }], [0x0201, { hash: 'sha256' }],
  [0x0103, { hash: 'sha256', padding: 'pkcs1' }], [0x0101, { hash: 'sha256', padding: 'pss' }],
  [0x0202, { hash: 'sha512' }], [0x0104, { hash: 'sha512', padding: 'pkcs1' }], [0x0102, { hash: 'sha512', padding: 'pss' }],
]);

/**
 * Verifies the v3 or v2 signature of an APK, content digest included; undefined when it has no such block.
 *
 * @param apiLevel v2 came with Android 7, v3 with 9; an older phone does not see the block.
 */
export function verifySigningBlock(archive: ApkArchive, apiLevel: number): (Signed & { readonly scheme: 'v2' | 'v3' }) | undefined {
  const block = findBlock(archive);
  if (block === undefined) return undefined;
  const v3 = apiLevel >= 28 ? block.values.get(SCHEME_V3) : undefined;
  const v2 = apiLevel >= 24 ? block.values.get(SCHEME_V2) : undefined;
  const value = v3 ?? v2;
  if (value === undefined) return undefined;
  const scheme = v3 === undefined ? 'v2' : 'v3';
  try {
    const [signer] = prefixed(onlyPart(value));
    return { scheme, ...(signer === undefined ? { problem: 'No signers found' } : verifySigner(signer, scheme, { archive, blockAt: block.at })) };
  } catch {
    return { scheme, problem: 'Failed to parse/verify signer #1 block' };
  }
}

interface SigningBlock {
  readonly at: number;
  readonly values: ReadonlyMap<number, Buffer>;
}

function findBlock({ bytes, directoryAt }: ApkArchive): SigningBlock | undefined {
  if (directoryAt < 32 || !bytes.subarray(directoryAt - MAGIC.length, directoryAt).equals(MAGIC)) return undefined;
  const sizeBytes = Number(bytes.readBigUInt64LE(directoryAt - 24));
  const at = directoryAt - sizeBytes - 8;
  if (at < 0 || Number(bytes.readBigUInt64LE(at)) !== sizeBytes) return undefined;
  const values = new Map<number, Buffer>();
  for (let pair = at + 8; pair + 12 <= directoryAt - 24;) {
    const lengthBytes = Number(bytes.readBigUInt64LE(pair));
    values.set(bytes.readUInt32LE(pair + 8), bytes.subarray(pair + 12, pair + 8 + lengthBytes));
    pair += 8 + lengthBytes;
  }
  return { at, values };
}

interface Content {
  readonly archive: ApkArchive;
  readonly blockAt: number;
}

/** One signer: signed data, (v3: the API levels it is for,) signatures, public key. */
function verifySigner(signer: Buffer, scheme: 'v2' | 'v3', content: Content): Signed {
  const cut = scheme === 'v2' ? 0 : 8;
  const [signedData] = prefixed(signer, 1);
  if (signedData === undefined) return { problem: 'No signed data' };
  const [signatures, publicKey] = prefixed(signer.subarray(4 + signedData.length + cut), 2);
  const best = strongest(signatures ?? Buffer.alloc(0));
  if (best === undefined || publicKey === undefined) return { problem: 'No supported signatures found' };
  if (!isSignedBy(signedData, { publicKey, ...best })) return { problem: `${jcaName(best.algorithm)} signature did not verify` };
  const [digests, certificates] = prefixed(signedData, 2);
  const [certificate] = prefixed(certificates ?? Buffer.alloc(0), 1);
  if (certificate === undefined) return { problem: 'No certificates listed' };
  if (!createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).equals(new X509Certificate(certificate).publicKey)) {
    return { problem: 'Public key mismatch between certificate and signature record' };
  }
  const expected = prefixed(digests ?? Buffer.alloc(0)).find((digest) => digest.readUInt32LE(0) === best.id);
  if (expected === undefined) return { problem: 'Signature algorithms don\'t match between digests and signatures records' };
  if (!contentDigest(content, best.algorithm.hash).equals(onlyPart(expected.subarray(4)))) {
    return { problem: `${best.algorithm.hash === 'sha256' ? 'SHA-256' : 'SHA-512'} digest of contents did not verify` };
  }
  return { signer: createHash('sha256').update(certificate).digest('hex') };
}

interface Signature {
  readonly id: number;
  readonly algorithm: Algorithm;
  readonly signature: Buffer;
}

function strongest(signatures: Buffer): Signature | undefined {
  const order = [...ALGORITHMS.keys()];
  const known = prefixed(signatures).flatMap((entry): readonly Signature[] => {
    const id = entry.readUInt32LE(0);
    const algorithm = ALGORITHMS.get(id);
    return algorithm === undefined ? [] : [{ id, algorithm, signature: onlyPart(entry.subarray(4)) }];
  });
  return known.sort((left, right) => order.indexOf(right.id) - order.indexOf(left.id))[0];
}

function isSignedBy(data: Buffer, by: { readonly publicKey: Buffer; readonly algorithm: Algorithm; readonly signature: Buffer }): boolean {
  const { algorithm } = by;
  const key = createPublicKey({ key: by.publicKey, format: 'der', type: 'spki' });
  const padding = algorithm.padding === 'pss' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.hash === 'sha256' ? 32 : 64 } : {};
  return verify(algorithm.hash, data, { key, ...padding }, by.signature);
}

const jcaName = ({ hash, padding }: Algorithm): string => `${hash.toUpperCase()}with${padding === undefined ? 'ECDSA' : padding === 'pss' ? 'RSA/PSS' : 'RSA'}`;

/** Digest over the digests of 1 MiB chunks of what lies before the block, the central directory, and the end record as if the block was not there. */
function contentDigest({ archive, blockAt }: Content, hash: Algorithm['hash']): Buffer {
  const { bytes, directoryAt, endRecordAt } = archive;
  const end = Buffer.from(bytes.subarray(endRecordAt));
  end.writeUInt32LE(blockAt, 16);
  const chunks: Buffer[] = [];
  for (const section of [bytes.subarray(0, blockAt), bytes.subarray(directoryAt, endRecordAt), end]) {
    for (let at = 0; at < section.length; at += CHUNK_BYTES) {
      const chunk = section.subarray(at, at + CHUNK_BYTES);
      chunks.push(createHash(hash).update(lengthMarked(0xa5, chunk.length)).update(chunk).digest());
    }
  }
  return createHash(hash).update(lengthMarked(0x5a, chunks.length)).update(Buffer.concat(chunks)).digest();
}

function lengthMarked(mark: number, length: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(mark, 0);
  bytes.writeUInt32LE(length, 1);
  return bytes;
}

/** The first parts that each stand behind their length, or all. @throws when one reaches over the end. */
function prefixed(bytes: Buffer, count = Number.POSITIVE_INFINITY): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length && parts.length < count;) {
    const part = onlyPart(bytes.subarray(at));
    parts.push(part);
    at += 4 + part.length;
  }
  return parts;
}

function onlyPart(bytes: Buffer): Buffer {
  const length = bytes.readUInt32LE(0);
  if (length > bytes.length - 4) throw new Error(`Reading an APK signing block: a part of ${length} bytes, expected at most ${bytes.length - 4}.`);
  return bytes.subarray(4, 4 + length);
}
