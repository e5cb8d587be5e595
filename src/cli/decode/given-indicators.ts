import { readFileSync } from 'node:fs';
import { EarshotError } from '../../flow/errors.ts';
import type { Indicator, IndicatorClass } from '../../flow/indicator.ts';

/** Values shorter than this stand in anything, so that finding one says nothing. */
const SHORTEST = 4;

const HINT = 'Write { "android_id": "3f2a90cd11e4b7f8", "canary:url": "…" }';

/**
 * The indicators of a command line: `name=value` each, and those of a JSON file `{ name: value }`. Of a name given twice
 * both values are searched.
 *
 * @throws {EarshotError} BAD_INPUT saying which one cannot be used, and why.
 */
export function givenIndicators(pairs: readonly string[], file?: string): readonly Indicator[] {
  const given = [...pairs.map(fromPair), ...(file === undefined ? [] : fromFile(file))];
  const seen = new Set<string>();
  return given.filter(({ name, value }) => {
    const key = JSON.stringify([name, value]);
    return !seen.has(key) && seen.add(key);
  });
}

function fromPair(pair: string): Indicator {
  const at = pair.indexOf('=');
  const what = `--indicator ${pair}`;
  if (at < 0) {
    throw new EarshotError('BAD_INPUT', `Cannot read ${what}: there is no "=" in it.`, { hint: 'Write the name, "=" and the value: --indicator android_id=3f2a90cd11e4b7f8' });
  }
  return indicator(pair.slice(0, at), pair.slice(at + 1), what);
}

function fromFile(file: string): readonly Indicator[] {
  const json = parse(file);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new EarshotError('BAD_INPUT', `The indicators ${file} are ${describe(json)}; an object { "name": "value" } was expected.`, { hint: HINT });
  }
  return Object.entries(json).map(([name, value]: [string, unknown]) => {
    // An IMEI written as a number is still an IMEI.
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text !== 'string') throw new EarshotError('BAD_INPUT', `The value of "${name}" in ${file} is ${describe(value)}; a text was expected.`, { hint: HINT });
    return indicator(name, text, `"${name}" in ${file}`);
  });
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Cannot read the indicators ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, hint: 'Give a JSON file of what is yours: { "name": "value" }' });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `The indicators ${file} are not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause, hint: HINT,
    });
  }
}

function indicator(name: string, value: string, what: string): Indicator {
  if (name === '') throw new EarshotError('BAD_INPUT', `Cannot use ${what}: its name is empty.`, { hint: 'Say whose or what it is: android_id=3f2a90cd11e4b7f8' });
  if (Buffer.byteLength(value) < SHORTEST) {
    throw new EarshotError('BAD_INPUT', `Cannot use ${what}: its value is ${value === '' ? 'empty' : `"${value}"`}, and anything shorter than ${SHORTEST} bytes of UTF-8 is found everywhere.`, { hint: 'Give a longer value of it, or leave it away.' });
  }
  return { name, class: classOf(name), value };
}

/** `canary…` was planted, `subject:…` is what an action was about, anything else is the phone's or its owner's. */
function classOf(name: string): IndicatorClass {
  if (name.startsWith('canary')) return 'planted';
  return name.startsWith('subject:') ? 'subject' : 'personal';
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
