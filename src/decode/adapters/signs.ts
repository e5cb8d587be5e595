import type { Signs } from './adapter.ts';
import { unescaped } from './pairs.ts';
import type { Payload } from './payload.ts';

/**
 * What of some signs is there, in words, when all of it is; undefined when something is missing.
 * `["host sa.api.intl.miui.com", "path /sa", "fields data_list and gzip"]`.
 */
export function signsSeen(signs: Signs, payload: Payload): readonly string[] | undefined {
  const { host, path, headers, fields } = payload;
  const seen: string[] = [];
  if (signs.hosts !== undefined) {
    if (host === undefined || !signs.hosts.some((named) => isHost(host, named))) return undefined;
    seen.push(`host ${host}`);
  }
  if (signs.paths !== undefined) {
    if (path === undefined || !signs.paths.some((pattern) => fits(path, pattern, '[^/]*'))) return undefined;
    seen.push(`path ${path}`);
  }
  if (signs.headers !== undefined) {
    if (!signs.headers.every((name) => headers.has(name.toLowerCase()))) return undefined;
    seen.push(`headers ${signs.headers.join(', ')}`);
  }
  if (signs.fields !== undefined) {
    if (!signs.fields.every((name) => fields.has(name))) return undefined;
    seen.push(`fields ${signs.fields.join(', ')}`);
  }
  for (const [name, value] of Object.entries(signs.values ?? {})) {
    if (valueOf(payload, name) !== value) return undefined;
    seen.push(`field ${name}=${value}`);
  }
  if (signs.keys !== undefined) {
    if (payload.body?.format !== 'json' || !hasKeys(payload.body.bytes, signs.keys)) return undefined;
    seen.push(`keys ${signs.keys.join(', ')}`);
  }
  return seen;
}

/** How much some signs ask for: what asks for more says more when it is there. */
export function weightOf({ hosts, paths, headers, fields, values, keys }: Signs): number {
  const named = [headers, fields, keys].reduce((sum, list) => sum + (list?.length ?? 0), 0);
  return (hosts === undefined ? 0 : 2) + (paths === undefined ? 0 : 2) + named + Object.keys(values ?? {}).length;
}

/** Whether a host is meant by a name in an adapter. */
export function isHost(host: string, named: string): boolean {
  return named.includes('*') ? fits(host, named, '.*') : host === named || host.endsWith(`.${named}`);
}

/** A short field's value as text; undefined when there is no such field. */
export function valueOf({ fields }: Payload, name: string): string | undefined {
  const raw = fields.get(name);
  return raw === undefined ? undefined : unescaped(raw.subarray(0, MAX_SHORT_BYTES), 'blank').toString();
}

const MAX_SHORT_BYTES = 1024;

/** Keys stand near the beginning of what an SDK writes: its envelope, its first event. */
const MAX_KEYS_BYTES = 256 * 1024;

/** Whether all of some keys stand in a JSON text, at whatever depth. */
export function hasKeys(json: Buffer, keys: readonly string[]): boolean {
  const beginning = json.subarray(0, MAX_KEYS_BYTES);
  return keys.every((key) => hasKey(beginning, key));
}

function hasKey(json: Buffer, key: string): boolean {
  const quoted = `"${key}"`;
  for (let at = json.indexOf(quoted); at >= 0; at = json.indexOf(quoted, at + 1)) {
    let next = at + quoted.length;
    while (json[next] === 0x20 || json[next] === 0x0a || json[next] === 0x0d || json[next] === 0x09) next += 1;
    if (json[next] === 0x3a) return true;
  }
  return false;
}

const PATTERNS = new Map<string, RegExp>();

function fits(text: string, pattern: string, any: '.*' | '[^/]*'): boolean {
  const key = `${any} ${pattern}`;
  let expression = PATTERNS.get(key);
  if (expression === undefined) {
    expression = new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join(any)}$`);
    PATTERNS.set(key, expression);
  }
  return expression.test(text);
}
