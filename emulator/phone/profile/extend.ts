/** A JSON document as it was read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Lists whose entries are told apart by a name, and the field that holds it. */
export const NAMED_LISTS: Readonly<Record<string, string>> = {
  packages: 'name',
  rules: 'name',
  background: 'name',
  files: 'path',
  songs: 'path',
};

/**
 * A profile laid over the one it extends.
 *
 * Objects are merged as RFC 7396 (JSON Merge Patch) says: what is there replaces, null removes. Entries of the named
 * lists are merged by their name, new ones come last, and `"remove": true` takes one away. Any other list is replaced
 * whole.
 */
export function extendProfile(base: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [field, value] of Object.entries(patch)) {
    const name = NAMED_LISTS[field];
    const before = merged.get(field);
    if (value === null || field === 'extends') merged.delete(field);
    else if (name !== undefined && Array.isArray(value)) merged.set(field, mergeNamed(Array.isArray(before) ? before : [], value, name));
    else merged.set(field, mergePatch(before, value));
  }
  return Object.fromEntries(merged);
}

/** A place in a document: the document's number, and where in it. */
export interface Place {
  readonly document: number;
  readonly path: readonly PropertyKey[];
}

/**
 * Where a place of the merged profile was written; `chain` holds the documents, the most derived first. What stands in
 * none of them is missing, and missed in the most derived one that has something around it.
 */
export function placeOf(path: readonly PropertyKey[], merged: JsonObject, chain: readonly JsonObject[]): Place {
  const candidates = chain.flatMap((document, index) => {
    const own = pathIn(document, path, merged);
    return own === undefined ? [] : [{ document: index, path: own, depth: depthOf(document, own) }];
  });
  const deepest = Math.max(...candidates.map(({ depth }) => depth));
  const found = candidates.find(({ depth }) => depth === deepest);
  return found === undefined ? { document: 0, path } : { document: found.document, path: found.path };
}

function mergePatch(base: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(base) ? Object.entries(base) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function mergeNamed(base: readonly unknown[], patch: readonly unknown[], name: string): readonly unknown[] {
  const merged = [...base];
  for (const entry of patch) {
    const at = merged.findIndex((known) => isObject(known) && isObject(entry) && known[name] === entry[name]);
    if (isObject(entry) && entry['remove'] === true && at >= 0) merged.splice(at, 1);
    // A new entry is taken as it is: null is a value there (a setting that is absent).
    else if (at < 0) merged.push(entry);
    else merged[at] = mergePatch(merged[at], entry);
  }
  return merged;
}

/** The same place in one of the merged documents, where entries of named lists stand at other positions. */
function pathIn(document: JsonObject, path: readonly PropertyKey[], merged: JsonObject): readonly PropertyKey[] | undefined {
  const [field, index, ...rest] = path;
  const name = typeof field === 'string' ? NAMED_LISTS[field] : undefined;
  if (typeof field !== 'string' || typeof index !== 'number' || name === undefined) return path;
  const [wanted, own] = [merged[field], document[field]];
  if (!Array.isArray(wanted) || !Array.isArray(own)) return undefined;
  const entry: unknown = wanted[index];
  // An entry may stand twice in one document; the last one is the one at fault.
  const at = own.findLastIndex((candidate: unknown) => isObject(candidate) && isObject(entry) && candidate[name] === entry[name]);
  return at < 0 ? undefined : [field, at, ...rest];
}

function depthOf(document: JsonObject, path: readonly PropertyKey[]): number {
  let value: unknown = document;
  let depth = 0;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) break;
    value = Reflect.get(value, key);
    depth += 1;
  }
  return depth;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
