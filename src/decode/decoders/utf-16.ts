import type { Decoder } from '../decoder.ts';
import { look } from '../look.ts';
import { sampledOrder, toUtf8, type ByteOrder } from '../utf-16-units.ts';

const SAMPLE_BYTES = 512;
const MIN_BYTES = 8;
// Private and unassigned characters, and the mark for a lone surrogate: what two random bytes are now and then.
const NOT_WRITTEN = /[\p{Co}\p{Cn}\ufffd]/u;

/** UTF-16 text, known by its byte order mark, or by zeros in every second byte. An odd byte at the end is forgiven. */
export const utf16: Decoder = {
  name: 'utf-16',
  priority: 15,
  decode({ bytes, look: { isText } }) {
    if (isText || bytes.length < MIN_BYTES) return undefined;
    const marked = markedOrder(bytes);
    const order = marked ?? sampledOrder(bytes);
    if (order === undefined) return undefined;
    const decoded = toUtf8(bytes.subarray(marked === undefined ? 0 : 2), order);
    if (!look(decoded).isText || NOT_WRITTEN.test(decoded.toString('utf8', 0, SAMPLE_BYTES))) return undefined;
    return { pieces: [{ step: `utf-16${order}`, bytes: decoded, start: 0, end: bytes.length }], format: 'utf-16', ...((marked !== undefined || isLatin(bytes, order)) && { settled: true as const }) };
  },
};

// A structure that holds UTF-16 begins with something else.
function isLatin(bytes: Buffer, order: ByteOrder): boolean {
  return bytes[order === 'le' ? 1 : 0] === 0;
}

function markedOrder(bytes: Buffer): ByteOrder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'be' : undefined;
}
