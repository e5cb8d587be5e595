import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { profileJsonSchema, SCHEMA_FILE } from '../../../emulator/phone/profile/emit-schema.ts';
import { parseProfile } from '../../../emulator/phone/profile/load-profile.ts';

const PROFILES = fileURLToPath(new URL('../../../emulator/profiles/', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../../docs/emulator/profiles.md', import.meta.url));

describe('the JSON Schema of a profile', () => {
  it('is what the loader checks by; if not: node --import tsx emulator/phone/profile/emit-schema.ts', () => {
    assert.equal(readFileSync(SCHEMA_FILE, 'utf8'), profileJsonSchema());
  });

  it('accepts the shipped profiles, in an editor as in the loader', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as object);

    for (const name of readdirSync(PROFILES).filter((entry) => entry.endsWith('.json'))) {
      assert.ok(validate(JSON.parse(readFileSync(`${PROFILES}${name}`, 'utf8'))), `${name}: ${JSON.stringify(validate.errors)}`);
    }
  });
});

describe('the page on profiles', () => {
  const page = readFileSync(DOCUMENT, 'utf8');
  const sdks = readFileSync(new URL('../../../docs/emulator/sdks.md', import.meta.url), 'utf8');

  it('shows examples that are valid', () => {
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

    const whole = examples.filter((text) => text.includes('"identifiers"'));
    assert.ok(whole.length >= 1);
    for (const text of whole) parseProfile(text, 'docs/emulator/profiles.md');
  });

  it('explains every field', () => {
    const schema = JSON.parse(profileJsonSchema()) as Record<string, unknown>;

    const unexplained = [...fieldNames(schema)].filter((name) => !`${page}${sdks}`.includes(`\`${name}\``));

    assert.deepEqual(unexplained, []);
  });
});

function fieldNames(schema: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [keyword, value] of Object.entries(node as Record<string, unknown>)) {
      if (keyword === 'properties' || keyword === '$defs') {
        for (const [name, child] of Object.entries(value as object)) {
          if (keyword === 'properties') names.add(name);
          visit(child);
        }
      } else if (Array.isArray(value)) value.forEach(visit);
      else visit(value);
    }
  };
  visit(schema);
  return names;
}
