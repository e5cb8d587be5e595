import { writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { screensSchema } from './screens-schema.ts';

/** Where editors find the schema. */
export const SCREENS_SCHEMA_FILE = fileURLToPath(new URL('../../../screens.schema.json', import.meta.url));

/** The JSON Schema of a screens file, as text ending in a newline. */
export function screensJsonSchema(): string {
  const schema = z.toJSONSchema(screensSchema, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'Screens of an app of an emulated phone', ...schema }, undefined, 2)}\n`;
}

if (argv[1] === fileURLToPath(import.meta.url)) await writeFile(SCREENS_SCHEMA_FILE, screensJsonSchema());
