import { LOG_FORMATS, type LogFormat, type LogModifiers } from '../../system/log-format.ts';
import type { LogLevel, LogLine } from '../../system/services.ts';

const LEVELS: readonly LogLevel[] = ['V', 'D', 'I', 'W', 'E', 'F'];
const BUFFERS: readonly LogLine['buffer'][] = ['main', 'system', 'crash'];
const ALL_BUFFERS: readonly LogLine['buffer'][] = ['main', 'system', 'crash', 'events'];

/** What a `logcat` command line asks for. */
export interface LogcatOptions {
  readonly format: LogFormat;
  readonly modifiers: LogModifiers;
  readonly binary: boolean;
  /** Ends after what is in the buffers (`-d`, `-t`, `-c`, `-g`). */
  readonly dump: boolean;
  readonly clear: boolean;
  readonly sizes: boolean;
  /** `-S`. */
  readonly statistics: boolean;
  /** `-D`: says each time that another buffer goes on. */
  readonly dividers: boolean;
  /** `-G`: the new size of each buffer. */
  readonly resizeKib?: number;
  /** Only so many of the last lines, whatever is printed of them. */
  readonly count?: number;
  /** `-m`: ends after so many printed lines. */
  readonly maxPrinted?: number;
  /** Only lines at or after this time. */
  readonly sinceMs?: number;
  readonly buffers: readonly LogLine['buffer'][];
  readonly pid?: number;
  readonly expression?: RegExp;
  /** Lowest level per tag; the level of `*` is for all others; `S` is silence. */
  readonly filters: ReadonlyMap<string, LogLevel | 'S'>;
}

/** A command line nobody understands: the text logcat prints, its exit code is 255. */
export class LogcatUsageError extends Error {}

/** Up to Android 6 lines are printed `brief` unless asked otherwise. */
const FIRST_API_LEVEL_WITH_THREADTIME = 24;

/** Reads `logcat`'s arguments. `nowMs` gives dates without a year theirs. @throws {LogcatUsageError} */
export function readLogcatOptions(args: readonly string[], nowMs: number, apiLevel = FIRST_API_LEVEL_WITH_THREADTIME): LogcatOptions {
  const options: { -readonly [Key in keyof LogcatOptions]: LogcatOptions[Key] } = {
    format: apiLevel < FIRST_API_LEVEL_WITH_THREADTIME ? 'brief' : 'threadtime', modifiers: {}, binary: false, dump: false, clear: false, sizes: false,
    statistics: false, dividers: false, buffers: BUFFERS, filters: new Map(),
  };
  const filters = new Map<string, LogLevel | 'S'>();
  const buffers = new Set<LogLine['buffer']>();
  const words = [...args];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [letter, attached] = /^-[bvtTepmG]./.test(word) && !word.startsWith('--') ? [word.slice(0, 2), word.slice(2)] : splitLong(word);
    const value = (): string => attached ?? words.shift() ?? '';
    switch (letter) {
      case '-v':
      case '--format': applyFormat(options, value()); break;
      case '-d': options.dump = true; break;
      case '-B':
      case '--binary': options.binary = true; break;
      case '-c':
      case '--clear': Object.assign(options, { clear: true, dump: true }); break;
      case '-g':
      case '--buffer-size': Object.assign(options, attached === undefined ? { sizes: true, dump: true } : { resizeKib: sizeOf(attached), dump: true }); break;
      case '-G': Object.assign(options, { resizeKib: sizeOf(value()), dump: true }); break;
      case '-S':
      case '--statistics': Object.assign(options, { statistics: true, dump: true }); break;
      case '-m':
      case '--max-count': options.maxPrinted = Number(value()); break;
      case '-p':
      case '--prune': Object.assign(options, { dump: true }); break;
      case '-s': filters.set('*', 'S'); break;
      case '-t': options.dump = true; applyStart(options, value(), nowMs); break;
      case '-T': applyStart(options, value(), nowMs); break;
      case '-b':
      case '--buffer': for (const name of value().split(',')) for (const buffer of buffersOf(name)) buffers.add(buffer); break;
      case '--pid': options.pid = Number(value()); break;
      case '-e':
      case '--regex': options.expression = expressionOf(value()); break;
      case '-D':
      case '--dividers': options.dividers = true; break;
      case '-L':
      case '--last': options.dump = true; break;
      case '-P': value(); options.dump = true; break;
      case '-f':
      case '-r':
      case '-n': value(); break;
      default: {
        if (letter.startsWith('-')) throw new LogcatUsageError(`Unrecognized Option ${letter.replace(/^-+/, '')}\n`);
        addFilter(filters, word);
      }
    }
  }
  return { ...options, filters, ...(buffers.size === 0 ? {} : { buffers: [...buffers] }) };
}

