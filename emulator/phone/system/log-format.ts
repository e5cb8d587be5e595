import type { LogLevel, LogLine } from './services.ts';

/** Text formats of `logcat -v`. */
export type LogFormat = 'brief' | 'process' | 'tag' | 'thread' | 'raw' | 'time' | 'threadtime' | 'long';

export const LOG_FORMATS: readonly LogFormat[] = ['brief', 'process', 'tag', 'thread', 'raw', 'time', 'threadtime', 'long'];

/** What `-v` adds to a format. */
export interface LogModifiers {
  readonly epoch?: boolean;
  /** Seconds since the phone was switched on, which `bootedAtMs` says. */
  readonly monotonic?: boolean;
  readonly bootedAtMs?: number;
  readonly colour?: boolean;
  readonly usec?: boolean;
  readonly year?: boolean;
  readonly uid?: boolean;
  /** Whose process wrote it; a name when it is short. */
  readonly ownerOf?: (pid: number) => string;
  readonly utc?: boolean;
  readonly zone?: boolean;
}

/** One line as logcat prints it, without the line end; a message of many lines becomes many lines. */
export function formatLogLine(line: LogLine, format: LogFormat, modifiers: LogModifiers = {}): string {
  const text = plainLine(line, format, modifiers);
  return modifiers.colour === true ? text.split('\n').map((part) => `\x1b[38;5;${COLOURS[line.level]}m${part}\x1b[0m`).join('\n') : text;
}

/** https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r3/liblog/logprint.c */
const COLOURS: Readonly<Record<LogLevel, number>> = { V: 231, D: 75, I: 40, W: 166, E: 196, F: 196 };

function plainLine(line: LogLine, format: LogFormat, modifiers: LogModifiers): string {
  const { level, tag, pid, tid, message } = line;
  const uid = modifiers.uid === true ? `${(modifiers.ownerOf?.(pid) ?? '1000').padStart(5)}:` : '';
  const stamp = timeStamp(line.atMs, modifiers);
  const before = prefix();
  if (format === 'long') return `[ ${stamp} ${uid}${wide(pid, 5)}:${wide(tid, 5)} ${level}/${tag.padEnd(8)} ]\n${message}\n`;
  return message.replace(/\n$/, '').split('\n').map((text) => `${before}${text}`).join('\n');

  function prefix(): string {
    switch (format) {
      case 'brief': return `${level}/${tag.padEnd(8)}(${uid}${wide(pid, 5)}): `;
      case 'process': return `${level}(${uid}${wide(pid, 5)}) `;
      case 'tag': return `${level}/${tag.padEnd(8)}: `;
      case 'thread': return `${level}(${uid}${wide(pid, 5)}:${wide(tid, 5)}) `;
      case 'raw': return '';
      case 'time': return `${stamp} ${level}/${tag.padEnd(8)}(${uid}${wide(pid, 5)}): `;
      case 'threadtime': return `${stamp} ${uid}${wide(pid, 5)} ${wide(tid, 5)} ${level} ${tag.padEnd(8)}: `;
      case 'long': return '';
    }
  }
}

/** `11-21 00:20:40.571`, or seconds since the epoch. */
export function timeStamp(atMs: number, modifiers: LogModifiers = {}): string {
  const fraction = modifiers.usec === true ? `${threeDigits(atMs)}000` : threeDigits(atMs);
  if (modifiers.monotonic === true) return `${wide(Math.floor((atMs - (modifiers.bootedAtMs ?? 0)) / 1000), 6)}.${fraction}`;
  if (modifiers.epoch === true) return `${wide(Math.floor(atMs / 1000), 10)}.${fraction}`;
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = modifiers.year === true ? `${date.getUTCFullYear()}-` : '';
  const zone = modifiers.zone === true ? ' +0000' : '';
  const day = `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return `${year}${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${fraction}${zone}`;
}

const BINARY_LEVELS: Readonly<Record<LogLevel, number>> = { V: 2, D: 3, I: 4, W: 5, E: 6, F: 7 };
const BINARY_BUFFERS: Readonly<Record<LogLine['buffer'], number>> = { main: 0, events: 2, system: 3, crash: 4 };
const HEADER_BYTES = 28;

/**
 * One line as `logcat -B` writes it: `struct logger_entry_v4` and the payload `<priority><tag>\0<message>\0`.
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r3/liblog/include/log/log_read.h
 */
export function encodeLogLine(line: LogLine, uid = 0): Buffer {
  const text = Buffer.from(`${line.tag}\0${line.message}\0`, 'utf8');
  const payload = Buffer.concat([Buffer.from([BINARY_LEVELS[line.level]]), text]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16LE(payload.length, 0);
  header.writeUInt16LE(HEADER_BYTES, 2);
  header.writeInt32LE(line.pid, 4);
  header.writeUInt32LE(line.tid, 8);
  header.writeUInt32LE(Math.floor(line.atMs / 1000), 12);
  header.writeUInt32LE(Math.floor((line.atMs % 1000) * 1e6), 16);
  header.writeUInt32LE(BINARY_BUFFERS[line.buffer], 20);
  header.writeUInt32LE(uid, 24);
  return Buffer.concat([header, payload]);
}

const wide = (value: number, width: number): string => String(value).padStart(width);
const threeDigits = (atMs: number): string => String(Math.floor(atMs) % 1000).padStart(3, '0');
