const LONG_HEADER = 0x80;
const FIXED_BIT = 0x40;
const MIN_LONG_HEADER_BYTES = 7;
const VERSION_NEGOTIATION = 0;
const MAX_CONNECTION_ID_BYTES = 20;
// A version of the kind RFC 9000, section 15 reserves: nobody speaks it, so every client gives up and goes back to TCP.
const OFFERED_VERSION = 0x1a2a_3a4a;

/**
 * What the world's UDP port 443 answers: Version Negotiation (RFC 9000, 17.2.1) to a client's first datagram, so that
 * the client knows that QUIC is not spoken here; nothing to anything else.
 */
export function answerQuic(datagram: Buffer): Buffer | undefined {
  const ids = connectionIds(datagram);
  if (ids === undefined) return undefined;
  const head = Buffer.alloc(5);
  head.writeUInt8(LONG_HEADER | FIXED_BIT, 0);
  head.writeUInt32BE(VERSION_NEGOTIATION, 1);
  const version = Buffer.alloc(4);
  version.writeUInt32BE(OFFERED_VERSION);
  const { destination, source } = ids;
  // Each side's id comes back in the other's place.
  return Buffer.concat([head, Buffer.from([source.length]), source, Buffer.from([destination.length]), destination, version]);
}

function connectionIds(datagram: Buffer): { destination: Buffer; source: Buffer } | undefined {
  const [first] = datagram;
  if (first === undefined || datagram.length < MIN_LONG_HEADER_BYTES || (first & LONG_HEADER) === 0) return undefined;
  if (datagram.readUInt32BE(1) === VERSION_NEGOTIATION) return undefined;
  const destinationLength = datagram.readUInt8(5);
  const sourceAt = 6 + destinationLength;
  if (destinationLength > MAX_CONNECTION_ID_BYTES || sourceAt >= datagram.length) return undefined;
  const sourceLength = datagram.readUInt8(sourceAt);
  const end = sourceAt + 1 + sourceLength;
  if (sourceLength > MAX_CONNECTION_ID_BYTES || end > datagram.length) return undefined;
  return { destination: datagram.subarray(6, sourceAt), source: datagram.subarray(sourceAt + 1, end) };
}
