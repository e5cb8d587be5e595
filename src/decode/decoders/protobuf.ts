import type { Budget } from '../budget.ts';
import type { Decoded, Decoder, Input, Piece } from '../decoder.ts';
import { couldHold, isReadable } from '../structure/holds.ts';
import { Openings } from '../structure/openings.ts';
import { delimitedMessages, grpcMessages } from '../structure/protobuf-frames.ts';
import type { Framed } from '../structure/protobuf-frames.ts';
import { isMessage, mayBeMessage, walkMessage } from '../structure/protobuf-walk.ts';
import type { Field, Message } from '../structure/protobuf-walk.ts';

const ANNOUNCED = /protobuf|grpc|x-protobuf/;
const LINE_FEED_TAG = 0x0a;
// Bytes that nobody can read are told of from one cipher block on; shorter ones are packed numbers as a rule.
const MIN_OPAQUE_BYTES = 16;
const MIN_WORD_BYTES = 4;
const MIN_SURE_BYTES = 24;
const MAX_DEPTH = 60;
const MAX_JUDGED_VALUES = 1000;
const LEAST_READ_SHARE = 0.5;

/**
 * Protocol Buffers without their schema, one by one, in a row with their lengths (`delimited[0]`) or with gRPC's prefix
 * (`grpc[0]`): each length-delimited field is a piece, `protobuf:3`. A message inside of a field is read in its turn.
 * Random bytes can be a message by chance, so a field counts only if something is understood inside of it, unless the
 * message shows words or was announced.
 */
export const protobuf: Decoder = {
  name: 'protobuf',
  priority: 28,
  decode(input, budget) {
    const isAnnounced = ANNOUNCED.test(input.announced ?? '');
    // All bytes of a message may be those of text when its first field is a string; its tag is a line feed then.
    if (input.look.isText && !isAnnounced && input.bytes[0] !== LINE_FEED_TAG) return undefined;
    const framed = framesOf(input.bytes);
    if (framed !== undefined) return openFrames(input.bytes, framed);
    return isAnnounced || mayBeMessage(input.bytes) ? openMessage(input, isAnnounced, budget) : undefined;
  },
  locate(bytes, offset) {
    const frame = framesOf(bytes)?.find(({ start, end }) => offset >= start && offset < end);
    if (frame === undefined) return fieldSteps(bytes, offset);
    return [frame.step, ...fieldSteps(bytes.subarray(frame.start, frame.end), offset - frame.start)];
  },
};

// A message proper goes before a row of them: a row can be read as a message only by chance.
function framesOf(bytes: Buffer): readonly Framed[] | undefined {
  if (isMessage(bytes)) return undefined;
  return grpcMessages(bytes) ?? delimitedMessages(bytes);
}

function openFrames(bytes: Buffer, framed: readonly Framed[]): Decoded {
  const pieces = framed.filter(({ start, end }) => end > start).map(({ step, start, end }): Piece => ({ step, bytes: bytes.subarray(start, end), start, end, view: true, guess: true }));
  const isSure = bytes.length >= MIN_SURE_BYTES && framed.some(({ start, end }) => showsWords(bytes.subarray(start, end)));
  return isSure ? { pieces, format: 'protobuf' } : { pieces };
}

/** The fields of one message, as views. */
export function openMessage({ bytes, look }: Input, isAnnounced: boolean, budget: Budget): Decoded | undefined {
  const openings = new Openings(budget.layersLeft);
  const fields: Field[] = [];
  let word: Field | undefined;
  const message = walkMessage(bytes, {
    anyNumber: isAnnounced,
    visit: (field) => {
      if (couldHold(bytes, field)) fields.push(field);
      else if (field.end - field.start >= MIN_WORD_BYTES) word ??= field;
      return fields.length <= openings.room;
    },
  });
  const isFull = fields.length > openings.room;
  if (!message.isWhole && !isFull && !(isAnnounced && isTorn(message, bytes.length) && !look.isText)) return undefined;
  const isSure = isAnnounced || (!look.isText && bytes.length >= MIN_SURE_BYTES && showsWords(bytes));
  // A message of short words alone has nothing to decode inside; one of them shows that it was read.
  if (isSure && fields.length === 0 && word !== undefined) fields.push(word);
  for (const field of fields.slice(0, openings.room)) openings.add(pieceOf(bytes, field, isSure));
  const { pieces } = openings;
  if (message.isWhole) return isSure ? { pieces, format: 'protobuf', settled: true } : { pieces };
  return { pieces, format: 'protobuf', cutOff: true, note: `cut off at byte ${message.end}${isFull ? `: ${pieces.length} fields` : ': no field begins there'}` };
}

// A message that was announced and breaks off; what stops at its beginning was announced wrongly.
function isTorn({ fieldCount, end }: Message, byteCount: number): boolean {
  return fieldCount > 0 && end >= byteCount * LEAST_READ_SHARE;
}

function pieceOf(bytes: Buffer, { number, start, end }: Field, isSure: boolean): Piece {
  const value = bytes.subarray(start, end);
  const piece = { step: `protobuf:${number}`, bytes: value, start, end, view: true } as const;
  const isTold = isSure && value.length >= MIN_OPAQUE_BYTES && !isReadable(value);
  return isTold ? piece : { ...piece, guess: true };
}

/** Whether a field of the message, or of the largest message inside, is a word. */
function showsWords(bytes: Buffer): boolean {
  let message = bytes;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const values = valuesOf(message);
    if (values.some((value) => value.length >= MIN_WORD_BYTES && isReadable(value))) return true;
    const [largest] = values.sort((one, other) => other.length - one.length);
    if (largest === undefined || !walkMessage(largest).isWhole) return false;
    message = largest;
  }
  return false;
}

// The first ones are enough to judge a message by.
function valuesOf(bytes: Buffer): Buffer[] {
  const values: Buffer[] = [];
  walkMessage(bytes, {
    visit: ({ start, end }) => {
      values.push(bytes.subarray(start, end));
      return values.length < MAX_JUDGED_VALUES;
    },
  });
  return values;
}

function fieldSteps(bytes: Buffer, offset: number): readonly string[] {
  const steps: string[] = [];
  let message = bytes;
  let at = offset;
  while (steps.length < MAX_DEPTH) {
    const field = fieldAt(message, at);
    if (field === undefined) return steps;
    steps.push(`protobuf:${field.number}`);
    message = message.subarray(field.start, field.end);
    at -= field.start;
    if (!walkMessage(message).isWhole || isReadable(message)) return steps;
  }
  return steps;
}

function fieldAt(bytes: Buffer, offset: number): Field | undefined {
  let found: Field | undefined;
  walkMessage(bytes, {
    anyNumber: true,
    visit: (field) => {
      if (offset >= field.start && offset < field.end) found = field;
      return offset >= field.end;
    },
  });
  return found;
}
