import type { LogLine } from './log-line.ts';

/** OneTrack hands `Log.d` at most so many characters at once (2.0.2 and 2.0.4, `util/p` of public smali). */
export const MAX_PIECE_CHARS = 3000;

// liblog cuts what is longer: a level, the tag and its end, the message and its end.
// https://android.googlesource.com/platform/system/logging/+/refs/heads/main/liblog/include/log/log.h LOGGER_ENTRY_MAX_PAYLOAD
const MAX_PAYLOAD_BYTES = 4068;

/** What a message of the SDK begins with. */
const BEGINNING = /^(?:track (?:name|data):|[^{["]{0,40}payload:|before zip and encrypt, len=|sendDataToServer response:|will check prio=|log on: )/;

/**
 * The lines with the pieces of a split message made one again: a piece that is full goes on in the next line of its
 * thread, unless that has another tag or the message is complete. The stamp is that of the first piece.
 */
export function joinMessages(lines: readonly LogLine[]): readonly LogLine[] {
  const joined: { line: LogLine; pieces: string[] }[] = [];
  const open = new Map<string, { line: LogLine; pieces: string[] }>();
  for (const line of lines) {
    const thread = `${line.pid} ${line.tid}`;
    const before = open.get(thread);
    const goesOn = before?.line.tag === line.tag && isFull(before.pieces.at(-1) ?? '', line.tag) && !isOver(before.pieces, line.message);
    const message = goesOn ? before : { line, pieces: [] };
    message.pieces.push(line.message);
    if (goesOn) continue;
    joined.push(message);
    open.set(thread, message);
  }
  return joined.map(({ line, pieces }) => ({ ...line, message: pieces.join('') }));
}

function isFull(piece: string, tag: string): boolean {
  // A piece of three-byte characters is cut by the log itself before the SDK's limit; the cut may fall within one.
  return piece.length === MAX_PIECE_CHARS || (piece.length > MAX_PIECE_CHARS / 4 && Buffer.byteLength(piece) >= MAX_PAYLOAD_BYTES - tag.length - 3 - 4);
}

/** A message that happens to end with a full piece: its JSON is complete, or it has none and another message begins. */
function isOver(pieces: readonly string[], next: string): boolean {
  const text = pieces.join('');
  const json = jsonIn(text);
  return json === undefined ? !/[{[]/.test(text) && BEGINNING.test(next) : json.value !== undefined;
}

/**
 * The JSON object or array in a message: where it stands, and its value unless it is torn. `undefined` where there is none.
 */
export function jsonIn(message: string): { readonly text: string; readonly value: unknown } | undefined {
  const start = message.search(/[{[]/);
  if (start < 0) return undefined;
  const text = message.slice(start).replace(/\s*tid\d+\s*$/, '').trimEnd();
  if (!/[\]}]$/.test(text)) return { text, value: undefined };
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    return { text, value: undefined };
  }
}
