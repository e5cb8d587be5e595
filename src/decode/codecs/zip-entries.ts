import { crc32 } from 'node:zlib';
import { openDeflateRaw } from './inflate.ts';
import type { Opened } from './opened.ts';
import { openZstd } from './zstd.ts';

// APPNOTE.TXT, PKWARE's specification of ZIP, sections 4.3.7 (local file header) to 4.3.9 (data descriptor) and 4.4.5 (methods).
const LOCAL = Buffer.from('504b0304', 'hex');
const LOCAL_BYTES = 30;
/** Every record begins so; two bytes more say whether it is a header, the directory, or a descriptor. */
const SIGNATURE = Buffer.from('PK');
const MARKS: ReadonlySet<number> = new Set([0x0304, 0x0102, 0x0708]);
const ENCRYPTED = 1;
const SIZE_BEHIND = 8;
const STORED = 0;
/** The size stands in an extra field: more than 4 GiB, or written as if it might be. */
const IN_EXTRA = 0xffffffff;
const ZIP64 = 1;
const ZIP64_COMPRESSED = 8;
/** Deflate, and zstd by its number of today and the one before. */
const METHODS: ReadonlyMap<number, { readonly step: string; open(data: Buffer, allowanceBytes: number): Opened }> = new Map([
  [8, { step: 'deflate', open: openDeflateRaw }], [93, { step: 'zstd', open: openZstd }], [20, { step: 'zstd', open: openZstd }],
]);

/** One file of an archive, as its own header says it; the directory at the end may be torn off. */
export interface ZipEntry {
  readonly name: string;
  /** First byte of the header. */
  readonly start: number;
  /** First byte behind the header. */
  readonly dataStart: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Of the content before it was compressed; 0 where it stands behind the data. */
  readonly crc: number;
  /** Bytes of data; absent where only the data tell. */
  readonly byteCount: number | undefined;
}

/** The file whose header stands at an offset; undefined where none does, or its name is torn off. */
export function entryAt(input: Buffer, at: number): ZipEntry | undefined {
  if (input.length < at + LOCAL_BYTES || input.readUInt32LE(at) !== LOCAL.readUInt32LE(0)) return undefined;
  const flags = input.readUInt16LE(at + 6);
  const nameStart = at + LOCAL_BYTES;
  const extraStart = nameStart + input.readUInt16LE(at + 26);
  const dataStart = extraStart + input.readUInt16LE(at + 28);
  if (dataStart > input.length) return undefined;
  const said = input.readUInt32LE(at + 18);
  const byteCount = said === IN_EXTRA ? sizeInExtra(input, extraStart, dataStart) : said;
  return {
    name: input.toString('utf8', nameStart, extraStart),
    start: at,
    dataStart,
    method: input.readUInt16LE(at + 8),
    isEncrypted: (flags & ENCRYPTED) !== 0,
    crc: input.readUInt32LE(at + 14),
    byteCount: (flags & SIZE_BEHIND) !== 0 && byteCount === 0 ? undefined : byteCount,
  };
}

function sizeInExtra(input: Buffer, from: number, end: number): number | undefined {
  for (let at = from; at + 4 <= end; at += 4 + input.readUInt16LE(at + 2)) {
    if (input.readUInt16LE(at) !== ZIP64 || at + 4 + ZIP64_COMPRESSED + 8 > end) continue;
    const size = input.readBigUInt64LE(at + 4 + ZIP64_COMPRESSED);
    return size <= BigInt(input.length) ? Number(size) : input.length;
  }
  return undefined;
}

/** Where the next file's header may stand, from an offset on; undefined where there is none. */
export function nextHeader(input: Buffer, from: number): number | undefined {
  const at = input.indexOf(LOCAL, from);
  return at === -1 ? undefined : at;
}

/** What a file's data are: opened, or as they stand in the archive, with why they are not opened where they should have been. */
export type EntryContent = { readonly step: string; readonly opened: Exclude<Opened, { failure: string }> } | { readonly step?: never; readonly end: number; readonly why?: string };

/** Opens a file of an archive; `step` names the compression. `used` of what was opened counts from `dataStart`, `end` from the start of the archive. */
export function openEntry(input: Buffer, entry: ZipEntry, allowanceBytes: number): EntryContent {
  const { dataStart, method, isEncrypted, crc, byteCount } = entry;
  const compression = isEncrypted ? undefined : METHODS.get(method);
  if (compression === undefined) {
    const why = isEncrypted ? 'it is encrypted' : `it is compressed by method ${method}`;
    return { end: endOf(input, entry), ...((isEncrypted || method !== STORED) && { why }) };
  }
  const opened = compression.open(input.subarray(dataStart, byteCount === undefined ? input.length : dataStart + byteCount), allowanceBytes);
  if ('failure' in opened) return { end: endOf(input, entry), why: `it does not open: ${opened.failure}` };
  return { step: compression.step, opened: byteCount === undefined ? opened : checked(opened, crc) };
}

function checked<T extends Exclude<Opened, { failure: string }>>(opened: T, crc: number): T {
  if (opened.cutOff !== undefined || crc32(opened.bytes) === crc) return opened;
  return { ...opened, note: 'its checksum does not match' };
}

// Where nothing in front of the data says how many they are: up to the descriptor, the next header or the directory, whichever is nearest.
function endOf(input: Buffer, { dataStart, byteCount }: ZipEntry): number {
  if (byteCount !== undefined) return Math.min(input.length, dataStart + byteCount);
  for (let at = input.indexOf(SIGNATURE, dataStart); at !== -1; at = input.indexOf(SIGNATURE, at + 1)) {
    if (at + 4 <= input.length && MARKS.has(input.readUInt16BE(at + 2))) return at;
  }
  return input.length;
}
