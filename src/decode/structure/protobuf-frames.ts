import { behindNumber, behindValue, isMessage, mayBeDelimited } from './protobuf-walk.ts';

/** A message in a row of messages. */
export interface Framed {
  readonly step: string;
  readonly start: number;
  readonly end: number;
}

const GRPC_HEADER_BYTES = 5;
const GRPC_COMPRESSED = 1;
const GRPC_TRAILERS = 0x80;
const MAX_MESSAGES = 10_000;

/** Messages behind the five bytes of gRPC's prefix (a flag, and the length), all bytes used up; undefined where it is not that. */
export function grpcMessages(bytes: Buffer): readonly Framed[] | undefined {
  const messages: Framed[] = [];
  let at = 0;
  while (at < bytes.length) {
    const flags = bytes[at] ?? 0;
    if (at + GRPC_HEADER_BYTES > bytes.length || (flags & ~GRPC_TRAILERS) > GRPC_COMPRESSED || messages.length >= MAX_MESSAGES) return undefined;
    const start = at + GRPC_HEADER_BYTES;
    at = start + bytes.readUInt32BE(start - 4);
    if (at > bytes.length) return undefined;
    messages.push({ step: `grpc[${messages.length}]`, start, end: at });
  }
  return messages.some(({ start, end }) => end > start) ? messages : undefined;
}

/** Messages each behind its length as a varint, all bytes used up; undefined where it is not that. */
export function delimitedMessages(bytes: Buffer): readonly Framed[] | undefined {
  if (!mayBeDelimited(bytes)) return undefined;
  const messages: Framed[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = behindNumber(bytes, at);
    const end = behindValue(bytes, at);
    if (end < 0 || end > bytes.length || messages.length >= MAX_MESSAGES || !isMessage(bytes.subarray(start, end))) return undefined;
    messages.push({ step: `delimited[${messages.length}]`, start, end });
    at = end;
  }
  return messages.length > 0 ? messages : undefined;
}
