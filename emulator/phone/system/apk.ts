import ApkReader from '@devicefarmer/adbkit-apkreader';
import { z } from 'zod';

const intentFilter = z.object({
  actions: z.array(z.object({ name: z.string() }).partial()).default([]),
  categories: z.array(z.object({ name: z.string() }).partial()).default([]),
});
const activity = z.object({ name: z.string(), intentFilters: z.array(intentFilter).default([]) });
const manifestSchema = z.object({
  package: z.string(),
  versionCode: z.number().optional(),
  versionName: z.coerce.string().optional(),
  usesSdk: z.object({ minSdkVersion: z.number().optional(), targetSdkVersion: z.number().optional() }).nullish(),
  usesPermissions: z.array(z.object({ name: z.string() })).default([]),
  instrumentation: z.object({ name: z.string(), targetPackage: z.string() }).nullish(),
  application: z.object({
    launcherActivities: z.array(activity).default([]),
    activities: z.array(activity).default([]),
    services: z.array(z.object({ name: z.string() })).default([]),
    receivers: z.array(z.object({ name: z.string() })).default([]),
  }),
});

/** What the package manager reads from an APK. */
export interface ApkFacts {
  readonly packageName: string;
  readonly versionCode: number;
  /** `null`, as `dumpsys` prints it, when the manifest has none. */
  readonly versionName: string;
  readonly minSdk: number;
  readonly targetSdk: number;
  readonly permissions: readonly string[];
  readonly launcherActivity?: string;
  readonly instrumentation?: { readonly runner: string; readonly targetPackage: string };
}

/** Why an APK cannot be installed: the constant and the text behind it, as `pm install` prints them. */
export class InstallFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads the manifest and looks for a signature. `path` is where the phone staged the file; the messages name it.
 *
 * @throws {InstallFailure} when the bytes are no APK, have no manifest or nobody signed them.
 */
export async function readApk(apk: Buffer, path: string): Promise<ApkFacts> {
  if (!isZip(apk)) throw notAnApk(path);
  let manifest: z.infer<typeof manifestSchema>;
  try {
    const reader = await ApkReader.open(apk);
    manifest = manifestSchema.parse(await reader.readManifest());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason.includes('central directory')) throw notAnApk(path);
    throw new InstallFailure('INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION', `Failed to parse ${path}: AndroidManifest.xml`);
  }
  if (!isSigned(apk)) {
    throw new InstallFailure('INSTALL_PARSE_FAILED_NO_CERTIFICATES', `Failed to collect certificates from ${path}: Attempt to get length of null array`);
  }
  return factsOf(manifest);
}

function factsOf(manifest: z.infer<typeof manifestSchema>): ApkFacts {
  const launcher = manifest.application.launcherActivities[0]?.name;
  return {
    packageName: manifest.package,
    versionCode: manifest.versionCode ?? 0,
    versionName: manifest.versionName ?? 'null',
    minSdk: manifest.usesSdk?.minSdkVersion ?? 1,
    targetSdk: manifest.usesSdk?.targetSdkVersion ?? manifest.usesSdk?.minSdkVersion ?? 1,
    permissions: manifest.usesPermissions.map((permission) => permission.name),
    ...(launcher === undefined ? {} : { launcherActivity: launcher }),
    ...(manifest.instrumentation == null ? {} : {
      instrumentation: { runner: manifest.instrumentation.name, targetPackage: manifest.instrumentation.targetPackage },
    }),
  };
}

const notAnApk = (path: string): InstallFailure =>
  new InstallFailure('INSTALL_PARSE_FAILED_NOT_APK', `Failed to parse ${path}: Failed to load asset path ${path}`);

const END_OF_CENTRAL_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
const END_RECORD_MAX_BYTES = 22 + 0xffff;
const SIGNING_BLOCK_MAGIC = Buffer.from('APK Sig Block 42', 'latin1');

const isZip = (apk: Buffer): boolean =>
  apk.length >= 22 && apk.lastIndexOf(END_OF_CENTRAL_DIRECTORY) >= Math.max(0, apk.length - END_RECORD_MAX_BYTES);

/**
 * Whether a v2/v3 signing block stands before the central directory, or a v1 signature inside the archive.
 * https://source.android.com/docs/security/features/apksigning/v2. The signature's arithmetic is not checked.
 */
function isSigned(apk: Buffer): boolean {
  const end = apk.lastIndexOf(END_OF_CENTRAL_DIRECTORY);
  const directory = apk.readUInt32LE(end + 16);
  const magicAt = directory - SIGNING_BLOCK_MAGIC.length;
  if (magicAt > 0 && apk.subarray(magicAt, directory).equals(SIGNING_BLOCK_MAGIC)) return true;
  return /META-INF\/[^/]+\.(RSA|DSA|EC)/.test(apk.subarray(directory, end).toString('latin1'));
}
