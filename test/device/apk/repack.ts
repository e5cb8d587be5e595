import { signApk, type Signer } from '../../../emulator/phone/factory-apk/sign-apk.ts';
import { manifestOf, type ApkTraits } from '../../../emulator/phone/factory-apk/write-manifest.ts';
import { zip, zipOf } from '../../../emulator/phone/factory-apk/write-zip.ts';
import { listEntries, readEntry } from '../../../src/device/apk/zip-entries.ts';

const MOST_BYTES = 1 << 28;

/** What is changed of an APK as it is packed anew. */
export interface Repacking {
  readonly signer?: Signer;
  /** Another manifest in the place of its own. */
  readonly manifest?: ApkTraits;
  /** Leaves out entries. */
  readonly without?: (name: string) => boolean;
  /** Changes entries. */
  readonly change?: (name: string, content: Buffer) => Buffer;
  readonly add?: readonly (readonly [name: string, content: Buffer])[];
}

/** Unpacks an APK and packs it anew, without its v1 signature. */
export function repacked(apk: Buffer, { signer, manifest, without, change, add = [] }: Repacking): Buffer {
  const archive = listEntries(apk);
  const kept = archive.entries.filter(({ name }) => !/^META-INF\/[^/]+$/.test(name) && without?.(name) !== true).map((entry): readonly [string, Buffer] => {
    const content = readEntry(archive, entry, MOST_BYTES);
    if (entry.name === 'AndroidManifest.xml' && manifest !== undefined) return [entry.name, manifestOf(manifest)];
    return [entry.name, change?.(entry.name, content) ?? content];
  });
  return signer === undefined ? zipOf([...kept, ...add]) : signApk(zip([...kept, ...add]), signer);
}

/** Puts another text of the same length in the place of one in a dex file. */
export function withText(dex: Buffer, text: string, other: string): Buffer {
  const at = dex.indexOf(Buffer.concat([Buffer.from([text.length]), Buffer.from(`${text}\0`)]));
  if (at < 0 || text.length !== other.length) throw new Error(`looked for the text ${text} to put ${other} there, found it at ${at}`);
  const changed = Buffer.from(dex);
  changed.write(other, at + 1);
  return changed;
}
