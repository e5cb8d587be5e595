import { getPublicSuffix } from 'tldts';
import { z } from 'zod';

const hostPattern = z
  .string()
  .regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host, or *. and a host: "connect.rom.miui.com", "*.example.com"')
  .refine((pattern) => !coversARegistry(pattern), 'the name of one site: this covers every site under a public suffix')
  .describe('The host, or *. and a host for all hosts below it.');

/** Traffic that crosses the recorder. */
const onTheWire = z.strictObject({
  kind: z.enum(['http', 'websocket', 'tunnel', 'tls-refused']).describe('http: a request; tunnel: bytes that are neither TLS nor HTTP, known by their host alone; tls-refused: a handshake the phone broke off.'),
  host: hostPattern,
  paths: z.array(z.string().startsWith('/', 'a path that begins with /')).min(1).optional().describe('The whole path: one of these. Where it is known, better than pathPrefix.'),
  pathPrefix: z.string().startsWith('/', 'a path that begins with /').optional().describe('How the path begins.'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']).optional(),
  agent: z.string().min(1).refine(isPattern, 'a regular expression for the whole value').optional().describe('Pattern for its whole User-Agent, where it is always the same.'),
  query: z
    .record(z.string().min(1), z.string().refine(isPattern, 'a regular expression for the whole value'))
    .default({})
    .describe('Parameters of its query, each with a pattern for the whole value; any other parameter is not explained.'),
  headers: z
    .array(z.string().regex(/^[a-z0-9-]+$/, 'the name of a header, in lower case'))
    .default([])
    .describe('Request headers beside the ordinary ones, in lower case.'),
});

/** What a destination on the wire looks like. */
export type WireDestination = z.output<typeof onTheWire>;

const packetBytes = z
  .tuple([z.int().min(28), z.int().max(1500)])
  .refine(([min, max]) => min <= max, 'the smallest and the largest size, in this order')
  .refine(([min, max]) => max - min <= 128, 'sizes within 128 bytes of each other, as sizes of a packet that are known are');

/** Traffic that passes the recorder by, of which the kernel tells the UID, packets and bytes and nothing else. */
const pastTheProxy = z.strictObject({
  kind: z.literal('past-proxy'),
  sentPacketBytes: z.array(packetBytes).min(1).max(4).describe('Sizes of packets, IP header included, each as smallest and largest.'),
  receivedPacketBytes: z.array(packetBytes).min(1).max(4).describe('As sentPacketBytes, for what comes back.'),
  packetsPerMinute: z.int().min(1).max(30).describe('Packets of either direction within any minute, look-ups included.'),
  lookUps: z
    .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host'))
    .max(2)
    .default([])
    .describe("Names that are looked up on the way: for the sender's UID, or for netd's where the phone counts look-ups there."),
});

const day = z.iso.date('a date: "2026-11-21"');

const destination = z.discriminatedUnion('kind', [onTheWire, pastTheProxy]);

const ID = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/;

const fields = {
  id: z.string().regex(ID, 'lower-case words joined by dots: "push.resolver"').describe('Words joined by dots. Specs allow by it; unique in the file.'),
  appliesTo: z
    .enum(['always', 'by id'])
    .describe('always: what nobody\'s tap causes (push, the clock, a login page\'s check). by id: everything else; it counts only for specs and actions that name the id in "allows".'),
  sender: z.array(z.string().regex(/^[A-Za-z]\w*(\.\w+)*$/, 'the name of a package')).min(1).describe('Packages that send it; a flow known to come from another package is not explained.'),
  trigger: z.string().min(8, 'what makes it happen, in words').describe('What makes it happen.'),
  data: z.string().min(4, 'what it carries, in words').describe('What it carries.'),
  destination,
  reason: z.string().min(8, 'why it is legitimate, in words').describe('Why it is legitimate.'),
  owner: z.string().min(2, 'a team or a person').describe('The team or person who answers for the entry.'),
  lastReviewed: day.describe('When the owner last looked at it.'),
  reviewEveryDays: z.int().min(1).max(730).describe('So many days after its last review the entry allows nothing any more.'),
  expires: day.describe('From this day on the entry allows nothing, reviewed or not.'),
  builds: z.enum(['chinese', 'global']).optional().describe("Only of phones whose build is made for that market, by the region's letters in its version; a build without them counts as either."),
  world: z.enum(['embedded', 'real']).optional().describe('embedded: only true of the world the emulated phones see. real: only of real phones.'),
};

const entrySchema = z.strictObject(fields).superRefine(({ lastReviewed, expires }, context) => {
  if (expires > lastReviewed) return;
  context.addIssue({ code: 'custom', path: ['expires'], message: `a day after the last review (${lastReviewed})` });
});

/** As runs of before kept them: an entry counted everywhere, and nobody said when it had to be reviewed again. */
const keptEntrySchema = z.strictObject({
  ...fields,
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower-case words joined by dots or hyphens'),
  appliesTo: fields.appliesTo.default('always'),
  destination: z.preprocess(withKind, destination),
  reviewEveryDays: fields.reviewEveryDays.optional(),
  expires: day.optional(),
});

/** One kind of traffic that is known, reviewed and carries nothing of any action. */
export type ExpectedTraffic = Readonly<z.output<typeof keptEntrySchema>>;

/** The reviewed register of expected traffic. */
export type Register = readonly ExpectedTraffic[];

/** The register as it is written today. */
export const RegisterSchema = z.array(entrySchema).superRefine(refuseRepeatedIds);

/** A register that a run has kept, in today's form or in that of before entries said to what they apply and when they expire. */
export const KeptRegisterSchema = z.array(keptEntrySchema).superRefine(refuseRepeatedIds);

/** JSON Schema of the register as its author writes it, kept in `expected-traffic.schema.json` for editors. */
export function registerJsonSchema(): object {
  return { title: 'Expected traffic (specs/expected-traffic.json)', ...z.toJSONSchema(RegisterSchema, { io: 'input' }) };
}

function refuseRepeatedIds(entries: readonly { readonly id: string }[], context: z.core.$RefinementCtx): void {
  entries.forEach(({ id }, index) => {
    const first = entries.findIndex((other) => other.id === id);
    if (first !== index) context.addIssue({ code: 'custom', path: [index, 'id'], message: `an id of its own: entry ${first} has this one` });
  });
}

/** A destination that names no kind is one of plain HTTP. */
function withKind(found: unknown): unknown {
  const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
  return isObject && !('kind' in found) ? { ...found, kind: 'http' } : found;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`) instanceof RegExp;
  } catch {
    return false;
  }
}

function coversARegistry(pattern: string): boolean {
  if (!pattern.startsWith('*.')) return false;
  const below = pattern.slice(2);
  return getPublicSuffix(below) === below;
}
