import ApkReader from '@devicefarmer/adbkit-apkreader';
import { z } from 'zod';

const schema = z.object({ package: z.string(), versionCode: z.number().optional(), versionName: z.coerce.string().optional() });

/** What an APK's manifest says of the app. */
export interface ManifestFacts {
  readonly package: string;
  readonly versionName: string;
  readonly versionCode: string;
}

/** Reads an APK's manifest. @throws {Error} when there is none, or none that can be read. */
export async function readManifest(apk: Buffer): Promise<ManifestFacts> {
  const reader = await ApkReader.open(apk);
  const { package: name, versionName = '', versionCode } = schema.parse(await reader.readManifest());
  return { package: name, versionName, versionCode: versionCode === undefined ? '' : String(versionCode) };
}
