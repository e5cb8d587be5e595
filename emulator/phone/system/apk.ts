import ApkReader from '@devicefarmer/adbkit-apkreader';
import { z } from 'zod';
import { openArchive, type ApkArchive } from './apk-archive.ts';
import { readJarSignature } from './apk-jar-signature.ts';
import { verifySigningBlock } from './apk-signing-block.ts';

const intentFilter = z.object({
  actions: z.array(z.object({ name: z.string() }).partial()).default([]),
  categories: z.array(z.object({ name: z.string() }).partial()).default([]),
});
const activity = z.object({ name: z.string(), intentFilters: z.array(intentFilter).default([]) });
const application = z.object({
  debuggable: z.boolean().optional(),
  testOnly: z.boolean().optional(),
  launcherActivities: z.array(activity).default([]),
  activities: z.array(activity).default([]),
  services: z.array(z.object({ name: z.string() })).default([]),
  receivers: z.array(z.object({ name: z.string() })).default([]),
});
const manifestSchema = z.object({
  package: z.string(),
  split: z.string().optional(),
  versionCode: z.number().optional(),
  versionName: z.coerce.string().optional(),
  usesSdk: z.object({ minSdkVersion: z.number().optional(), targetSdkVersion: z.number().optional() }).nullish(),
  usesPermissions: z.array(z.object({ name: z.string() })).default([]),
  instrumentation: z.object({ name: z.string(), targetPackage: z.string() }).nullish(),
  application: application.nullish(),
});
type Manifest = z.infer<typeof manifestSchema>;

/** What the package manager reads from an APK. */
export interface ApkFacts {
  readonly packageName: string;
  /** Name of the split; absent in a base APK. */
  readonly split?: string;
  readonly versionCode: number;
  /** `null`, as `dumpsys` prints it, when the manifest has none. */
  readonly versionName: string;
  readonly minSdk: number;
  readonly targetSdk: number;
  readonly debuggable: boolean;
  readonly testOnly: boolean;
  /** SHA-256 of the certificate it was signed with, in hex. */
  readonly signer: string;
  readonly permissions: readonly string[];
  readonly launcherActivity?: string;
  readonly instrumentation?: { readonly runner: string; readonly targetPackage: string };
}

/** Why an APK cannot be installed: the constant and the text behind it, as `pm install` prints them. */
export class InstallFailure extends Error {
  readonly code: string;

  constructor(code: string, message = '') {
    super(message);
    this.code = code;
  }

  /** `INSTALL_FAILED_…: text`, or the constant alone. */
  override toString(): string {
    return this.message === '' ? this.code : `${this.code}: ${this.message}`;
  }
}

/** Where an APK lies and who reads it. */
export interface ApkPlace {
  /** Where the phone staged the file; the messages name it. */
  readonly path: string;
  readonly apiLevel: number;
}

/**
 * Reads the manifest and verifies the signature.
 *
 * @throws {InstallFailure} when the bytes are no APK, have no manifest, nobody signed them or they are not what was signed.
 */
export async function readApk(apk: Buffer, place: ApkPlace): Promise<ApkFacts> {
  const archive = openArchive(apk);
  if (archive === undefined) throw notAnApk(place);
  const manifest = archive.entries.has('AndroidManifest.xml') ? await readManifest(apk, place) : undefined;
  if (manifest === undefined) throw notAnApk(place);
  return factsOf(manifest, signerOf(archive, place));
}

async function readManifest(apk: Buffer, { path }: ApkPlace): Promise<Manifest> {
  try {
    const reader = await ApkReader.open(apk);
    return manifestSchema.parse(await reader.readManifest());
  } catch {
    throw new InstallFailure('INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION', `Failed to parse ${path}: AndroidManifest.xml`);
  }
}

function notAnApk({ path }: ApkPlace): InstallFailure {
  return new InstallFailure('INSTALL_PARSE_FAILED_NOT_APK', `Failed to parse ${path}: Failed to load asset path ${path}`);
}

/** A newer signature that is there is the one that counts, also when it is wrong. */
function signerOf(archive: ApkArchive, { path, apiLevel }: ApkPlace): string {
  const block = verifySigningBlock(archive, apiLevel);
  const signed = block ?? readJarSignature(archive, { path, apiLevel });
  if ('signer' in signed) return signed.signer;
  const how = block === undefined ? '' : ` using APK Signature Scheme ${block.scheme}`;
  throw new InstallFailure('INSTALL_PARSE_FAILED_NO_CERTIFICATES', `Failed to collect certificates from ${path}${how}: ${signed.problem}`);
}

function factsOf(manifest: Manifest, signer: string): ApkFacts {
  const launcher = manifest.application?.launcherActivities[0]?.name;
  return {
    packageName: manifest.package,
    ...(manifest.split === undefined ? {} : { split: manifest.split }),
    versionCode: manifest.versionCode ?? 0,
    versionName: manifest.versionName ?? 'null',
    minSdk: manifest.usesSdk?.minSdkVersion ?? 1,
    targetSdk: manifest.usesSdk?.targetSdkVersion ?? manifest.usesSdk?.minSdkVersion ?? 1,
    debuggable: manifest.application?.debuggable ?? false,
    testOnly: manifest.application?.testOnly ?? false,
    signer,
    permissions: manifest.usesPermissions.map((permission) => permission.name),
    ...(launcher === undefined ? {} : { launcherActivity: launcher }),
    ...(manifest.instrumentation == null ? {} : {
      instrumentation: { runner: manifest.instrumentation.name, targetPackage: manifest.instrumentation.targetPackage },
    }),
  };
}
