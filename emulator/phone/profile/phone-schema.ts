import * as z from 'zod';
import { milliseconds, packageNameSchema, provenance } from './marks.ts';

const FIRST_APP_UID = 1000;

/** The glass. */
export const screenSchema = z.strictObject({
  widthPx: z.number().int().min(240).max(4320),
  heightPx: z.number().int().min(240).max(4320),
  densityDpi: z.number().int().min(120).max(640),
});

/** What tells this phone from every other. */
export const identifiersSchema = z
  .object({
    serial: z.string().regex(/^[A-Za-z0-9]{4,32}$/, 'must be 4 to 32 letters or digits'),
    android_id: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 lower-case hex digits'),
    imei: z.string().regex(/^\d{15}$/, 'must be 15 digits').optional(),
    imei2: z.string().regex(/^\d{15}$/, 'must be 15 digits').optional(),
    mac: z.string().regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'must be six lower-case hex pairs with colons').optional(),
    gaid: z.uuid().optional(),
    oaid: z.string().min(1).optional(),
  })
  .catchall(z.string().min(1))
  .describe('Identifiers of the phone and its owner by name; any further ones may be added.');

/** Which CAs an app believes: `default` follows its target API level, as Android does. */
export const trustSchema = z.enum(['default', 'system', 'user', 'pinned']);

/** What code an app carries; what an APK of the factory holds is made of it. */
const codeSchema = z
  .strictObject({
    name: z.string().min(1).describe('Apps that name the same have the same code, on whatever phone and under whatever package name.'),
    changed: z.number().min(0).max(1).default(0).describe('Share of its classes that were changed for this version of this package.'),
    sdks: z.array(z.enum(['sensors', 'onetrack', 'spock', 'tracks', 'mistat', 'columbus'])).default([]).describe('SDKs whose classes it has.'),
    endpoints: z.array(z.string().min(1)).default([]).describe('Addresses that stand in it.'),
    ...provenance,
  })
  .describe('What code it carries. Default: its own for each version, with the SDKs that the rules and lists of apps give it.');

/** An installed package. */
export const packageSchema = z.strictObject({
  name: packageNameSchema,
  title: z.string().optional().describe('Name under its icon.'),
  app: z.string().min(1).optional().describe('Key of the screens it shows; its package name when absent.'),
  screens: z.string().min(1).optional().describe('Screens file of its own: a path, relative to this file.'),
  engine: z.enum(['own', 'chromium']).default('own').describe('What loads its pages: the emulated engine, or the Chromium of the machine the phone runs on.'),
  versionName: z.string().min(1),
  versionCode: z.number().int().min(1),
  uid: z.number().int().min(0).max(99_999).describe(`${FIRST_APP_UID} is the system's own, apps begin at 10000; may be shared.`),
  targetSdk: z.number().int().min(1).max(40),
  trust: trustSchema.default('default').describe('default: user CAs only below target API 24; pinned: the real roots only.'),
  http2: z.boolean().default(false).describe('Offers HTTP/2 to servers that have TLS, as OkHttp and Chromium do.'),
  system: z.boolean().default(true).describe('On the system partition.'),
  installer: packageNameSchema.exactOptional().describe('Store that installed or updated it; absent where the factory or adb did.'),
  enabled: z.boolean().default(true),
  launcherActivity: z.string().min(1).optional().describe('Full class name; absent when it has no icon.'),
  code: codeSchema.optional(),
  apkPath: z.string().startsWith('/').optional(),
  permissions: z.array(z.strictObject({ name: z.string().min(1), granted: z.boolean() })).default([]),
  preferences: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe('What the app keeps of its own when the phone is first switched on, over what a fresh installation has: its switches.'),
});

/** Something lying on the phone's storage from the start. */
export const fileSchema = z.union([
  z.strictObject({ path: z.string().startsWith('/'), text: z.string() }),
  z.strictObject({ path: z.string().startsWith('/'), base64: z.base64() }),
  z.strictObject({ path: z.string().startsWith('/'), folder: z.literal(true) }),
]);

/** A song on the phone from the start; written as a playable file with these tags. */
export const songSchema = z.strictObject({
  path: z.string().startsWith('/').endsWith('.mp3'),
  title: z.string().min(1),
  artist: z.string().default(''),
  album: z.string().default(''),
  durationMs: milliseconds.default(180_000),
});

/** What a firmware renamed: package → id → its new name; `android` and `miui` are packages too. */
export const resourceIdsSchema = z
  .record(z.string().min(1), z.record(z.string().regex(/^\w+$/, 'must be an id without its package'), z.string().regex(/^\w+$/, 'must be an id without its package')))
  .describe('Resource ids that this firmware has under other names, by package.');

/** What differs between the kernels of phones; what is missing follows from the Android version and the kernel. */
export const kernelSchema = z.strictObject({
  counters: z.enum(['xt_qtaguid', 'ebpf']).optional().describe('Who counts traffic. Default: ebpf from Android 9 on kernel 4.9 on.'),
  loopback: z.boolean().optional().describe('Whether traffic over lo, that of a local proxy, is counted for a uid. Default: true.'),
  dnsUid: z.enum(['app', 'dns']).optional().describe("Whose uid look-ups are counted for: the asking app's (default) or AID_DNS (1051)."),
  uidStat: z.boolean().optional().describe('Whether /proc/uid_stat is there. Default: up to Android 6.'),
  procNet: z.enum(['readable', 'denied']).optional().describe('Whether the shell may read /proc/net. Default: readable.'),
});

/** The settings provider's three tables as they are at first boot. */
export const settingsSchema = z.strictObject({
  global: z.record(z.string(), z.string()).default({}),
  secure: z.record(z.string(), z.string()).default({}),
  system: z.record(z.string(), z.string()).default({}),
});
