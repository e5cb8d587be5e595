import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { findJsonError } from '../farm/json-position.ts';
import { EarshotError } from '../flow/errors.ts';
import { overWide } from './over-wide.ts';
import { KeptRegisterSchema, RegisterSchema } from './register-schema.ts';
import type { Register } from './register-schema.ts';

/** The register that is reviewed and shipped; a run works with a copy of it. */
export const REGISTER_FILE = fileURLToPath(new URL('../../specs/expected-traffic.json', import.meta.url));

/**
 * Reads a register that a run may begin with: in today's form, no entry wider than what it is for.
 *
 * @throws {EarshotError} BAD_INPUT naming each entry and field that cannot be used, what was found and what was expected.
 */
export function loadReviewedRegister(file: string = REGISTER_FILE): Register {
  return reviewed(parseJson(read(file), file), file);
}

/** As `loadReviewedRegister`, for who looks into entries that are too wide. */
export function loadRegisterToReview(file: string): Register {
  return checked(RegisterSchema, parseJson(read(file), file), file);
}

/**
 * Reads a register that a run has kept, also one of before entries said to what they apply and when they expire.
 *
 * @throws {EarshotError} BAD_INPUT when it is not a register.
 */
export function loadRegister(file: string = REGISTER_FILE): Register {
  return parseRegister(read(file), file);
}

/** Parses a register that a run has kept. @throws {EarshotError} BAD_INPUT naming entry, field, value and expectation. */
export function parseRegister(text: string, file: string): Register {
  return kept(parseJson(text, file), file);
}

/**
 * Reads a register that somebody gives to judge an old capture by: in today's form it is held to what a run's has to be, in the
 * form of before it is taken as it stands.
 *
 * @throws {EarshotError} BAD_INPUT naming each entry and field that cannot be used.
 */
export function loadGivenRegister(file: string): Register {
  const json = parseJson(read(file), file);
  return isOfToday(json) ? reviewed(json, file) : kept(json, file);
}

/** Every entry of today's form says to what it applies; no entry of before could. */
function isOfToday(json: unknown): boolean {
  return Array.isArray(json) && json.some((entry) => property(entry, 'appliesTo') !== undefined);
}

function reviewed(json: unknown, file: string): Register {
  const register = checked(RegisterSchema, json, file);
  const wide = register.flatMap((entry) => overWide(entry).map((sentence) => `  ${sentence}`));
  if (wide.length === 0) return register;
  throw new EarshotError('BAD_INPUT', `The register of expected traffic ${file} is wider than what it is for:\n${wide.join('\n')}`, {
    hint: 'Name what is known of the traffic: its host, its path, its values. What is not known does not belong there.',
  });
}

function kept(json: unknown, file: string): Register {
  return checked(KeptRegisterSchema, json, file);
}

function checked(schema: z.ZodType<Register>, json: unknown, file: string): Register {
  const parsed = schema.safeParse(json, { reportInput: true });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${describeIssue(issue, json)}`);
  throw new EarshotError('BAD_INPUT', `The register of expected traffic ${file} cannot be used:\n${lines.join('\n')}`, {
    hint: 'expected-traffic.schema.json describes every field. An entry names one site and why it is harmless; what has no reason does not belong there.',
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Cannot read the register of expected traffic ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      hint: 'Give a file in the form of specs/expected-traffic.json.',
    });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const at = findJsonError(text) ?? { line: 1, column: 1 };
    const found = text.split('\n')[at.line - 1]?.slice(at.column - 1, at.column + 19).trim() ?? '';
    throw new EarshotError('BAD_INPUT', `The register ${file} is not JSON: line ${at.line}, column ${at.column}: found ${found === '' ? 'the end of the line' : found}`, {
      cause,
      hint: 'Comments and trailing commas are not JSON. An editor shows mistakes with expected-traffic.schema.json.',
    });
  }
}

/** One mistake as a line: the entry, the field, what was found, what was expected. */
function describeIssue(issue: z.core.$ZodIssue, json: unknown): string {
  const [index, ...path] = issue.path;
  if (typeof index !== 'number') return `found ${show(json)}, expected a list of entries`;
  const entry: unknown = Array.isArray(json) ? json[index] : undefined;
  const id = property(entry, 'id');
  const name = `entry ${index}${typeof id === 'string' ? ` (id "${id}")` : ''}`;
  const field = path.map(String).join('.');
  const where = field === '' ? name : `${name}, field "${field}"`;
  if (issue.code === 'unrecognized_keys') return `${where}: found ${issue.keys.map((key) => `"${key}"`).join(', ')}, expected the fields in expected-traffic.schema.json`;
  const found = path.reduce<unknown>((value, key) => property(value, key), entry);
  return `${where}: found ${show(found)}, expected ${issue.message.replace(/^(?:Invalid (?:input|option)|Too (?:small|big)): expected /, '').replace(/, received .*$/, '')}`;
}

function property(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
