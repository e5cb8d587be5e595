import { writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { profileSchema } from './profile.ts';

/** Where editors find the schema. */
export const SCHEMA_FILE = fileURLToPath(new URL('../../profile.schema.json', import.meta.url));

/** The JSON Schema of a profile, as text ending in a newline. */
export function profileJsonSchema(): string {
  const schema = z.toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'Profile of an emulated phone', ...schema }, undefined, 2)}\n`;
}

if (argv[1] === fileURLToPath(import.meta.url)) await writeFile(SCHEMA_FILE, profileJsonSchema());
