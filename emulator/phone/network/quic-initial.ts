import { randomBytes } from 'node:crypto';

// RFC 9000: long header, fixed bit, type Initial, packet number of one byte; version 1.
const FIRST_BYTE = 0xc0;
const VERSION_1 = 0x0000_0001;
// A client's first datagram is padded to at least this (section 14.1).
const MIN_DATAGRAM_BYTES = 1200;
const CONNECTION_ID_BYTES = 8;
const TWO_BYTE_LENGTH = 0x4000;
const MAX_TWO_BYTE_LENGTH = 0x3fff;

/**
 * A datagram with the outside of a QUIC v1 Initial: header, connection ids, token length, length. What it protects is
 * invented: the payload stands there as it is, behind a packet number, where a real client has encrypted CRYPTO frames.
 */
export function quicInitial(payload: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(FIRST_BYTE, 0);
  header.writeUInt32BE(VERSION_1, 1);
  const destination = randomBytes(CONNECTION_ID_BYTES);
  const source = randomBytes(CONNECTION_ID_BYTES);
  const idLength = Buffer.from([CONNECTION_ID_BYTES]);
  const before = Buffer.concat([header, idLength, destination, idLength, source, Buffer.from([0])]);
  const body = Buffer.concat([Buffer.from([0]), payload]);
  const padded = Buffer.concat([body, Buffer.alloc(Math.max(0, MIN_DATAGRAM_BYTES - before.length - 2 - body.length))]);
  if (padded.length > MAX_TWO_BYTE_LENGTH) {
    throw new Error(`wrapping ${payload.length} bytes in a QUIC Initial: one datagram holds at most ${MAX_TWO_BYTE_LENGTH - 1}; send several`);
  }
  const length = Buffer.alloc(2);
  length.writeUInt16BE(TWO_BYTE_LENGTH | padded.length);
  return Buffer.concat([before, length, padded]);
}
