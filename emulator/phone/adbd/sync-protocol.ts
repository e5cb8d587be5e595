/**
 * Records of adb's file service (`sync:`).
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-11.0.0_r1/adb/file_sync_protocol.h
 */

/** Largest DATA chunk either end may send. */
export const DATA_LIMIT_BYTES = 64 * 1024;

/** What is known of a file; `mode` holds its type too. */
export interface FileStatus {
  readonly mode: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly inode: number;
}

/** Id, then one 32-bit number: a request's path length, a chunk's length, an OKAY. */
export function syncHeader(id: string, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write(id, 0, 'latin1');
  bytes.writeUInt32LE(value >>> 0, 4);
  return bytes;
}

/** A refusal with its reason. */
export function syncFail(message: string): Buffer {
  const text = Buffer.from(message);
  return Buffer.concat([syncHeader('FAIL', text.length), text]);
}

/** Answer to STAT; all zero when there is no such file. */
export function statusV1(status: FileStatus | undefined): Buffer {
  return Buffer.concat([Buffer.from('STAT'), fieldsV1(status)]);
}

/** One line of a LIST. */
export function entryV1(name: string, status: FileStatus): Buffer {
  const nameBytes = Buffer.from(name);
  return Buffer.concat([Buffer.from('DENT'), fieldsV1(status), uint32(nameBytes.length), nameBytes]);
}

/** End of a LIST. */
export function listEndV1(): Buffer {
  return Buffer.concat([Buffer.from('DONE'), Buffer.alloc(16)]);
}

/** Answer to STA2 and LST2: an errno, or the file's status. */
export function statusV2(id: string, result: FileStatus | { readonly errno: number }): Buffer {
  return Buffer.concat([Buffer.from(id), fieldsV2(result)]);
}

/** One line of a LIS2. */
export function entryV2(name: string, status: FileStatus): Buffer {
  const nameBytes = Buffer.from(name);
  return Buffer.concat([Buffer.from('DNT2'), fieldsV2(status), uint32(nameBytes.length), nameBytes]);
}

/** End of a LIS2, as long as one of its entries: a shorter one leaves the client waiting for ever. */
export function listEndV2(): Buffer {
  return Buffer.concat([Buffer.from('DONE'), Buffer.alloc(72)]);
}

function fieldsV1(status: FileStatus | undefined): Buffer {
  const bytes = Buffer.alloc(12);
  if (status === undefined) return bytes;
  bytes.writeUInt32LE(status.mode, 0);
  bytes.writeUInt32LE(status.sizeBytes % 2 ** 32, 4);
  bytes.writeUInt32LE(Math.floor(status.mtimeMs / 1000), 8);
  return bytes;
}

/** Owner and group of everything adbd shows: the shell user. */
const SHELL_ID = 2000;

function fieldsV2(result: FileStatus | { readonly errno: number }): Buffer {
  const bytes = Buffer.alloc(68);
  if ('errno' in result) {
    bytes.writeUInt32LE(result.errno, 0);
    return bytes;
  }
  const seconds = BigInt(Math.floor(result.mtimeMs / 1000));
  bytes.writeBigUInt64LE(1n, 4);
  bytes.writeBigUInt64LE(BigInt(result.inode), 12);
  bytes.writeUInt32LE(result.mode, 20);
  bytes.writeUInt32LE(1, 24);
  bytes.writeUInt32LE(SHELL_ID, 28);
  bytes.writeUInt32LE(SHELL_ID, 32);
  bytes.writeBigUInt64LE(BigInt(result.sizeBytes), 36);
  bytes.writeBigInt64LE(seconds, 44);
  bytes.writeBigInt64LE(seconds, 52);
  bytes.writeBigInt64LE(seconds, 60);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
