import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { EarshotError } from '../flow/errors.ts';
import { describeIssue } from './devices-issue.ts';
import { DevicesFileSchema, type DeviceEntry } from './devices-schema.ts';
import { findJsonError } from './json-position.ts';

export type { DeviceEntry, EmulatedEntry, StfEntry, UsbEntry } from './devices-schema.ts';

/**
 * Reads devices.json: defaults filled in, profile paths made absolute.
 *
 * @throws {EarshotError} BAD_INPUT naming each entry and field that cannot be used, what was found and what was
 *   expected.
 */
export function loadDevices(file: string): readonly DeviceEntry[] {
  const json = parse(file, read(file));
  const parsed = DevicesFileSchema.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    throw complain(file, parsed.error.issues.map((issue) => describeIssue(issue, json)));
  }
  const folder = path.dirname(path.resolve(file));
  const entries = parsed.data.map((entry) => withAbsolutePaths(entry, folder));
  const problems = [...repeatedIds(entries), ...repeatedSerials(entries), ...missingFiles(entries)];
  if (problems.length > 0) throw complain(file, problems);
  return entries;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `cannot read ${file}: found ${reasonOf(cause)}, expected a list of phones`, {
      cause,
      hint: 'Name another file with --devices-file, or start from the devices.json in the root of Earshot.',
    });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const at = findJsonError(text) ?? { line: 1, column: 1 };
    const found = text.split('\n')[at.line - 1]?.slice(at.column - 1, at.column + 19).trim() ?? '';
    const what = found === '' ? 'the end of the line' : found;
    throw new EarshotError('BAD_INPUT', `${file} is not JSON: line ${at.line}, column ${at.column}: found ${what}`, {
      cause,
      hint: 'Comments and trailing commas are not JSON. An editor shows mistakes with devices.schema.json.',
    });
  }
}

function repeatedIds(entries: readonly DeviceEntry[]): string[] {
  return entries.flatMap((entry, index) => {
    const first = entries.findIndex((other) => other.id === entry.id);
    if (first === index) return [];
    return [`entry ${index} (id "${entry.id}"), field "id": found the id of entry ${first} again, `
      + 'expected one that no other phone has'];
  });
}

/** The same phone under two names would be driven by two at once, or one would wait for the other in vain. */
function repeatedSerials(entries: readonly DeviceEntry[]): string[] {
  return entries.flatMap((entry, index) => {
    const first = entries.findIndex((other) => phoneOf(other) === phoneOf(entry));
    if (entry.kind === 'emulated' || first === index) return [];
    return [`entry ${index} (id "${entry.id}"), field "serial": found the serial ${entry.serial} of entry ${first} again, `
      + 'expected one that no other phone has'];
  });
}

/** Which phone is meant: serials are unique on an adb server, and at an STF. */
function phoneOf(entry: DeviceEntry): string {
  if (entry.kind === 'emulated') return `${entry.kind} ${entry.id}`;
  return [entry.kind, entry.kind === 'usb' ? entry.adbServerPort : entry.url, entry.serial].join(' ');
}

function withAbsolutePaths(entry: DeviceEntry, folder: string): DeviceEntry {
  if (entry.kind === 'emulated') return { ...entry, profile: path.resolve(folder, entry.profile) };
  if (entry.kind === 'usb' && entry.upstreamCa !== undefined) {
    return { ...entry, upstreamCa: path.resolve(folder, entry.upstreamCa) };
  }
  return entry;
}

function missingFiles(entries: readonly DeviceEntry[]): string[] {
  return entries.flatMap((entry, index) => {
    const named: readonly (readonly [field: string, file: string | undefined, what: string])[] =
      entry.kind === 'emulated' ? [['profile', entry.profile, 'a profile']]
      : entry.kind === 'usb' ? [['upstreamCa', entry.upstreamCa, 'a PEM file']]
      : [];
    return named.flatMap(([field, file, what]) => {
      if (file === undefined || (existsSync(file) && statSync(file).isFile())) return [];
      return [`entry ${index} (id "${entry.id}"), field "${field}": found no file ${file}, `
        + `expected ${what}, its path relative to devices.json`];
    });
  });
}

function complain(file: string, problems: readonly string[]): EarshotError {
  const message = problems.length === 1
    ? `${file}: ${problems[0] ?? ''}`
    : `${file}: ${problems.length} mistakes\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
  return new EarshotError('BAD_INPUT', message, { hint: `Correct ${file}; devices.schema.json describes every field.` });
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  return cause instanceof Error ? cause.message : String(cause);
}
