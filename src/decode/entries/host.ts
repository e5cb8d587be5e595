import type { Decoder, Piece } from '../decoder.ts';

/**
 * A host name, whose labels may carry something: names that are asked for by DNS keep no case and hold 63 characters a
 * label, so what is smuggled in them is hexadecimal or base32, in one label or over several.
 */
export const host: Decoder = {
  name: 'host',
  priority: 0,
  decode({ bytes }) {
    const labels = labelsIn(bytes);
    const views = labels.filter(({ start, end }) => end - start >= MIN_LABEL).map((label): Piece => ({ ...label, step: `label[${label.index}]`, bytes: bytes.subarray(label.start, label.end), view: true, guess: true }));
    const joined = labels.length < 2 ? [] : joinedLabels(bytes, labels);
    // The whole message first: what is read of its parts must not use up what may be guessed.
    return { pieces: [...joined, ...views], format: 'host', settled: true };
  },
  locate(bytes, offset) {
    const label = labelsIn(bytes).find(({ start, end }) => offset >= start && offset < end);
    return label === undefined ? [] : [`label[${label.index}]`];
  },
};

// Eight bytes in base32 are 13 characters; anything shorter is searched as it stands.
const MIN_LABEL = 12;

interface Label {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

function labelsIn(bytes: Buffer): Label[] {
  const labels: Label[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const dot = bytes.indexOf(0x2e, start);
    const end = dot < 0 ? bytes.length : dot;
    labels.push({ index: labels.length, start, end });
    start = end + 1;
  }
  return labels;
}

// The registered domain stands last and is nobody's message, but its letters are base32 as well: several ends are tried.
function joinedLabels(bytes: Buffer, labels: readonly Label[]): Piece[] {
  const pieces: Piece[] = [];
  const [width = 0, next = 0] = labels.map(({ start, end }) => end - start);
  const [first, second] = labels.slice(0, 2).map(({ start, end }) => bytes.toString('latin1', start, end));
  const isOfOneLength = next === width || (next < width && HEX_LABEL.test(first ?? '') && HEX_LABEL.test(second ?? ''));
  let text = '';
  for (const { start, end } of labels.slice(0, MAX_JOINED)) {
    text += bytes.toString('latin1', start, end);
    if (!/^[a-z0-9_-]*$/i.test(text)) break;
    if (start > 0 && text.length >= MIN_JOINED) pieces.unshift({ step: 'labels', bytes: Buffer.from(text), start: 0, end, guess: true });
    // A message is cut where a label is full, or into labels of one length; what is shorter is its end.
    if (end - start < MIN_FULL_LABEL && !(end - start === width && isOfOneLength)) break;
  }
  return pieces.slice(-MAX_ENDS);
}

const HEX_LABEL = /^[0-9a-f]{4,}$/i;
const MIN_JOINED = 16;
const MIN_FULL_LABEL = 32;
const MAX_ENDS = 8;
// A host name holds 253 characters.
const MAX_JOINED = 127;
