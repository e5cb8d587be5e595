/** What a step of a chain of encodings takes and gives. */
export interface StepFacts {
  /** `first`: makes bytes of an event; `later`: changes bytes; `both`; `place`: says where they go; `split`: cuts them up. */
  readonly role: 'first' | 'later' | 'both' | 'place' | 'split';
  /** `text` cannot hold raw bytes. */
  readonly takes: 'text' | 'any';
  readonly gives: 'text' | 'binary' | 'same';
  /** What stands after the colon: nothing, perhaps something, always something, or a name only where it is not first. */
  readonly argument: RegExp | undefined;
  readonly needsArgument: 'never' | 'always' | 'later';
}

const NAME = /^[A-Za-z0-9_.-]+$/;
const COUNT = /^(?:[2-9]|[1-9]\d)$/;

type Argument = readonly [pattern: RegExp, needed?: StepFacts['needsArgument']];

function step(role: StepFacts['role'], takes: StepFacts['takes'], gives: StepFacts['gives'], [argument, needsArgument = 'never']: Argument | readonly [] = []): StepFacts {
  return { role, takes, gives, argument, needsArgument };
}

const STEPS: Readonly<Record<string, StepFacts>> = {
  'json': step('both', 'text', 'text', [NAME]),
  'ndjson': step('first', 'text', 'text'),
  'form': step('both', 'any', 'text', [NAME, 'later']),
  'multipart': step('both', 'any', 'same', [NAME, 'later']),
  'xml': step('both', 'text', 'text', [NAME]),
  'protobuf': step('both', 'any', 'binary'),
  'msgpack': step('both', 'any', 'binary'),
  'cbor': step('both', 'any', 'binary'),
  'jwt': step('both', 'text', 'text', [/^HS256$/]),
  'url': step('later', 'any', 'text'),
  'base64': step('later', 'any', 'text', [/^(?:nopad|wrap)$/]),
  'base64url': step('later', 'any', 'text', [/^nopad$/]),
  'hex': step('later', 'any', 'text'),
  'gzip': step('later', 'any', 'binary'),
  'zlib': step('later', 'any', 'binary'),
  'deflate': step('later', 'any', 'binary'),
  'brotli': step('later', 'any', 'binary'),
  'zstd': step('later', 'any', 'binary'),
  'lz4': step('later', 'any', 'binary'),
  'snappy': step('later', 'any', 'binary'),
  'aes': step('later', 'any', 'binary'),
  'utf16': step('later', 'text', 'binary'),
  'xor': step('later', 'any', 'binary', [/^(?:[1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/, 'always']),
  'reverse': step('later', 'any', 'same'),
  'cut': step('later', 'any', 'same', [/^(?:[1-9]|[1-5]\d|6[0-4])$/, 'always']),
  'shift': step('later', 'text', 'text', [/^(?:[1-9]|1\d|2[0-5])$/, 'always']),
  'text': step('later', 'text', 'text', [/^(?:\d|[1-5]\d|6[0-4])$/]),
  'split': step('split', 'any', 'same', [COUNT, 'always']),
  'query': step('place', 'any', 'same', [NAME, 'always']),
  'header': step('place', 'text', 'same', [NAME, 'always']),
  'cookie': step('place', 'text', 'same', [NAME, 'always']),
  'path': step('place', 'any', 'same'),
  'host': step('place', 'text', 'same'),
};

/** Names of the steps that can begin a chain. */
export const FIRST_STEPS: readonly string[] = Object.entries(STEPS).flatMap(([name, { role }]) => (role === 'first' || role === 'both' ? [name] : []));

/** A step as its name and what stands after the colon. */
export interface Step {
  readonly text: string;
  readonly name: string;
  readonly argument: string | undefined;
  readonly facts: StepFacts;
}

/** A step of a chain by its text; undefined when there is no such step. */
export function parseStep(text: string): Step | undefined {
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  const argument = colon === -1 ? undefined : text.slice(colon + 1);
  const facts = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (facts === undefined) return undefined;
  if (argument === undefined ? facts.needsArgument === 'always' : facts.argument?.test(argument) !== true) return undefined;
  return { text, name, argument, facts };
}

const RANGES: Readonly<Record<string, string>> = { xor: '<1-255>', cut: '<1-64>', shift: '<1-25>', split: '<2-99>' };

/** What can stand in a chain, for people. */
export function describeSteps(): string {
  return Object.entries(STEPS)
    .map(([name, { argument, needsArgument }]) => {
      if (argument === undefined) return name;
      const what = argument === NAME ? '<name>' : argument.source.replace(/^\^\(\?:|\)\$$|^\^|\$$/g, '');
      return needsArgument === 'always' ? `${name}:${RANGES[name] ?? what}` : `${name}[:${name === 'text' ? '<0-64>' : what}]`;
    })
    .join(', ');
}
