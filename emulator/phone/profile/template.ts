import { createHash } from 'node:crypto';

/** What a template may ask for; undefined when there is no such name. */
export type LookUp = (name: string) => string | number | boolean | undefined;

/** A value of a JSON document whose strings may hold `${…}`. */
export type TemplateValue = string | number | boolean | null | readonly TemplateValue[] | { readonly [key: string]: TemplateValue };

const FUNCTIONS: Readonly<Record<string, (text: string) => string>> = {
  md5: (text) => createHash('md5').update(text).digest('hex'),
  sha1: (text) => createHash('sha1').update(text).digest('hex'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  base64: (text) => Buffer.from(text).toString('base64'),
  // Half a character, which anybody may type, becomes U+FFFD, where `encodeURIComponent` would throw.
  url: (text) => encodeURIComponent(Buffer.from(text).toString()),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
};

/** First words a name may begin with. */
export const NAMESPACES = ['data', 'id', 'property', 'setting', 'app', 'time', 'event', 'package', 'uuid', 'network', 'instance'] as const;

/** Those that stand by themselves; behind any other comes a name: `data.title`. */
const WHOLE: readonly string[] = ['time', 'event', 'package', 'uuid', 'network', 'instance'];

// Braces are no part of an expression; without them excluded, a text of nothing but openings would take for ever.
const PLACEHOLDER = /\$\{([^{}]*)\}/g;
const MAX_NESTED = 8;
const EXPRESSION = /^(?:([a-z0-9]+)\((.*)\)|([A-Za-z][\w.-]*))$/;

/** Fills every template in a value; one that is nothing but a placeholder keeps the type of what it stands for. */
export function fill(value: TemplateValue, lookUp: LookUp): TemplateValue {
  if (typeof value === 'string') return fillText(value, lookUp);
  if (isList(value)) return value.map((entry) => fill(entry, lookUp));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry, lookUp)]));
  }
  return value;
}

/** A template filled as text; what does not exist is empty. */
export function fillString(template: string, lookUp: LookUp): string {
  return template.replace(PLACEHOLDER, (_whole, expression: string) => String(evaluate(expression.trim(), lookUp) ?? ''));
}

/** What is wrong with the templates in a text, one sentence each; empty when nothing is. */
export function templateProblems(template: string): readonly string[] {
  const whole = [...template.matchAll(PLACEHOLDER)];
  const open = template.replace(PLACEHOLDER, '').indexOf('${');
  return [
    ...(open === -1 ? [] : ['has a "${" without its "}"']),
    ...whole.flatMap((match) => expressionProblem((match[1] ?? '').trim())),
  ];
}

function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

function fillText(template: string, lookUp: LookUp): TemplateValue {
  const whole = /^\$\{([^{}]*)\}$/.exec(template);
  if (whole === null) return fillString(template, lookUp);
  return evaluate((whole[1] ?? '').trim(), lookUp) ?? '';
}

function evaluate(expression: string, lookUp: LookUp): string | number | boolean | undefined {
  const match = EXPRESSION.exec(expression);
  const [, name, inner, plain] = match ?? [];
  if (plain !== undefined) return lookUp(plain);
  const apply = name === undefined ? undefined : FUNCTIONS[name];
  if (apply === undefined || inner === undefined) return undefined;
  const argument = evaluate(inner.trim(), lookUp);
  return argument === undefined ? undefined : apply(String(argument));
}

function expressionProblem(expression: string, depth = 0): readonly string[] {
  if (depth > MAX_NESTED) return [`has functions within each other ${MAX_NESTED} deep and more`];
  const [, name, inner, plain] = EXPRESSION.exec(expression) ?? [];
  if (plain !== undefined) {
    const first = plain.split('.')[0] ?? '';
    if (!NAMESPACES.some((namespace) => namespace === first)) return [`\${${expression}} begins with "${first}", expected one of ${NAMESPACES.join(', ')}`];
    // It would be filled with nothing, and what was to tell of something would tell of nothing.
    if (WHOLE.includes(first) && plain !== first) return [`\${${expression}} goes on behind "${first}", which stands by itself; what an event says is \${data.<name>}`];
    return WHOLE.includes(first) || plain.length > first.length + 1 ? [] : [`\${${expression}} has no name behind "${first}", expected \${${first}.<name>}`];
  }
  if (name === undefined || inner === undefined) return [`\${${expression}} is neither a name nor a function of one`];
  if (FUNCTIONS[name] === undefined) {
    return [`\${${expression}} uses "${name}", expected one of ${Object.keys(FUNCTIONS).join(', ')}`];
  }
  return expressionProblem(inner.trim(), depth + 1);
}
