import { invalidArgument } from './errors.ts';

/** A JSON object whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, arrays excluded. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that must be a string. */
export function requireString(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw missing(name, 'a string', value);
  return value;
}

/** A string field, or undefined when it is absent, null or empty. */
export function optionalString(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw missing(name, 'a string', value);
  return value;
}

/** A field that must be a number. */
export function requireNumber(body: JsonObject, name: string): number {
  const value = optionalNumber(body, name);
  if (value === undefined) throw missing(name, 'a number', value);
  return value;
}

/** A number field, or undefined when it is absent or null. Numbers in a string are taken, as Gson does. */
export function optionalNumber(body: JsonObject, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw missing(name, 'a number', value);
  return number;
}

/** An object field, or undefined when it is absent or null. */
export function optionalObject(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw missing(name, 'an object', value);
  return value;
}

/** A field that must be an array of objects. */
export function requireObjects(body: JsonObject, name: string): readonly JsonObject[] {
  const value = body[name];
  if (!Array.isArray(value)) throw missing(name, 'an array of objects', value);
  return value.map((item: unknown) => {
    if (!isObject(item)) throw missing(name, 'an array of objects', item);
    return item;
  });
}

/** Name under which the W3C protocol wraps an element id; the older protocol says `ELEMENT`. */
export const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';

/** The id inside an element object, or undefined when it holds none. */
export function elementIdOf(value: JsonObject | undefined): string | undefined {
  const id = value?.[ELEMENT_KEY] ?? value?.['ELEMENT'];
  return typeof id === 'string' ? id : undefined;
}

function missing(name: string, expected: string, found: unknown) {
  return invalidArgument(`Expected '${name}' to be ${expected}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}`);
}
