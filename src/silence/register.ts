import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getPublicSuffix } from 'tldts';
import { z } from 'zod';
import { EarshotError } from '../flow/errors.ts';
import type { Flow, Header } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';

/** The register that is reviewed and shipped; a run works with a copy of it. */
export const REGISTER_FILE = fileURLToPath(new URL('../../specs/expected-traffic.json', import.meta.url));

const hostPattern = z
  .string()
  .regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a host, or *. and a host: "connect.rom.miui.com", "*.example.com"')
  .refine((pattern) => !coversARegistry(pattern), 'covers every site under a public suffix; name the site');

/** Traffic that crosses the recorder. */
const onTheWire = z.strictObject({
  host: hostPattern,
  pathPrefix: z.string().startsWith('/').optional(),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']).optional(),
  kind: z.enum(['http', 'websocket', 'tunnel', 'tls-refused']),
  /** Parameters of its query, each with a pattern for the whole value; any other parameter is not explained. */
  query: z.record(z.string().min(1), z.string().refine(isPattern, 'must be a regular expression')).default({}),
  /** Request headers beside the ordinary ones, in lower case. */
  headers: z.array(z.string().regex(/^[a-z0-9-]+$/, 'must be a header name in lower case')).default([]),
});

const packetBytes = z
  .tuple([z.int().min(28), z.int().max(1500)])
  .refine(([min, max]) => min <= max, 'must be the smallest and the largest size, in this order')
  .refine(([min, max]) => max - min <= 128, 'is too wide: sizes of a packet that are known lie within 128 bytes');

/** Traffic that passes the recorder by, of which the kernel tells the UID, packets and bytes and nothing else. */
const pastTheProxy = z.strictObject({
  kind: z.literal('past-proxy'),
  /** Sizes of packets, IP header included, each as smallest and largest. */
  sentPacketBytes: z.array(packetBytes).min(1).max(4),
  receivedPacketBytes: z.array(packetBytes).min(1).max(4),
  /** Packets of either direction within any minute, look-ups included. */
  packetsPerMinute: z.int().min(1).max(30),
  /** Names that are looked up on the way: for the sender's UID, or for netd's where the phone counts look-ups there. */
  lookUps: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a host')).max(2).default([]),
});

const day = z.iso.date();

const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'must be lower case words joined by dots or hyphens'),
  /** Packages that send it; a flow known to come from another package is not explained. */
  sender: z.array(z.string().regex(/^[a-z][\w]*(\.\w+)*$/i, 'must be a package name')).min(1),
  /** What makes it happen. */
  trigger: z.string().min(8),
  /** What it carries. */
  data: z.string().min(4),
  destination: z.preprocess(withKind, z.discriminatedUnion('kind', [onTheWire, pastTheProxy])),
  reason: z.string().min(8),
  /** Who answers for the entry. */
  owner: z.string().min(2),
  lastReviewed: day,
  /** From this day on the entry explains nothing. */
  expires: day.optional(),
  /** Only true of the world the emulated phones see. */
  world: z.literal('embedded').optional(),
});

const registerSchema = z.array(entrySchema).superRefine((entries, context) => {
  entries.forEach(({ id }, index) => {
    if (entries.findIndex((other) => other.id === id) === index) return;
    context.addIssue({ code: 'custom', path: [index, 'id'], message: `"${id}" stands in an entry above; ids are unique` });
  });
});

/** One kind of traffic that is known, reviewed and carries nothing of any action. */
export type ExpectedTraffic = Readonly<z.infer<typeof entrySchema>>;

/** The reviewed register of expected traffic. */
export type Register = readonly ExpectedTraffic[];

/**
 * Reads the register of expected traffic, `specs/expected-traffic.json` unless told otherwise.
 *
 * @throws {EarshotError} BAD_INPUT when it is not a register, or an entry is wider than a site.
 */
export function loadRegister(file: string = REGISTER_FILE): Register {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `Cannot read the register of expected traffic at ${file}.`, { cause });
  }
  return parseRegister(text, file);
}

