import { inflateRawSync } from 'node:zlib';

/** One file in an archive, as the central directory has it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly localHeaderAt: number;
}

/** The parts of a ZIP file that package managers look at. */
export interface ApkArchive {
  readonly bytes: Buffer;
  readonly directoryAt: number;
  readonly endRecordAt: number;
  readonly entries: ReadonlyMap<string, ArchiveEntry>;
}

const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const END_RECORD_BYTES = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;

/**
 * Reads the central directory; undefined when the bytes are no ZIP file, or a damaged one.
 *
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.12 and 4.3.16
 */
export function openArchive(bytes: Buffer): ApkArchive | undefined {
  const endRecordAt = bytes.lastIndexOf(END_RECORD);
  if (endRecordAt < 0 || endRecordAt + END_RECORD_BYTES > bytes.length || bytes.length - endRecordAt > END_RECORD_BYTES + 0xffff) return undefined;
  const directoryAt = bytes.readUInt32LE(endRecordAt + 16);
  const entryCount = bytes.readUInt16LE(endRecordAt + 10);
  const entries = new Map<string, ArchiveEntry>();
  let at = directoryAt;
  for (let index = 0; index < entryCount; index += 1) {
    if (at + DIRECTORY_ENTRY_BYTES > endRecordAt || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined;
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + DIRECTORY_ENTRY_BYTES, at + DIRECTORY_ENTRY_BYTES + nameBytes);
    entries.set(name, {
      name, method: bytes.readUInt16LE(at + 10), compressedBytes: bytes.readUInt32LE(at + 20), localHeaderAt: bytes.readUInt32LE(at + 42),
    });
    at += DIRECTORY_ENTRY_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return { bytes, directoryAt, endRecordAt, entries };
}

/** Content of a file in the archive; undefined when it is not there or damaged. */
export function readEntry(archive: ApkArchive, name: string): Buffer | undefined {
  const entry = archive.entries.get(name);
  const { bytes } = archive;
  if (entry === undefined || entry.localHeaderAt + LOCAL_HEADER_BYTES > bytes.length || bytes.readUInt32LE(entry.localHeaderAt) !== LOCAL_HEADER) return undefined;
  const start = entry.localHeaderAt + LOCAL_HEADER_BYTES + bytes.readUInt16LE(entry.localHeaderAt + 26) + bytes.readUInt16LE(entry.localHeaderAt + 28);
  const content = bytes.subarray(start, start + entry.compressedBytes);
  if (entry.method !== DEFLATED) return content;
  try {
    return inflateRawSync(content);
  } catch {
    return undefined;
  }
}
