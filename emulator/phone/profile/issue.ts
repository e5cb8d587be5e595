import type * as z from 'zod';

const MAX_VALUE_CHARS = 80;

type Issue = z.core.$ZodIssue;

/**
 * A fault of a JSON document as lines `$.path: found <value>, <rule>`; `written` is where its author finds the place,
 * when the document was put together from several.
 */
export function describeIssue(issue: Issue, document: unknown, written: readonly PropertyKey[] = issue.path): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const value = at(document, [...issue.path, key]);
      return `${jsonPath([...written, key])}: found ${show(value)}, but there is no such field`;
    });
  }
  return [`${jsonPath(written)}: found ${show(at(document, issue.path))}, ${rule(issue)}`];
}

/** `$.rules[0].when.package`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    return /^[A-Za-z_$][\w$]*$/.test(name) ? `${text}.${name}` : `${text}[${JSON.stringify(name)}]`;
  }, '$');
}

function rule(issue: Issue): string {
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.map((branch) => branch[0]).filter((first) => first !== undefined);
    const deepest = [...branches].sort((a, b) => b.path.length - a.path.length)[0];
    if (deepest === undefined) return issue.message;
    if (deepest.path.length > 0) return `at ${jsonPath(deepest.path).slice(1)} ${deepest.message}`;
    return `expected one of: ${branches.map((branch) => branch.message).join('; ')}`;
  }
  return issue.message;
}

function at(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Reflect.get(value, key) as unknown;
  }, document);
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  // A number too large for JSON's readers, which JSON itself would write as null.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > MAX_VALUE_CHARS ? `${text.slice(0, MAX_VALUE_CHARS)}…` : text;
}
