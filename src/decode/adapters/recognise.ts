import type { Flow } from '../../flow/flow.ts';
import { walkLayers } from '../layer.ts';
import type { Layer } from '../layer.ts';
import type { Adapter, OpaqueWhen } from './adapter.ts';
import { ADAPTERS } from './adapters.ts';
import { doCheck } from './checks.ts';
import type { CheckResult } from './checks.ts';
import { payloadOf } from './payload.ts';
import type { Payload, Request } from './payload.ts';
import { hasKeys, isHost, signsSeen, valueOf, weightOf } from './signs.ts';

/** A payload whose format has a name. */
export interface Recognised {
  /** `sensors-analytics`, `onetrack`. */
  readonly name: string;
  readonly title: string;
  /** Where the facts about the format come from. */
  readonly source: string;
  /** What it was known by: `["fields data_list, gzip"]`. */
  readonly by: readonly string[];
  /** Some of it cannot be read by anybody but the receiver. */
  readonly isOpaque: boolean;
  /** What cannot be read, and why; absent where all can. */
  readonly opaque?: string;
  /** Fields of the payload whose meaning is known, in the order of the format. */
  readonly fields: readonly { readonly name: string; readonly means: string }[];
  readonly checks: readonly CheckResult[];
}

/** Which named format a request is of, by its address, headers and body, or by a bare body alone. Never throws. */
export function recognise(request: Request): Recognised | undefined {
  const payload = payloadOf(request);
  let best: { readonly adapter: Adapter; readonly by: readonly string[]; readonly weight: number } | undefined;
  for (const adapter of ADAPTERS) {
    for (const signs of adapter.signs) {
      const weight = weightOf(signs);
      if (best !== undefined && weight <= best.weight) continue;
      const by = signsSeen(signs, payload);
      if (by !== undefined) best = { adapter, by, weight };
    }
  }
  return best === undefined ? undefined : tell(best.adapter, best.by, payload);
}

/** Which named format a recorded flow is of; its layers are what it was decoded to. */
export function recogniseFlow({ host, request }: Pick<Flow, 'host' | 'request'>, layers: readonly Layer[]): Recognised | undefined {
  if (request === undefined) return undefined;
  const body = layers.find(({ step }) => step === 'body');
  return recognise({ host, url: request.url, headers: request.headers, ...(body !== undefined && { body }) });
}

/** What a finding tells of where it was found. */
export interface Place {
  readonly host: string;
  /** Steps from the outside in. */
  readonly path: readonly string[];
}

/**
 * Whether a place is within one named format, as far as its host and the one field on its path say: by a host that is
 * enough by itself, or by a field that is among the signs of this format and of no other.
 */
export function isPlaceOf(name: string, { host, path }: Place): boolean {
  const adapter = ADAPTERS.find((one) => one.name === name);
  if (adapter === undefined) return false;
  const byHost = adapter.signs.some(({ hosts, ...others }) => hosts !== undefined && Object.keys(others).length === 0 && hosts.some((named) => isHost(host, named)));
  if (byHost) return true;
  const steps = new Set(path);
  return signFields(adapter).some((field) => isAlone(field, adapter) && (steps.has(`form:${field}`) || steps.has(`query:${field}`)));
}

// The first field of a sign is the one that carries the events.
function signFields({ signs }: Adapter): readonly string[] {
  return signs.flatMap(({ fields }) => fields?.slice(0, 1) ?? []);
}

// `data`, `value` and `p` are anybody's names.
function isAlone(field: string, adapter: Adapter): boolean {
  return field.includes('_') && ADAPTERS.every((other) => other === adapter || !Object.hasOwn(other.fields, field));
}

function tell(adapter: Adapter, by: readonly string[], payload: Payload): Recognised {
  const opaque = adapter.opaque.find((when) => isOpaque(when, payload))?.because;
  return {
    name: adapter.name,
    title: adapter.title,
    source: adapter.source,
    by,
    isOpaque: opaque !== undefined,
    ...(opaque !== undefined && { opaque }),
    fields: Object.entries(adapter.fields).flatMap(([name, means]) => (isThere(name, payload) ? [{ name, means }] : [])),
    checks: adapter.checks.flatMap((check) => doCheck(check, payload) ?? []),
  };
}

function isThere(name: string, { fields, headers, body }: Payload): boolean {
  return fields.has(name) || headers.has(name.toLowerCase()) || (body?.format === 'json' && hasKeys(body.bytes, [name]));
}

function isOpaque({ body, field, says, keys }: OpaqueWhen, payload: Payload): boolean {
  if (body !== undefined) return payload.body !== undefined && payload.body.state === 'opaque';
  if (field !== undefined) {
    const value = valueOf(payload, field);
    return value !== undefined && (says === undefined || says.includes(value));
  }
  if (keys === undefined) return payload.body === undefined || payload.body.bytes.length > 0;
  if (payload.body === undefined) return false;
  for (const layer of walkLayers([payload.body])) {
    if (layer.format === 'json' && hasKeys(layer.bytes, keys)) return true;
  }
  return false;
}
