import * as z from 'zod';
import { encodeChainProblem } from '../telemetry/encode-chain.ts';
import { describeSteps, parseStep } from '../telemetry/encodings/step.ts';
import { addressSchema, milliseconds, packageNameSchema, provenance, templateFieldsSchema, templateSchema } from './marks.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One condition: equal to this, equal to one of these, or to none of those. */
export const conditionSchema = z.union([
  scalar,
  z.array(scalar).min(1),
  z.strictObject({ not: z.union([scalar, z.array(scalar).min(1)]) }),
]);

const headersSchema = z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be a header name'), templateSchema);

/** How an SDK queues and sends, whatever it sends. */
const queueing = {
  to: addressSchema.describe('Where it sends to.'),
  method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
  headers: headersSchema.default({}),
  sender: packageNameSchema.optional().describe('Package that makes the request; the one the event happened in when absent.'),
  transport: z.enum(['proxy', 'direct']).default('proxy').describe('direct: ignores the proxy setting.'),
  flushIntervalMs: milliseconds.default(15_000).describe('From the first waiting event to its sending; shortened by the time scale.'),
  bulkCount: z.number().int().min(1).default(100).describe('So many waiting events are sent at once.'),
  maxBatchCount: z.number().int().min(1).default(50).describe('Events a request carries at most.'),
  flushOn: z
    .array(z.enum(['background', 'screen', 'start']))
    .default(['background'])
    .describe('Moments that send what is waiting: the app goes to the background, the screen turns on or off, the app comes up.'),
  retry: z
    .strictObject({ firstMs: milliseconds.min(1), capMs: milliseconds.min(1) })
    .default({ firstMs: 10_000, capMs: 1_200_000 })
    .describe('Wait after a failure; doubles up to the cap; shortened by the time scale. What failed is kept.'),
  ...provenance,
};

/** Sensors Analytics for Android: gzip and base64 in a form, with the checksum of Java. */
const sensorsSchema = z.strictObject({
  preset: z.literal('sensors'),
  ...queueing,
  distinctId: templateSchema.describe('Who did it, as the SDK knows its user.'),
  libVersion: z.string().min(1).default('3.2.3'),
  properties: templateFieldsSchema.default({}).describe('Super properties, carried by every event.'),
});

/** com.miui.analytics before OneTrack: base64url of `{H, B}` in a form. */
const spockSchema = z.strictObject({
  preset: z.literal('spock'),
  ...queueing,
  header: templateFieldsSchema.default({}).describe('What stands in the outer H beside the sending time st.'),
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
    .describe(
      'From the inside out: json, json:<field>, form:<field>, url, base64, base64url, gzip, zlib, hex, aes; ' +
        'at the end one of query:<field>, header:<name>, path, or nothing for the body.',
    ),
  contentType: z.string().min(1).optional(),
  list: z.boolean().default(false).describe('A request carries an array of events; otherwise each event is a request.'),
});

/** A telemetry SDK as built into one or more apps. */
export const sdkSchema = z.discriminatedUnion('preset', [sensorsSchema, spockSchema, genericSchema]);

/** What is sent when something happens in an app. */
export const ruleSchema = z.strictObject({
  name: z.string().min(1),
  when: z.strictObject({
    package: packageNameSchema,
    event: z.string().min(1),
    data: z.record(z.string(), conditionSchema).default({}),
    settings: z
      .record(z.string().regex(/^(?:global|secure|system)\..+$/, 'must be global.<key>, secure.<key> or system.<key>'), conditionSchema)
      .default({})
      .describe('Null is a setting that is absent.'),
  }),
  sdk: z.string().min(1).describe('Key of `sdks`.'),
  event: templateSchema.describe("The event's name as it is sent."),
  fields: templateFieldsSchema.default({}),
  delayMs: milliseconds.default(0).describe('From the event to its entry in the queue; shortened by the time scale.'),
  claims: z.array(z.string().regex(/^C\d+$/, 'must be a claim such as C1')).default([]),
  ...provenance,
});

const timing = {
  name: z.string().min(1),
  package: packageNameSchema.describe('Package whose traffic it is.'),
  minMs: milliseconds.min(1),
  maxMs: milliseconds.min(1),
  scaled: z.boolean().default(false).describe('Whether the time scale shortens it.'),
  atBoot: z.boolean().default(false).describe('The first time is at boot, not an interval later.'),
  ...provenance,
};

/** Traffic that comes by itself, at random times between two bounds. */
export const backgroundSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    ...timing,
    url: addressSchema,
    method: z.enum(['GET', 'POST', 'HEAD']).default('GET'),
    headers: headersSchema.default({}),
    body: templateSchema.optional(),
    transport: z.enum(['proxy', 'direct']).default('proxy'),
  }),
  z.strictObject({ kind: z.literal('ntp'), ...timing, host: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('push'),
    ...timing,
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).default(5222),
  }),
]);
