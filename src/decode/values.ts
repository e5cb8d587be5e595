import type { Layer } from './layer.ts';
import { skipBlanks } from './structure/characters.ts';
import { decodeEntities } from './structure/entities.ts';
import { pairAt } from './structure/pairs.ts';
import { percentDecode } from './structure/percent-bytes.ts';
import { XmlWalk } from './structure/xml-walk.ts';

// A value that is cut in two is cut in something small; a large text is not read a second time for it.
const MAX_BYTES = 256 * 1024;
const MAX_VALUES = 5000;
const AMPERSAND = 0x26;

/** The values of a structured layer in their order, decoded: strings and numbers of JSON, texts and attributes of XML, values of a form or a query. None for other layers. */
export function valuesOf(layer: Layer): readonly Buffer[] {
  if (layer.bytes.length > MAX_BYTES) return [];
  if (layer.format === 'json') return leavesOf(layer.documents);
  if (layer.format === 'xml') return textsOf(layer.bytes);
  return layer.format === 'form' || layer.format === 'url' ? pairsOf(layer.bytes) : [];
}

function leavesOf(documents: readonly unknown[]): Buffer[] {
  const leaves: Buffer[] = [];
  const open: unknown[] = [...documents].reverse();
  while (open.length > 0 && leaves.length < MAX_VALUES) {
    const value = open.pop();
    if (typeof value === 'string' || typeof value === 'number') leaves.push(Buffer.from(String(value)));
    else if (Array.isArray(value)) for (let at = value.length - 1; at >= 0; at -= 1) open.push(value[at]);
    else if (typeof value === 'object' && value !== null) {
      const members: unknown[] = Object.values(value);
      for (let at = members.length - 1; at >= 0; at -= 1) open.push(members[at]);
    }
  }
  return leaves;
}

// Texts that are blank are those between two elements.
function textsOf(bytes: Buffer): Buffer[] {
  const values: Buffer[] = [];
  const walk = new XmlWalk(bytes);
  while (values.length < MAX_VALUES && walk.next()) {
    if (walk.kind !== 'text' && walk.kind !== 'attribute' && walk.kind !== 'cdata') continue;
    const text = bytes.subarray(walk.start, walk.end);
    if (skipBlanks(text, 0) < text.length) values.push(walk.kind === 'cdata' ? text : decodeEntities(text));
  }
  return values;
}

function pairsOf(bytes: Buffer): Buffer[] {
  const values: Buffer[] = [];
  for (let from = bytes.indexOf(0x3f) + 1; from < bytes.length && values.length < MAX_VALUES; ) {
    const found = bytes.indexOf(AMPERSAND, from);
    const end = found < 0 ? bytes.length : found;
    const { valueStart, valueEnd } = pairAt(bytes, from, end);
    values.push(percentDecode(bytes.subarray(valueStart, valueEnd), 'blank'));
    from = end + 1;
  }
  return values;
}
