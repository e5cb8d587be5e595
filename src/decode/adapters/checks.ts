import { walkLayers } from '../layer.ts';
import type { Check } from './adapter.ts';
import { javaHashCode } from './java-hash.ts';
import { unescaped } from './pairs.ts';
import type { Payload } from './payload.ts';
import { valueOf } from './signs.ts';

/** What was held against what, and what came of it. */
export interface CheckResult {
  /** `crc`, `gzip`, `length of p`. */
  readonly what: string;
  /** `matches`, `does not match: said 1, is 2`. */
  readonly result: string;
  readonly holds: boolean;
}

/** Does one check; undefined where the payload does not say what it is about. */
export function doCheck(check: Check, payload: Payload): CheckResult | undefined {
  switch (check.kind) {
    case 'java-hash':
      return javaHash(check, payload);
    case 'compressed':
      return compressed(check, payload);
    case 'blocks':
      return blocks(check, payload);
    case 'format':
      return format(check, payload);
  }
}

type Of<Kind extends Check['kind']> = Extract<Check, { readonly kind: Kind }>;

function javaHash({ said, after = '', of }: Of<'java-hash'>, payload: Payload): CheckResult | undefined {
  const value = valueOf(payload, said);
  const text = payload.fields.get(of);
  if (value === undefined || text === undefined || !value.startsWith(after)) return undefined;
  const what = after === '' ? said : after.replace(/=$/, '');
  const claimed = value.slice(after.length);
  // Base64 with a bare `+` was put into the form unescaped; the sender's sum is of the base64.
  const is = javaHashCode(unescaped(text, 'itself'));
  if (claimed === String(is) || claimed === String(javaHashCode(unescaped(text, 'blank')))) {
    return { what, result: 'matches', holds: true };
  }
  return { what, result: `does not match: said ${claimed}, is ${is}`, holds: false };
}

function compressed({ said, when, of }: Of<'compressed'>, payload: Payload): CheckResult | undefined {
  const value = valueOf(payload, said);
  if (value === undefined || payload.body === undefined || !payload.fields.has(of)) return undefined;
  const isCompressed = hasGzipIn(payload, of);
  const holds = (value === when) === isCompressed;
  const found = isCompressed ? `${of} is compressed` : `${of} is not compressed`;
  return { what: said, result: holds ? `matches: ${found}` : `does not match: said ${value}, but ${found}`, holds };
}

// The value's own bytes are the body's: gzip was found in them where a layer on the way down to it was made from these.
function hasGzipIn({ body, fields }: Payload, field: string): boolean {
  const value = fields.get(field);
  if (body === undefined || value === undefined || value.buffer !== body.bytes.buffer) return false;
  const start = value.byteOffset - body.bytes.byteOffset;
  const end = start + value.length;
  for (const child of body.children) {
    if (child.span === undefined || child.span.start >= end || child.span.end <= start) continue;
    for (const { step } of walkLayers([child])) if (step === 'gzip') return true;
  }
  return false;
}

function blocks({ bytes, of }: Of<'blocks'>, payload: Payload): CheckResult | undefined {
  const size = of === undefined ? payload.body?.bytes.length : base64Size(payload.fields.get(of));
  if (size === undefined) return undefined;
  const what = of === undefined ? 'length' : `length of ${of}`;
  if (size > 0 && size % bytes === 0) return { what, result: `matches: ${size / bytes} blocks of ${bytes} bytes`, holds: true };
  return { what, result: `does not match: ${size} bytes are not whole blocks of ${bytes}`, holds: false };
}

function base64Size(value: Buffer | undefined): number | undefined {
  return value === undefined ? undefined : Buffer.from(unescaped(value, 'itself').toString('latin1'), 'base64').length;
}

function format({ is }: Of<'format'>, { body }: Payload): CheckResult | undefined {
  if (body === undefined || body.bytes.length === 0) return undefined;
  const holds = body.format === is;
  return { what: 'format', result: holds ? `matches: reads as ${is}` : `does not match: does not read as ${is}`, holds };
}
