/** One line of the phone's log. */
export interface LogLine {
  /** Phone clock, ms since the epoch. */
  readonly atMs: number;
  readonly pid: number;
  readonly tid: number;
  /** `V`, `D`, `I`, `W`, `E`, `F`. */
  readonly level: string;
  readonly tag: string;
  readonly message: string;
}

/**
 * Prints date, pid and tid of each line the same way on Android 7 to 15 and in no time zone: seconds since the epoch, as
 * the phone's clock has them. https://developer.android.com/tools/logcat#outputFormat
 */
export const LOG_FORMAT = '-v threadtime -v epoch';

// `1700000000.571  2034  2101 D Tag: message`; epoch seconds are padded on the left, short tags on the right.
const LINE = /^ *(\d{9,11})\.(\d{3})\d* +(\d+) +(\d+) ([VDIWEFS]) (.*?) *: (.*)$/;

/** One line as `logcat -v threadtime -v epoch` prints it; undefined for anything else (dividers, torn lines, other formats). */
export function parseLogLine(line: string): LogLine | undefined {
  const [, seconds, fraction, pid, tid, level, tag, message] = LINE.exec(line.replace(/\r$/, '')) ?? [];
  if (seconds === undefined || fraction === undefined || level === undefined || tag === undefined || message === undefined) return undefined;
  return { atMs: Number(seconds) * 1_000 + Number(fraction), pid: Number(pid), tid: Number(tid), level, tag, message };
}

// UTF-16 surrogates on their own, as Android writes them when a message is cut between the two halves of a character.
const LONE_SURROGATE = /\xed[\xa0-\xbf][\x80-\xbf]/g;

/** Text of a log: UTF-8 in which half a character is kept, so that joining the pieces of a message makes it whole again. */
export function decodeLog(bytes: Buffer): string {
  const raw = bytes.toString('latin1');
  let text = '';
  let from = 0;
  for (const { 0: half, index } of raw.matchAll(LONE_SURROGATE)) {
    text += bytes.toString('utf8', from, index) + surrogate(half);
    from = index + half.length;
  }
  return text + bytes.toString('utf8', from);
}

function surrogate(half: string): string {
  return String.fromCharCode(0xd000 | ((half.charCodeAt(1) & 0x3f) << 6) | (half.charCodeAt(2) & 0x3f));
}
