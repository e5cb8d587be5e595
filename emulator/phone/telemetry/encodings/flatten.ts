/** A value's leaves as text, by their path: `fields.url`, `events[0].name`. */
export function flatten(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown, index) => flatten(entry, `${path}[${index}]`));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, entry]) => flatten(entry, path === '' ? key : `${path}.${key}`));
  }
  return [[path === '' ? 'data' : path, leafText(value)]];
}

/** A leaf as text; null is empty. */
export function leafText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
