import { createHash, sign, type KeyObject } from 'node:crypto';
import { uint32, uint64 } from './uint.ts';
import type { ZipParts } from './write-zip.ts';

/** Somebody who signs APKs. */
export interface Signer {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Buffer;
  readonly publicKey: Buffer;
}

/** Signature algorithms by the kind of key. */
const ALGORITHMS: Readonly<Record<string, number>> = { rsa: 0x0103, ec: 0x0201 };
const SCHEME_V2 = 0x7109871a;
const CHUNK_BYTES = 1 << 20;

/** Signs an archive with APK Signature Scheme v2. https://source.android.com/docs/security/features/apksigning/v2 */
export function signApk({ files, directory, end }: ZipParts, { key, certificate, publicKey }: Signer): Buffer {
  const algorithm = uint32(ALGORITHMS[key.asymmetricKeyType ?? ''] ?? 0);
  const chunks = [files, directory, end].flatMap(chunksOf).map((chunk) => createHash('sha256').update(counted(0xa5, chunk.length)).update(chunk).digest());
  const digest = createHash('sha256').update(counted(0x5a, chunks.length)).update(Buffer.concat(chunks)).digest();
  const signedData = Buffer.concat([prefixed(prefixed(Buffer.concat([algorithm, prefixed(digest)]))), prefixed(prefixed(certificate)), prefixed(Buffer.alloc(0))]);
  const signature = prefixed(prefixed(Buffer.concat([algorithm, prefixed(sign('sha256', signedData, key))])));
  const signer = prefixed(prefixed(Buffer.concat([prefixed(signedData), signature, prefixed(publicKey)])));
  const pair = Buffer.concat([uint64(signer.length + 4), uint32(SCHEME_V2), signer]);
  const size = uint64(pair.length + 24);
  const block = Buffer.concat([size, pair, size, Buffer.from('APK Sig Block 42', 'latin1')]);
  const moved = Buffer.from(end);
  moved.writeUInt32LE(end.readUInt32LE(16) + block.length, 16);
  return Buffer.concat([files, block, directory, moved]);
}

function chunksOf(section: Buffer): readonly Buffer[] {
  return Array.from({ length: Math.ceil(section.length / CHUNK_BYTES) }, (_, index) => section.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES));
}

function counted(mark: number, count: number): Buffer {
  return Buffer.concat([Buffer.from([mark]), uint32(count)]);
}

function prefixed(bytes: Buffer): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes]);
}
