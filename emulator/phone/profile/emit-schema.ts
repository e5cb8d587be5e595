import { writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { NAMED_LISTS } from './extend.ts';
import { profileSchema } from './profile.ts';

/** Where editors find the schema. */
export const SCHEMA_FILE = fileURLToPath(new URL('../../profile.schema.json', import.meta.url));

type Schema = Record<string, unknown>;

/** The JSON Schema of a profile, as text ending in a newline: a whole one, or one laid over another. */
export function profileJsonSchema(): string {
  const { $schema, $defs, ...whole } = z.toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const schema = { $schema, title: 'Profile of an emulated phone', anyOf: [whole, extending(whole)], $defs };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The same without what must be there: the profile it extends has that. Null takes a field away. */
function extending(whole: Schema): Schema {
  const patch = optional(whole) as Schema & { properties: Schema };
  const properties = {
    extends: { type: 'string', description: 'Path of the profile this one is laid over, from its own folder.' },
    ...patch.properties,
    ...Object.fromEntries(Object.entries(NAMED_LISTS).map(([list, name]) => [list, namedEntries(patch.properties[list], name)])),
  };
  return { ...patch, properties, required: ['extends', 'id', 'about'] };
}

function namedEntries(list: unknown, name: string): unknown {
  const removal = { type: 'object', properties: { [name]: { type: 'string' }, remove: { const: true } }, required: [name, 'remove'], additionalProperties: false };
  if (!isSchema(list) || !Array.isArray(list['anyOf'])) throw new Error(`Emitting the schema: found no list of entries named by "${name}".`);
  const [entries, absent] = list['anyOf'] as readonly Schema[];
  return { anyOf: [{ ...entries, items: { anyOf: [entries?.['items'], removal] } }, absent] };
}

/** A schema in which nothing has to be there, and any field may be null. */
function optional(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(optional);
  if (!isSchema(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]) => {
      if (keyword === 'required') return [];
      // Without what tells them apart, a patch may fit several of the kinds.
      if (keyword === 'oneOf') return [['anyOf', optional(value)]];
      if (keyword === 'default' || keyword === 'const' || keyword === 'enum') return [[keyword, value]];
      if (keyword === 'additionalProperties' && isSchema(value)) return [[keyword, { anyOf: [optional(value), { type: 'null' }] }]];
      if (keyword !== 'properties' || !isSchema(value)) return [[keyword, optional(value)]];
      return [[keyword, Object.fromEntries(Object.entries(value).map(([field, child]) => [field, { anyOf: [optional(child), { type: 'null' }] }]))]];
    }),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

if (argv[1] === fileURLToPath(import.meta.url)) await writeFile(SCHEMA_FILE, profileJsonSchema());
