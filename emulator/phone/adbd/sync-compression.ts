import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { zstdCompress, zstdDecompress } from 'http-encoding';
import { compress as lz4Compress, decompress as lz4Decompress } from 'lz4js';

/** How the DATA chunks of one transfer are packed, all of them together one compressed stream. */
export type SyncCompression = 'none' | 'brotli' | 'lz4' | 'zstd';

/** What SND2 and RCV2 ask for besides the transfer. */
export interface TransferSetup {
  readonly compression: SyncCompression;
  /** The file is received and thrown away. */
  readonly dryRun: boolean;
}

const DRY_RUN = 0x80000000;
const COMPRESSION_FLAGS: readonly (readonly [flag: number, compression: SyncCompression])[] = [[1, 'brotli'], [2, 'lz4'], [4, 'zstd']];

/**
 * Reads the flags of a second-version request; a text is the refusal.
 *
 * @param features What this adbd advertises: flags of others are unknown to it.
 *
 * https://android.googlesource.com/platform/packages/modules/adb/+/refs/tags/android-12.0.0_r1/daemon/file_sync_service.cpp
 */
export function readTransferFlags(flags: number, features: ReadonlySet<string>): TransferSetup | string {
  const asked = COMPRESSION_FLAGS.filter(([flag, name]) => (flags & flag) !== 0 && features.has(`sendrecv_v2_${name}`));
  if (asked.length > 1) return `multiple compression flags received: ${flags | 0}`;
  const dryRun = flags >>> 31 === 1 && features.has('sendrecv_v2_dry_run_send');
  const known = asked.reduce((sum, [flag]) => sum | flag, dryRun ? DRY_RUN : 0);
  if ((flags & ~known) !== 0) return `unknown flags: ${flags & ~known}`;
  return { compression: asked[0]?.[1] ?? 'none', dryRun };
}

/** Packs a whole file. */
export async function packed(content: Buffer, compression: SyncCompression): Promise<Buffer> {
  switch (compression) {
    case 'none': return content;
    // adbd asks for the fastest quality too.
    case 'brotli': return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
    case 'lz4': return Buffer.from(lz4Compress(content));
    case 'zstd': return Buffer.from(await zstdCompress(content, 1));
  }
}

/** Unpacks a whole file. @throws when the bytes are not packed that way. */
export async function unpacked(bytes: Buffer, compression: SyncCompression): Promise<Buffer> {
  switch (compression) {
    case 'none': return bytes;
    case 'brotli': return brotliDecompressSync(bytes);
    case 'lz4': return Buffer.from(lz4Decompress(bytes));
    case 'zstd': return Buffer.from(await zstdDecompress(bytes));
  }
}
