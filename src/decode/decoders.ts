import type { Decoder } from './decoder.ts';
import { base32 } from './decoders/base32.ts';
import { base64 } from './decoders/base64.ts';
import { brotli } from './decoders/brotli.ts';
import { byteList } from './decoders/byte-list.ts';
import { cbor } from './decoders/cbor.ts';
import { deflateRaw } from './decoders/deflate-raw.ts';
import { embedded } from './decoders/embedded.ts';
import { form } from './decoders/form.ts';
import { gzip } from './decoders/gzip.ts';
import { hex } from './decoders/hex.ts';
import { jsonString } from './decoders/json-string.ts';
import { json } from './decoders/json.ts';
import { jwt } from './decoders/jwt.ts';
import { lz4 } from './decoders/lz4.ts';
import { messagePack } from './decoders/message-pack.ts';
import { multipart } from './decoders/multipart.ts';
import { nestedUrl } from './decoders/nested-url.ts';
import { percent } from './decoders/percent.ts';
import { protobufText } from './decoders/protobuf-text.ts';
import { protobuf } from './decoders/protobuf.ts';
import { reversed } from './decoders/reversed.ts';
import { snappyRaw } from './decoders/snappy-raw.ts';
import { snappy } from './decoders/snappy.ts';
import { utf16 } from './decoders/utf-16.ts';
import { xml } from './decoders/xml.ts';
import { xor } from './decoders/xor.ts';
import { zip } from './decoders/zip.ts';
import { zlib } from './decoders/zlib.ts';
import { zstd } from './decoders/zstd.ts';

const MAGIC: readonly Decoder[] = [gzip, zlib, zstd, lz4, snappy, utf16, zip];
const BINARY: readonly Decoder[] = [multipart, messagePack, cbor, embedded, protobuf];
const TEXT: readonly Decoder[] = [json, xml, form, nestedUrl, jsonString, percent, jwt, base64, hex, byteList, base32];
const GUESSED: readonly Decoder[] = [deflateRaw, brotli, snappyRaw, xor, protobufText, reversed];

/** Every format that is read, in the order of their priorities. */
export const DECODERS: readonly Decoder[] = [...MAGIC, ...BINARY, ...TEXT, ...GUESSED].sort((one, other) => one.priority - other.priority);