/** Whether logd hands the line over: by its buffer, its process and its time. */
export function isRead(line: LogLine, options: Pick<LogcatOptions, 'buffers' | 'pid' | 'sinceMs'>): boolean {
  if (!options.buffers.includes(line.buffer)) return false;
  if (options.pid !== undefined && line.pid !== options.pid) return false;
  return options.sinceMs === undefined || line.atMs >= options.sinceMs;
}

/** Whether logcat prints a line that it was handed. */
export function isWanted(line: LogLine, options: Pick<LogcatOptions, 'buffers' | 'pid' | 'expression' | 'filters' | 'sinceMs'>): boolean {
  if (!isRead(line, options)) return false;
  if (options.expression?.test(line.message) === false) return false;
  const lowest = options.filters.get(line.tag) ?? options.filters.get('*') ?? 'V';
  return lowest !== 'S' && LEVELS.indexOf(line.level) >= LEVELS.indexOf(lowest);
}

type Mutable = { -readonly [Key in keyof LogcatOptions]: LogcatOptions[Key] };

function applyFormat(options: Mutable, text: string): void {
  for (const part of text.split(/[, ]+/)) {
    const format = LOG_FORMATS.find((known) => known === part);
    if (format !== undefined) options.format = format;
    else if (['color', 'colour', 'epoch', 'monotonic', 'usec', 'year', 'uid'].includes(part)) options.modifiers = { ...options.modifiers, [part === 'color' ? 'colour' : part]: true };
    else if (part === 'UTC' || part === 'zone') options.modifiers = { ...options.modifiers, zone: true };
    else if (!['printable', 'descriptive', 'nsec'].includes(part)) throw new LogcatUsageError(`Invalid parameter "${text}" to -v\n`);
  }
}

function applyStart(options: Mutable, text: string, nowMs: number): void {
  if (/^\d+$/.test(text)) {
    options.count = Number(text);
    return;
  }
  const sinceMs = timeOf(text, nowMs);
  if (sinceMs === undefined) throw new LogcatUsageError(`-t/-T "${text}" not in "%m-%d %H:%M:%S.%q" or "%Y-%m-%d %H:%M:%S.%q" or "%s.%q" format, nor a number\n`);
  options.sinceMs = sinceMs;
}

const KIB_OF_UNIT: Readonly<Record<string, number>> = { '': 1 / 1024, K: 1, M: 1024, G: 1024 * 1024 };

function sizeOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new LogcatUsageError(`Invalid argument -G ${text}\n`);
  return Math.round(Number(digits) * (KIB_OF_UNIT[unit] ?? 1));
}

function expressionOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new LogcatUsageError(`Invalid regular expression: ${text}\n`);
  }
}

function timeOf(text: string, nowMs: number): number | undefined {
  if (/^\d+\.\d+$/.test(text)) return Math.floor(Number(text) * 1000);
  const [, year, month, day, clock, fraction = '0'] = /^(?:(\d{4})-)?(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(text) ?? [];
  if (clock === undefined || month === undefined || day === undefined) return undefined;
  const whole = Date.parse(`${year ?? new Date(nowMs).getUTCFullYear()}-${month}-${day}T${clock}Z`);
  return Number.isNaN(whole) ? undefined : whole + Math.floor(Number(`0.${fraction}`) * 1000);
}

function buffersOf(name: string): readonly LogLine['buffer'][] {
  if (name === 'all') return ALL_BUFFERS;
  if (name === 'default') return BUFFERS;
  const known = ALL_BUFFERS.find((buffer) => buffer === name);
  if (known !== undefined) return [known];
  // Buffers that this phone keeps nothing in.
  if (['radio', 'kernel', 'stats', 'security'].includes(name)) return [];
  throw new LogcatUsageError(`unknown buffer ${name}\n`);
}

function addFilter(filters: Map<string, LogLevel | 'S'>, text: string): void {
  for (const part of text.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const cut = part.lastIndexOf(':');
    const tag = cut < 0 ? part : part.slice(0, cut);
    const letter = cut < 0 ? 'V' : part.slice(cut + 1).toUpperCase();
    const level = letter === 'S' ? 'S' : letter === '*' || letter === '' ? 'V' : LEVELS.find((known) => known === letter);
    if (level === undefined) throw new LogcatUsageError(`Invalid filter expression '${text}'\n`);
    filters.set(tag === '' ? '*' : tag, level);
  }
}

function splitLong(word: string): readonly [string, string | undefined] {
  const cut = word.startsWith('--') ? word.indexOf('=') : -1;
  return cut < 0 ? [word, undefined] : [word.slice(0, cut), word.slice(cut + 1)];
}
