import type { z } from 'zod';
import { DEVICE_KINDS } from './devices-schema.ts';

/** What devices.json expects of a field, where the schema's own words would not help. */
const EXPECTED: Readonly<Record<string, string>> = {
  id: 'lower-case letters, digits, ".", "_" and "-", beginning with a letter or digit',
  kind: `one of ${DEVICE_KINDS.map(quote).join(', ')}`,
  model: 'a name, as text',
  serial: 'a serial, as "adb devices" prints it',
  profile: 'the path of a profile, relative to devices.json',
  build: 'a ro.build.fingerprint or ro.build.version.incremental, as text',
  witnesses: 'a list of "wire", "kernel", "oracle", at least one',
  timeScale: 'a number above 0 and up to 1',
  adbServerPort: 'a port, 1 to 65535',
  controlPort: 'a port, 1 to 65535',
  upstreamProxy: 'the address of an HTTP proxy, http://host:port',
  upstreamCa: 'the path of a PEM file, relative to devices.json',
  url: 'the address of an STF server',
  tokenVariable: 'the name of an environment variable',
};

/** One mistake in devices.json as a line: the entry, the field, what was found, what was expected. */
export function describeIssue(issue: z.core.$ZodIssue, file: unknown): string {
  const [index, field] = issue.path;
  if (typeof index !== 'number') return describeFile(issue, file);
  const entry = Array.isArray(file) ? (file as readonly unknown[])[index] : undefined;
  const name = `entry ${index}${nameOf(entry)}`;
  if (issue.code === 'unrecognized_keys') {
    return `${name}, field ${issue.keys.map(quote).join(', ')}: found a field that no phone of kind `
      + `${show(property(entry, 'kind'))} has, expected the fields in devices.schema.json`;
  }
  if (typeof field !== 'string') return `${name}: found ${show(entry)}, expected a phone, as an object`;
  const found = property(entry, field);
  return `${name}, field "${field}": found ${found === undefined ? 'nothing' : show(found)}, `
    + `expected ${EXPECTED[field] ?? issue.message}`;
}

function describeFile(issue: z.core.$ZodIssue, file: unknown): string {
  if (issue.code === 'too_small') return 'found an empty list, expected at least one phone';
  return `found ${show(file)}, expected a list of phones, as an array`;
}

function nameOf(entry: unknown): string {
  const id = property(entry, 'id');
  return typeof id === 'string' ? ` (id "${id}")` : '';
}

function property(entry: unknown, name: string): unknown {
  if (typeof entry !== 'object' || entry === null) return undefined;
  return Object.getOwnPropertyDescriptor(entry, name)?.value as unknown;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

function quote(text: string): string {
  return `"${text}"`;
}
