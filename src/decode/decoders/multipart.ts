import type { Decoder, Piece } from '../decoder.ts';
import { delimiterOf, partsIn } from '../structure/multipart-walk.ts';
import type { Part } from '../structure/multipart-walk.ts';
import { Openings } from '../structure/openings.ts';
import { decodeQuotedPrintable } from '../structure/quoted-printable.ts';

const MIN_PART_BYTES = 3;

/**
 * `multipart/form-data` and its kin: each part's content, under the name of the field or its position. The boundary is the
 * announced one, or what the first line shows. Headers of the parts, file names among them, are searched as they stand.
 */
export const multipart: Decoder = {
  name: 'multipart',
  priority: 22,
  decode({ bytes, announced }, budget) {
    const delimiter = delimiterOf(bytes, announced);
    if (delimiter === undefined) return undefined;
    const openings = new Openings(budget.layersLeft);
    for (const part of partsIn(bytes, delimiter)) {
      if (openings.isFull) return { pieces: openings.pieces, format: 'multipart', cutOff: true, note: `cut off at ${openings.pieces.length} parts` };
      if (part.end - part.bodyStart >= MIN_PART_BYTES) openings.add(pieceOf(bytes, part));
    }
    return { pieces: openings.pieces, format: 'multipart' };
  },
  locate(bytes, offset) {
    const delimiter = delimiterOf(bytes, undefined);
    if (delimiter === undefined) return [];
    for (const part of partsIn(bytes, delimiter)) {
      if (offset < part.start) return [];
      if (offset < part.end) return offset < part.bodyStart ? [`multipart:${part.name} (header)`] : [`multipart:${part.name}`];
    }
    return [];
  },
};

function pieceOf(bytes: Buffer, { name, bodyStart: start, end, transfer, isTorn }: Part): Piece {
  const body = bytes.subarray(start, end);
  const cut = isTorn ? { cutOff: `cut off at ${body.length} bytes: the closing boundary is missing` } : {};
  if (transfer === 'base64') return { step: 'base64', bytes: Buffer.from(body.toString('latin1'), 'base64'), start, end, ...cut };
  if (transfer === 'quoted-printable') return { step: 'quoted-printable', bytes: decodeQuotedPrintable(body), start, end, ...cut };
  return { step: `multipart:${name}`, bytes: body, start, end, view: true, ...cut };
}
