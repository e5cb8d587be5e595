import * as z from 'zod';
import { encodeChainProblem } from '../telemetry/encode-chain.ts';
import { describeSteps, parseStep } from '../telemetry/encodings/step.ts';
import { addressSchema, destinationSchema, milliseconds, packageNameSchema, periodMs, provenance, templateFieldsSchema, templateSchema } from './marks.ts';

/** Headers by name, their values templates. */
export const headersSchema = z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be a header name'), templateSchema);

/** Which transport takes which kind of address. */
export const SCHEMES_OF_TRANSPORT = {
  proxy: ['http', 'https'],
  direct: ['http', 'https'],
  tcp: ['tcp'],
  tls: ['tls'],
  udp: ['udp'],
  quic: ['quic'],
  dns: ['dns'],
  websocket: ['ws', 'wss'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Ways out of the phone. */
export type Transport = keyof typeof SCHEMES_OF_TRANSPORT;

const transportSchema = z
  .enum(['proxy', 'direct', 'tcp', 'tls', 'udp', 'quic', 'dns', 'websocket'])
  .default('proxy')
  .describe('proxy: HTTP as the phone is set; direct: HTTP past the proxy; the others: no HTTP, past the proxy (a WebSocket goes through it).');

const flushOnSchema = z
  .array(z.enum(['background', 'screen', 'screen-on', 'start', 'connectivity']))
  .describe('Moments that send what is waiting: the app goes to the background, the screen turns on or off (or on), the app comes up or its process begins, the phone gets another network.');

const retrySchema = z
  .strictObject({ firstMs: periodMs, capMs: periodMs })
  .default({ firstMs: 10_000, capMs: 1_200_000 })
  .describe('Wait after a failure; doubles up to the cap; shortened by the time scale. What failed is kept.');

/** Asked for when a process begins and the last answer is old enough. */
const configSchema = z
  .strictObject({ url: addressSchema, minMs: milliseconds.default(86_400_000), maxMs: milliseconds.default(172_800_000) })
  .describe('Remote configuration the SDK asks for.');

/** How an SDK queues and sends, whatever it sends. */
const queueing = {
  to: destinationSchema.describe('Where it sends to.'),
  method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
  headers: headersSchema.default({}),
  apps: z.array(packageNameSchema).default([]).describe('Apps that have it besides those the rules speak of.'),
  sender: packageNameSchema.optional().describe('Package that makes the request; the one the event happened in when absent.'),
  transport: transportSchema,
  pinned: z.boolean().default(false).describe('Believes the real roots only, whatever its app believes.'),
  http2: z.boolean().default(false).describe('Offers HTTP/2 to servers that have TLS, whatever its app does.'),
  offUnderMonkey: z.boolean().default(false).describe('Says nothing while a monkey is at the phone.'),
  flushIntervalMs: milliseconds.default(15_000).describe('From the first waiting event to its sending; shortened by the time scale.'),
  bulkCount: z.number().int().min(1).default(100).describe('So many waiting events are sent at once.'),
  maxBatchCount: z.number().int().min(1).default(50).describe('Events a request carries at most.'),
  flushOn: flushOnSchema.default(['background']),
  retry: retrySchema,
  claims: z.array(z.string().regex(/^C\d+$/, 'must be a claim such as C1')).default([]).describe('Claims made true by what it sends without a rule.'),
  ...provenance,
};

/** Sensors Analytics for Android: gzip and base64 in a form, with the checksum of Java. */
const sensorsSchema = z.strictObject({
  preset: z.literal('sensors'),
  ...queueing,
  flushOn: flushOnSchema.default(['background', 'start', 'connectivity']),
  distinctId: templateSchema.describe('Who did it, as the SDK knows its user.'),
  libVersion: z.string().min(1).default('3.2.3'),
  properties: templateFieldsSchema.default({}).describe('Super properties, carried by every event.'),
  variant: z.enum(['android', 'encrypted', 'web']).default('android').describe('encrypted: items under a key wrapped for the server; web: data and ext, an event a request.'),
  cookie: templateSchema.optional(),
  autotrack: z.array(z.enum(['$AppStart', '$AppEnd', '$AppViewScreen', '$AppClick'])).default([]),
  sessionMs: milliseconds.default(30_000).describe('So long in the background, and the session has ended; shortened by the time scale.'),
  config: configSchema.optional(),
});

/** The vendor's own SDK for Node, run as it is: `data_list` and `gzip` in a form. */
const sensorsNodeSchema = z.strictObject({
  preset: z.literal('sensors-node'),
  ...queueing,
  method: z.literal('POST').default('POST'),
  transport: z.enum(['proxy', 'direct']).default('proxy').describe('As the phone is set, or past its proxy.'),
  flushIntervalMs: milliseconds.default(15_000).describe('Its timeSpan: a window after the other from the start of the process on, each sent at its end; 0: only the count decides; shortened by the time scale.'),
  bulkCount: z.number().int().min(1).default(100).describe('Its count: so many events are sent at once, in one request; 1: each by itself.'),
  flushOn: flushOnSchema.max(0, 'must be empty: sa-sdk-node knows nothing of screens and apps').default([]),
  distinctId: templateSchema.describe('Who did it, as the SDK knows its user.'),
  properties: templateFieldsSchema.default({}).describe('Super properties, carried by every event.'),
  gzip: z.boolean().default(true),
});

/** OneTrack: its events under AES, the key wrapped for the server; or handed to com.miui.analytics. */
const oneTrackSchema = z.strictObject({
  preset: z.literal('onetrack'),
  ...queueing,
  offUnderMonkey: z.boolean().default(true),
  flushOn: flushOnSchema.default(['screen-on', 'connectivity']),
  appId: z.string().min(1).default('31000000000'),
  sdkVersion: z.string().min(1).default('2.0.4'),
  channel: z.string().default(''),
  plain: z.boolean().default(false).describe('The variant without encryption: /track/v4/o, JSON.'),
  delegates: z.boolean().default(true).describe('Hands its events to com.miui.analytics where that can take them.'),
  systemTrafficOnly: z.boolean().default(false).describe('Sends nothing where com.miui.analytics cannot take them.'),
  levels: z.record(z.string().regex(/^\d+$/, 'must be a level such as 1'), milliseconds).default({ 1: 1000, 2: 15_000, 3: 900_000 }).describe('Wait by level; shortened by the time scale.'),
  unknownLevelMs: milliseconds.default(60_000),
  defaultLevel: z.number().int().min(0).default(2).describe('Level of events that have none of their own.'),
  autoTrackActivity: z.boolean().default(true).describe('onetrack_pa at each activity that comes and goes.'),
  dau: z.boolean().default(true).describe('onetrack_dau, once a day.'),
  policy: z.enum(['experience', 'custom-open', 'custom-closed']).default('experience').describe('experience: the User Experience Program decides.'),
  needsConsent: z.boolean().default(false).describe('Says nothing before the first-run question was answered with yes (CTA).'),
  config: configSchema.optional(),
});

/** com.miui.analytics before OneTrack: base64url of `{H, B}` in a form. */
const spockSchema = z.strictObject({
  preset: z.literal('spock'),
  ...queueing,
  header: templateFieldsSchema.default({}).describe('What stands in the outer H beside the sending time st.'),
});

/** What MIUI apps sent before spock: base64 of JSON in a form, often without TLS. */
const tracksSchema = z.strictObject({ preset: z.literal('tracks'), ...queueing });

/** MiStat: v2 with its parts in clear and its values encrypted, v3 encrypted whole. */
const mistatSchema = z.strictObject({
  preset: z.literal('mistat'),
  ...queueing,
  flushIntervalMs: milliseconds.default(900_000),
  version: z.enum(['v2', 'v3']).default('v3'),
  appId: z.string().min(1).default('2882303761517000000'),
  serverKey: z.boolean().default(true).describe("v3: asks the server for a key; without one its own key goes along under the APK's constant."),
});

/** The ad SDK. */
const columbusSchema = z.strictObject({
  preset: z.literal('columbus'),
  ...queueing,
  splashUrl: addressSchema.optional().describe('Asked for splash screens whenever the app comes up.'),
});

/** Any other SDK: a chain of encodings, from the inside out. */
const genericSchema = z.strictObject({
  preset: z.literal('generic'),
  ...queueing,
  encode: z
    .array(z.string().refine((text) => parseStep(text) !== undefined, { message: `must be one of ${describeSteps()}` }))
    .min(1)
    .superRefine((steps, context) => {
      const problem = encodeChainProblem(steps);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .describe(`From the inside out: ${describeSteps()}. Ends in query, header, cookie, path, host, or goes into the body.`),
  contentType: z.string().min(1).optional(),
  list: z.boolean().default(false).describe('A request carries an array of events; otherwise each event is a request.'),
});

/** A telemetry SDK as built into one or more apps. */
export const sdkSchema = z.discriminatedUnion('preset', [
  sensorsSchema, sensorsNodeSchema, oneTrackSchema, spockSchema, tracksSchema, mistatSchema, columbusSchema, genericSchema,
]);

type AnySdk = z.output<typeof sdkSchema>;

/** What is wrong with the way an SDK goes out, by the field at fault. */
export function sdkProblems(sdk: AnySdk): readonly { readonly field: string; readonly message: string }[] {
  const scheme = /^([a-z]+):\/\//.exec(sdk.to)?.[1];
  // An address that is none has been told of already.
  if (scheme === undefined) return [];
  const wanted: readonly string[] = SCHEMES_OF_TRANSPORT[sdk.transport];
  const problems: { field: string; message: string }[] = [];
  if (!wanted.includes(scheme)) problems.push({ field: 'to', message: `is ${scheme}, but transport ${sdk.transport} needs ${wanted.join(' or ')}` });
  const isHttp = sdk.transport === 'proxy' || sdk.transport === 'direct';
  if (sdk.preset === 'generic') {
    const last = sdk.encode.at(-1)?.split(':')[0] ?? '';
    if (sdk.transport === 'dns' && last !== 'host') problems.push({ field: 'encode', message: 'must end in host: a name is all that DNS carries' });
    const ok = isHttp || sdk.transport === 'dns' || (sdk.transport === 'websocket' && ['query', 'header', 'cookie', 'path'].includes(last));
    if (!ok && ['query', 'header', 'cookie', 'path', 'host'].includes(last)) problems.push({ field: 'encode', message: `ends in ${last}, which transport ${sdk.transport} does not have` });
    return problems;
  }
  if (sdk.transport === 'dns') problems.push({ field: 'transport', message: `is dns, which preset ${sdk.preset} cannot speak: take generic` });
  if (!isHttp && (sdk.preset === 'onetrack' || sdk.preset === 'mistat')) problems.push({ field: 'transport', message: `is ${sdk.transport}, but preset ${sdk.preset} asks its server for keys over HTTP: proxy or direct` });
  if (!isHttp && sdk.method === 'GET') problems.push({ field: 'method', message: `is GET, but transport ${sdk.transport} has no methods` });
  return problems;
}