/** Parses a register from its JSON text. @throws {EarshotError} BAD_INPUT naming entry, field, value and expectation. */
export function parseRegister(text: string, file: string): Register {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `The register ${file} is not JSON: ${String(cause)}`, { cause });
  }
  const parsed = registerSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  entry ${describePath(json, path)}: ${message}`);
  throw new EarshotError('BAD_INPUT', `The register of expected traffic ${file} cannot be used:\n${lines.join('\n')}`, {
    hint: 'An entry names one site and why it is harmless; what has no reason does not belong there.',
  });
}

/** The entry that explains a flow by where it goes and who sends it; what it carries is for the judge to see. */
export function findEntry(
  register: Register,
  flow: Flow,
  by: { readonly owner: string; readonly ownerIsProven: boolean; readonly embedded: boolean; readonly onDay: string },
): ExpectedTraffic | undefined {
  return register.find((entry) => {
    if (entry.expires !== undefined && by.onDay >= entry.expires) return false;
    if (entry.world === 'embedded' && !by.embedded) return false;
    if (by.ownerIsProven && !entry.sender.includes(by.owner)) return false;
    return goesTo(flow, entry.destination);
  });
}

function goesTo(flow: Flow, destination: ExpectedTraffic['destination']): boolean {
  if (destination.kind === 'past-proxy') return false;
  if (flow.kind !== destination.kind || !matchesHost(flow.host, destination.host)) return false;
  if (destination.method !== undefined && flow.request?.method !== destination.method) return false;
  if (destination.pathPrefix !== undefined && !pathOf(flow).startsWith(destination.pathPrefix)) return false;
  return carriesNoMore(flow, destination);
}

// An entry is for a request whose data is known. One that goes to the same place with a load of its own is another one.
function carriesNoMore(flow: Flow, { query, headers, pathPrefix = '' }: z.infer<typeof onTheWire>): boolean {
  const { request } = flow;
  if (request === undefined) return true;
  if (['GET', 'HEAD'].includes(request.method) && (request.body?.byteCount ?? 0) > 0) return false;
  if (LOADED_SEGMENT.test(pathOf(flow).slice(pathPrefix.length))) return false;
  const isOrdinary = ([name, value]: Header): boolean =>
    headers.includes(name.toLowerCase()) || (ORDINARY_HEADERS.test(name) && !LOADED_VALUE.test(value) && (SHAPES[name.toLowerCase()]?.test(value) ?? true));
  if (!request.headers.every(isOrdinary) || !URL.canParse(request.url)) return false;
  return [...new URL(request.url).searchParams].every(([name, value]) => {
    const pattern = Object.hasOwn(query, name) ? query[name] : undefined;
    return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(value);
  });
}

// Names of files are short or end in their kind.
const LOADED_SEGMENT = /[^/]{32,}/;

// Product names, versions and package names are broken by dots, blanks and slashes.
const LOADED_VALUE = /[A-Za-z0-9+=_-]{32,}|(%[0-9a-f]{2}){3}|\d{10,}/i;

/** What the values of headers look like that clients choose from few; those of others are free. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'accept-language': listOf('[a-z]{1,3}(-[a-z0-9]{1,8}){0,2}'),
  'accept-encoding': listOf('[a-z]{1,8}'),
  'cache-control': /^(no-cache|no-store|no-transform|only-if-cached|max-age=\d{1,8}|max-stale(=\d{1,8})?|[, ])*$/i,
  connection: /^(keep-alive|close|upgrade|te|[, -])*$/i,
  'proxy-connection': /^(keep-alive|close)$/i,
  pragma: /^no-cache$/i,
  dnt: /^[01]$/,
  'upgrade-insecure-requests': /^1$/,
};

/** A few of something, each with its weight (RFC 9110, 12.4.2). */
function listOf(item: string): RegExp {
  const weighed = `(?:\\*|${item})(?:;q=[01](?:\\.\\d{1,3})?)?`;
  return new RegExp(`^${weighed}(?:\\s*,\\s*${weighed}){0,9}$`, 'i');
}

/** Headers of any request; what they say is searched all the same. */
const ORDINARY_HEADERS =
  /^(host|connection|proxy-connection|user-agent|accept(-[a-z]+)?|cache-control|pragma|upgrade-insecure-requests|referer|origin|range|te|dnt|content-(type|length)|if-[a-z-]+|sec-[a-z-]+|x-requested-with)$/i;

/** A destination that names no kind is one of plain HTTP. */
function withKind(destination: unknown): unknown {
  const isObject = typeof destination === 'object' && destination !== null && !Array.isArray(destination);
  return isObject && !('kind' in destination) ? { ...destination, kind: 'http' } : destination;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`) instanceof RegExp;
  } catch {
    return false;
  }
}

function matchesHost(host: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return host === pattern;
  const below = pattern.slice(2);
  return host !== below && isWithinHost(host, below);
}

function pathOf(flow: Flow): string {
  const url = flow.request?.url ?? '';
  return URL.canParse(url) ? new URL(url).pathname : '';
}

function coversARegistry(pattern: string): boolean {
  if (!pattern.startsWith('*.')) return false;
  const below = pattern.slice(2);
  return getPublicSuffix(below) === below;
}

function describePath(json: unknown, path: readonly PropertyKey[]): string {
  let value: unknown = json;
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  const found = value === undefined ? 'missing' : JSON.stringify(value);
  return `${path.map(String).join('.') || '(the whole file)'} = ${found.slice(0, 120)}`;
}
