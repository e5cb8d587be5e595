import * as z from 'zod';
import { packageNameSchema, provenance } from './marks.ts';
import { fileSchema, identifiersSchema, kernelSchema, packageSchema, resourceIdsSchema, screenSchema, settingsSchema, songSchema } from './phone-schema.ts';
import { sdkProblems, sdkSchema } from './sdk-schema.ts';
import { backgroundSchema, ruleSchema } from './sends-schema.ts';

/** A hundred years: beyond that some clock of the phone could not be written as a date any more. */
const MAX_CLOCK_OFFSET_MS = 3_155_760_000_000;

const shape = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and dashes'),
  about: z.string().min(1).describe('One sentence on what this phone is.'),
  model: z.string().min(1),
  properties: z.record(z.string().min(1), z.string()).describe('System properties (getprop).'),
  screen: screenSchema,
  identifiers: identifiersSchema,
  buildType: z.enum(['user', 'userdebug', 'eng']).default('user'),
  root: z.boolean().default(false).describe('Whether su is there.'),
  clockOffsetMs: z.number().int().min(-MAX_CLOCK_OFFSET_MS).max(MAX_CLOCK_OFFSET_MS).default(0).describe("The phone's clock minus the right time."),
  kernel: kernelSchema.default({}),
  settings: settingsSchema.default({ global: {}, secure: {}, system: {} }),
  consent: z.array(packageNameSchema).default([]).describe('Apps whose first-run questions were answered with yes long ago.'),
  packages: z.array(packageSchema).min(1),
  resourceIds: resourceIdsSchema.default({}),
  files: z.array(fileSchema).default([]),
  songs: z.array(songSchema).default([]),
  facts: z
    .array(z.strictObject({ about: z.string().min(1), ...provenance }))
    .default([])
    .describe('Where the parts come from that have no mark of their own.'),
  plants: z
    .array(z.strictObject({ package: packageNameSchema, event: z.string().min(1), says: z.string().min(1) }))
    .default([])
    .describe('Of a phone made to leak: what a person does that makes it send, as apps tell of it. Read by nobody on the phone.'),
  sdks: z.record(z.string().min(1), sdkSchema).default({}),
  rules: z.array(ruleSchema).default([]),
  background: z.array(backgroundSchema).default([]),
});

/** What an emulated phone is: hardware, software, and what that software sends. */
export const profileSchema = shape.superRefine((profile, context) => {
  for (const { path, message } of inconsistencies(profile)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

export type Profile = z.output<typeof shape>;
export type ProfilePackage = Profile['packages'][number];
export type Sdk = Profile['sdks'][string];
export type SdkOf<Preset extends Sdk['preset']> = Extract<Sdk, { preset: Preset }>;
export type Rule = Profile['rules'][number];
export type Condition = z.output<typeof ruleSchema>['when']['data'][string];
export type Background = Profile['background'][number];

interface Inconsistency {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What each part allows and the whole does not. */
function inconsistencies(profile: Profile): readonly Inconsistency[] {
  const installed = new Set(profile.packages.map(({ name }) => name));
  const needsPackage = (name: string, path: readonly (string | number)[]): readonly Inconsistency[] =>
    installed.has(name) ? [] : [{ path, message: `${name} is not among the packages of this phone` }];

  return [
    ...repeated(profile.packages, 'packages'),
    ...repeated(profile.rules, 'rules'),
    ...repeated(profile.background, 'background'),
    ...profile.consent.flatMap((name, index) => needsPackage(name, ['consent', index])),
    ...Object.entries(profile.sdks).flatMap(([key, sdk]) =>
      sdk.sender === undefined ? [] : needsPackage(sdk.sender, ['sdks', key, 'sender']),
    ),
    ...Object.entries(profile.sdks).flatMap(([key, sdk]) => [
      ...(sdk.retry.capMs < sdk.retry.firstMs ? [{ path: ['sdks', key, 'retry', 'capMs'], message: `is ${sdk.retry.capMs}, less than firstMs ${sdk.retry.firstMs}` }] : []),
      ...sdk.apps.flatMap((name, index) => needsPackage(name, ['sdks', key, 'apps', index])),
      ...sdkProblems(sdk).map(({ field, message }) => ({ path: ['sdks', key, field], message })),
    ]),
    ...profile.rules.flatMap((rule, index) => [
      ...(typeof rule.delayMs === 'object' && rule.delayMs.maxMs < rule.delayMs.minMs
        ? [{ path: ['rules', index, 'delayMs', 'maxMs'], message: `is ${rule.delayMs.maxMs}, less than minMs ${rule.delayMs.minMs}` }]
        : []),
      ...needsPackage(rule.when.package, ['rules', index, 'when', 'package']),
      ...(Object.hasOwn(profile.sdks, rule.sdk)
        ? []
        : [{ path: ['rules', index, 'sdk'], message: `"${rule.sdk}" is not among sdks (${Object.keys(profile.sdks).join(', ')})` }]),
    ]),
    ...profile.background.flatMap((entry, index) => [
      ...needsPackage(entry.package, ['background', index, 'package']),
      ...(entry.maxMs < entry.minMs
        ? [{ path: ['background', index, 'maxMs'], message: `is ${entry.maxMs}, less than minMs ${entry.minMs}` }]
        : []),
    ]),
    ...[...identifiersAskedFor(profile)].flatMap(([name, path]) =>
      Object.hasOwn(profile.identifiers, name)
        ? []
        : [{ path, message: `\${id.${name}} is asked for, but identifiers has no "${name}"` }],
    ),
  ];
}

function repeated(entries: readonly { readonly name: string }[], list: string): readonly Inconsistency[] {
  const seen = new Set<string>();
  return entries.flatMap(({ name }, index) => {
    const isThere = seen.has(name);
    seen.add(name);
    return isThere ? [{ path: [list, index, 'name'], message: `"${name}" is there twice` }] : [];
  });
}

/** Identifier names used in templates, each with the first place that uses it. */
function identifiersAskedFor(profile: Profile): ReadonlyMap<string, readonly (string | number)[]> {
  const asked = new Map<string, readonly (string | number)[]>();
  visitStrings({ sdks: profile.sdks, rules: profile.rules, background: profile.background }, [], (text, path) => {
    for (const [placeholder] of text.matchAll(/\$\{[^{}]*\}/g)) {
      const name = /\bid\.([A-Za-z_]\w*)/.exec(placeholder)?.[1];
      if (name !== undefined && !asked.has(name)) asked.set(name, path);
    }
  });
  return asked;
}

function visitStrings(value: unknown, path: readonly (string | number)[], visit: (text: string, path: readonly (string | number)[]) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) value.forEach((entry: unknown, index) => visitStrings(entry, [...path, index], visit));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) visitStrings(entry, [...path, key], visit);
  }
}
