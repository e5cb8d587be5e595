import * as z from 'zod';
import { addressSchema, milliseconds, packageNameSchema, periodMs, provenance, templateFieldsSchema, templateSchema } from './marks.ts';
import { headersSchema } from './sdk-schema.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One condition: equal to this, equal to one of these, or to none of those. */
export const conditionSchema = z.union([
  scalar,
  z.array(scalar).min(1),
  z.strictObject({ not: z.union([scalar, z.array(scalar).min(1)]) }),
]);

const settingNameSchema = z.string().regex(/^(?:global|secure|system)\..+$/, 'must be global.<key>, secure.<key> or system.<key>');
const versionSchema = z.string().regex(/^\d+(?:\.\d+)*$/, 'must be numbers with dots, such as 12.1.4');

/** What must hold for a rule to speak, beside its package and event. */
const circumstances = {
  data: z.record(z.string(), conditionSchema).default({}),
  settings: z.record(settingNameSchema, conditionSchema).default({}).describe('Null is a setting that is absent.'),
  properties: z.record(z.string().min(1), conditionSchema).default({}).describe('Null is a property that is not set.'),
  region: conditionSchema.optional().describe('ro.miui.region.'),
  consent: z.boolean().optional().describe("Whether the app's first-run question was answered with yes."),
  firstStart: z.boolean().optional().describe("Whether the app's process is its first since it was installed or cleared."),
  version: z.strictObject({ from: versionSchema.optional(), below: versionSchema.optional() }).optional().describe("The app's versionName."),
  monkey: z.boolean().optional().describe('Whether a monkey is at the phone.'),
  network: conditionSchema.optional().describe('wifi, mobile or none.'),
  screen: z.enum(['on', 'off']).optional(),
  once: z.enum(['install', 'process']).optional().describe('Only the first time in an installation, or in a process.'),
  every: z.number().int().min(1).optional().describe('Only each n-th time that all else holds.'),
  probability: z.number().min(0).max(1).optional().describe('Drawn by the seed, each time that all else holds.'),
};

/** What is sent when something happens in an app. */
export const ruleSchema = z.strictObject({
  name: z.string().min(1),
  when: z.strictObject({ package: packageNameSchema, event: z.string().min(1), ...circumstances }),
  sdk: z.string().min(1).describe('Key of `sdks`.'),
  event: templateSchema.describe("The event's name as it is sent."),
  fields: templateFieldsSchema.default({}),
  delayMs: z
    .union([milliseconds, z.strictObject({ minMs: milliseconds, maxMs: milliseconds })])
    .default(0)
    .describe('From the event to its entry in the queue, or bounds to draw it from; shortened by the time scale.'),
  holdUntil: z.enum(['app-start', 'screen-on']).optional().describe("Kept out of the queue until the app's process begins again, or the screen turns on."),
  statedEarlierMs: milliseconds.optional().describe('The time it states is so much before the event; not shortened by the time scale.'),
  level: z.number().int().min(0).optional().describe('OneTrack: how urgent.'),
  basic: z.boolean().default(false).describe('OneTrack: sent even where the User Experience Program is off.'),
  claims: z.array(z.string().regex(/^C\d+$/, 'must be a claim such as C1')).default([]),
  ...provenance,
});

const timing = {
  name: z.string().min(1),
  package: packageNameSchema.describe('Package whose traffic it is.'),
  minMs: periodMs,
  maxMs: periodMs,
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
    registerUrl: addressSchema.optional().describe('Registered with over HTTPS before the first connection.'),
    resolverUrl: addressSchema.optional().describe('Asked in clear for the address to connect to before each connection.'),
  }),
]);
