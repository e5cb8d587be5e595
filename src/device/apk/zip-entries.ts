import { inflateRawSync } from 'node:zlib';

/** A file in an archive, as the central directory has it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly localHeaderAt: number;
}

/** An archive and what is in it. */
export interface Zip {
  readonly bytes: Buffer;
  readonly directoryAt: number;
  readonly entries: readonly ZipEntry[];
}

const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const END_RECORD_BYTES = 22;
const LONGEST_COMMENT_BYTES = 0xffff;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * Lists an APK's entries by its central directory.
 *
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.12 and 4.3.16
 *
 * @throws {Error} for bytes that are no archive, and for archives that do not mean the same to every reader: two entries of one
 *   name, or something in front of the first one (CVE-2013-4787, CVE-2017-13156).
 */
export function listEntries(bytes: Buffer): Zip {
  const endAt = bytes.lastIndexOf(END_RECORD);
  if (endAt < 0 || endAt + END_RECORD_BYTES > bytes.length || bytes.length - endAt > END_RECORD_BYTES + LONGEST_COMMENT_BYTES) throw new Error('it is no archive');
  if (bytes.readUInt32LE(0) !== LOCAL_HEADER) throw new Error('it does not begin with its first entry');
  const directoryAt = bytes.readUInt32LE(endAt + 16);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = directoryAt;
  for (let left = bytes.readUInt16LE(endAt + 10); left > 0; left -= 1) {
    if (at + DIRECTORY_ENTRY_BYTES > endAt || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('its directory is damaged');
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + DIRECTORY_ENTRY_BYTES, at + DIRECTORY_ENTRY_BYTES + nameBytes);
    if (names.has(name)) throw new Error(`it has two entries of the name ${name.slice(0, 100)}`);
    names.add(name);
    entries.push({ name, method: bytes.readUInt16LE(at + 10), compressedBytes: bytes.readUInt32LE(at + 20), localHeaderAt: bytes.readUInt32LE(at + 42) });
    at += DIRECTORY_ENTRY_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return { bytes, directoryAt, entries };
}

/** Content of an entry. @throws {Error} when it is damaged or has more than so many bytes. */
export function readEntry({ bytes }: Zip, entry: ZipEntry, mostBytes: number): Buffer {
  const { localHeaderAt: at, compressedBytes, method, name } = entry;
  if (bytes.readUInt32LE(at) !== LOCAL_HEADER) throw new Error(`${name.slice(0, 100)} is not where the directory says`);
  const start = at + LOCAL_HEADER_BYTES + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  if (start + compressedBytes > bytes.length) throw new Error(`${name.slice(0, 100)} reaches over the end`);
  const content = bytes.subarray(start, start + compressedBytes);
  if (method === STORED && content.length <= mostBytes) return content;
  if (method !== DEFLATED) throw new Error(`${name.slice(0, 100)} is packed in a way Android does not know, or too large`);
  return inflateRawSync(content, { maxOutputLength: Math.max(1, mostBytes) });
}
