import { fail, print, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** toybox `date`: the phone's clock as `+format`, `-d @seconds`; root may set it. */
export const date: Program = (invocation) => {
  const { clock, properties } = invocation.phone.system;
  const { flags, values, operands } = readOptions(invocation.args, 'usId:D:r:');
  const zone = flags.has('u') ? 'UTC' : invocation.env.get('TZ') ?? (properties.get('persist.sys.timezone') || 'UTC');
  const given = values.get('d');
  const [format] = operands;
  let atMs = clock.now();
  if (given !== undefined) {
    const parsed = parseDate(given, atMs, zoneOffset(atMs, zone));
    if (parsed === undefined) return fail(invocation, `bad date ${given}`);
    atMs = parsed;
  } else if (format !== undefined && !format.startsWith('+')) {
    const wanted = parseDate(format, atMs, zoneOffset(atMs, zone));
    if (wanted === undefined) return fail(invocation, `bad date ${format}`);
    if (invocation.credential.uid !== 0) return fail(invocation, 'cannot set date: Operation not permitted');
    clock.set(wanted);
    atMs = clock.now();
  }
  const chosen = format?.startsWith('+') === true ? format.slice(1) : flags.has('I') ? '%F' : '%a %b %e %H:%M:%S %Z %Y';
  return print(invocation, `${formatDate(atMs, chosen, zone)}\n`);
};

/** `strftime` with toybox's `%N`, in an Olson zone; an unknown zone is UTC. */
export function formatDate(atMs: number, format: string, zone: string): string {
  const offsetMinutes = zoneOffset(atMs, zone);
  const local = new Date(atMs + offsetMinutes * 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const field = (letter: string): string | undefined => {
    switch (letter) {
      case 'a': return DAYS[local.getUTCDay()]?.slice(0, 3);
      case 'A': return DAYS[local.getUTCDay()];
      case 'b': return MONTHS[local.getUTCMonth()]?.slice(0, 3);
      case 'B': return MONTHS[local.getUTCMonth()];
      case 'd': return two(local.getUTCDate());
      case 'D': return `${two(local.getUTCMonth() + 1)}/${two(local.getUTCDate())}/${two(local.getUTCFullYear() % 100)}`;
      case 'e': return String(local.getUTCDate()).padStart(2);
      case 'F': return `${local.getUTCFullYear()}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`;
      case 'C': return two(Math.floor(local.getUTCFullYear() / 100));
      case 'h': return MONTHS[local.getUTCMonth()]?.slice(0, 3);
      case 'I': return two(((local.getUTCHours() + 11) % 12) + 1);
      case 'j': return String(dayOfYear(local)).padStart(3, '0');
      case 'k': return String(local.getUTCHours()).padStart(2);
      case 'l': return String(((local.getUTCHours() + 11) % 12) + 1).padStart(2);
      case 'p': return local.getUTCHours() < 12 ? 'AM' : 'PM';
      case 'R': return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
      case 'u': return String(local.getUTCDay() || 7);
      case 'U': return two(Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7));
      case 'w': return String(local.getUTCDay());
      case 'H': return two(local.getUTCHours());
      case 'm': return two(local.getUTCMonth() + 1);
      case 'M': return two(local.getUTCMinutes());
      case 'n': return '\n';
      case 'N': return `${String(Math.floor(atMs % 1000)).padStart(3, '0')}000000`;
      case 's': return String(Math.floor(atMs / 1000));
      case 'S': return two(local.getUTCSeconds());
      case 't': return '\t';
      case 'T': return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
      case 'y': return two(local.getUTCFullYear() % 100);
      case 'Y': return String(local.getUTCFullYear());
      case 'z': return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offsetMinutes) / 60))}${two(Math.abs(offsetMinutes) % 60)}`;
      case 'Z': return zoneName(atMs, zone);
      case '%': return '%';
      default: return undefined;
    }
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => field(letter) ?? whole);
}

function zoneOffset(atMs: number, zone: string): number {
  const name = zonePart(atMs, zone, 'longOffset');
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function zoneName(atMs: number, zone: string): string {
  const name = zonePart(atMs, zone, 'short');
  return name.startsWith('UTC') || name === 'GMT' && zone === 'UTC' ? 'UTC' : name;
}

function zonePart(atMs: number, zone: string, form: 'short' | 'longOffset'): string {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: form }).formatToParts(new Date(atMs));
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
  } catch {
    return 'UTC'; // An unknown zone is UTC, as bionic has it.
  }
}

const dayOfYear = (local: Date): number => Math.floor((Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()) - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;

/** A time as `date` and `touch` take it: `@seconds`, ISO 8601, `MMDDhhmm[[CC]YY][.ss]`, `[[CC]YY]MMDDhhmm[.ss]`; undefined for anything else. */
export function parseDate(text: string, nowMs: number, offsetMinutes = 0): number | undefined {
  const seconds = /^@(-?\d+)(\.\d+)?$/.exec(text);
  if (seconds !== null) return Number(text.slice(1)) * 1000;
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(Z)?$/.exec(text);
  const local = (year: number, [month, day, hour, minute, second]: readonly (string | undefined)[], shift = offsetMinutes): number =>
    Date.UTC(year, Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)) - shift * 60_000;
  if (iso !== null) return local(Number(iso[1]), iso.slice(2, 7), iso[7] === undefined ? offsetMinutes : 0);
  // `date` itself has the year behind: toybox tries the form of POSIX first.
  const [, early, month, day, hour, minute, second] = /^(\d{4}|\d{2})?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text) ?? [];
  if (month === undefined) return undefined;
  const year = early === undefined ? new Date(nowMs).getUTCFullYear() : early.length === 4 ? Number(early) : 2000 + Number(early);
  return local(year, [month, day, hour, minute, second]);
}
