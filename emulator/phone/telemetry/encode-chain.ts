import { percentEncode } from './encodings/percent.ts';
import { serialise, type Encoding } from './encodings/serialise.ts';
import { FIRST_STEPS, parseStep, type Step } from './encodings/step.ts';
import { gather, split, transform } from './encodings/transform.ts';

// RFC 1035: a label has at most 63 octets, a name 253 characters; room is left for the domain the labels go before.
const LABEL_CHARS = 60;
const LABELS_PER_NAME = 3;
const HOLDS_PIECES = ['form', 'json', 'multipart', 'query', 'header', 'cookie'];

/** Where encoded bytes go; texts of a query or path are percent-encoded already. */
export type Encoded =
  | { readonly place: 'body'; readonly bytes: Buffer; readonly isText: boolean; readonly contentType: string }
  | { readonly place: 'query' | 'cookie' | 'path' | 'host'; readonly text: string }
  | { readonly place: 'header'; readonly headers: Readonly<Record<string, string>> };

/** What is wrong with the order of a chain, in one sentence; undefined when nothing is. */
export function encodeChainProblem(texts: readonly string[]): string | undefined {
  const steps = texts.flatMap((text) => parseStep(text) ?? []);
  if (steps.length < texts.length) return `"${texts.find((text) => parseStep(text) === undefined) ?? ''}" is not an encoding`;
  const [first, ...rest] = steps;
  const early = steps.slice(0, -1).find(({ facts }) => facts.role === 'place');
  if (early !== undefined) return `"${early.text}" says where the bytes go and must come last`;
  if (first === undefined || !FIRST_STEPS.includes(first.name)) {
    return `must begin with one of ${FIRST_STEPS.join(', ')}: "${first?.text ?? ''}" cannot encode an event`;
  }
  if (first.facts.needsArgument === 'later' && first.argument !== undefined) {
    return `"${first.text}" holds bytes and comes after another step; "${first.name}" alone spreads an event over fields of its own`;
  }
  return problemOfRest(first, rest);
}

function problemOfRest(first: Step, rest: readonly Step[]): string | undefined {
  let isText = first.facts.gives !== 'binary';
  let before = first;
  for (const step of rest) {
    const { facts } = step;
    if (facts.role === 'first') return `"${step.text}" can only begin a chain`;
    if (facts.needsArgument === 'later' && step.argument === undefined) return `"${step.text}" needs the name of a field here: ${step.name}:<name>`;
    if (facts.takes === 'text' && !isText) return `"${step.text}" cannot hold raw bytes: put base64 or hex before it`;
    if (step.name === 'host' && before.name !== 'hex' && before.text !== 'base64url:nopad') {
      return `"host" holds letters, digits and dashes: put hex or base64url:nopad before it, not "${before.text}"`;
    }
    if (before.name === 'split' && !HOLDS_PIECES.includes(step.name)) {
      return `"${before.text}" must come last (a request a piece) or before one of ${HOLDS_PIECES.join(', ')}, not "${step.text}"`;
    }
    if (before.name === 'split' && step.argument === undefined) return `"${step.text}" needs a name after "${before.text}": ${step.name}:<name>`;
    if (facts.gives !== 'same') isText = facts.gives === 'text';
    before = step;
  }
  return rest.filter(({ name }) => name === 'split').length > 1 ? 'can be split once only' : undefined;
}

/** Runs a value through a chain of encodings, from the inside out; more than one result is a request each. */
export async function encodeChain(value: unknown, texts: readonly string[]): Promise<readonly Encoded[]> {
  const [first, ...rest] = texts.map(asStep);
  if (first === undefined) throw new Error('encoding an event: found no step, expected at least one');
  let pieces: readonly Encoding[] = [serialise(value, first)];
  for (const step of rest) {
    const [piece] = pieces;
    if (piece === undefined) break;
    if (step.facts.role === 'place') return place(pieces, step);
    if (step.name === 'split') pieces = split(piece, Number(step.argument));
    else if (pieces.length > 1) pieces = [gather(pieces, step)];
    else pieces = [await transform(piece, step)];
  }
  return pieces.map(({ bytes, isText, contentType }) => ({ place: 'body', bytes, isText, contentType }));
}

function asStep(text: string): Step {
  const step = parseStep(text);
  if (step === undefined) throw new Error(`encoding an event: found the step "${text}", expected one that encodeChainProblem allows`);
  return step;
}

function place(pieces: readonly Encoding[], step: Step): readonly Encoded[] {
  const name = step.argument ?? '';
  const named = pieces.map((piece, index) => [pieces.length === 1 ? name : `${name}${index}`, piece.bytes] as const);
  const whole = named[0]?.[1] ?? Buffer.alloc(0);
  switch (step.name) {
    case 'query':
      return [{ place: 'query', text: named.map(([field, bytes]) => `${field}=${percentEncode(bytes)}`).join('&') }];
    case 'header':
      return [{ place: 'header', headers: Object.fromEntries(named.map(([field, bytes]) => [field, headerText(bytes)])) }];
    case 'cookie':
      return [{ place: 'cookie', text: named.map(([field, bytes]) => `${field}=${cookieText(bytes)}`).join('; ') }];
    case 'host':
      return hostNames(whole.toString()).map((text) => ({ place: 'host', text }));
    default:
      return [{ place: 'path', text: percentEncode(whole) }];
  }
}

/** Labels for as many names as are needed; where it is more than one, each begins with its number. */
function hostNames(text: string): readonly string[] {
  const labels = text.match(new RegExp(`.{1,${LABEL_CHARS}}`, 'g')) ?? [];
  const names: string[] = [];
  for (let at = 0; at < labels.length; at += LABELS_PER_NAME) names.push(labels.slice(at, at + LABELS_PER_NAME).join('.'));
  return names.length === 1 ? names : names.map((name, index) => `${index}.${name}`);
}

/** Printable ASCII goes as it is, anything else would not be a header. */
function headerText(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /^[\x20-\x7e]*$/.test(text) ? text : percentEncode(bytes);
}

/** RFC 6265: no spaces, quotes, commas, semicolons or backslashes. */
function cookieText(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(text) ? text : percentEncode(bytes);
}
